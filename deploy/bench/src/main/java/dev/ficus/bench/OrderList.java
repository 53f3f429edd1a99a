package dev.ficus.bench;

import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An old shop's answer: a list of any number of orders with three lines, every value a string. */
final class OrderList {
  /** The list repeats itself after so many orders, for it need not be held. */
  static final int DIFFERENT = 1_000;

  private static final int LINES = 3;

  private final byte[] start;
  private final byte[] orders;
  private final byte[] end;

  OrderList() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try {
      List<Value> different = new ArrayList<>();
      for (int number = 0; number < DIFFERENT; number++) {
        different.add(order(number));
      }
      XmlRpcWriter.writeAnswer(out, different);
    } catch (IOException impossible) {
      throw new UncheckedIOException(impossible);
    }
    String document = out.toString(StandardCharsets.UTF_8);
    int first = document.indexOf("<data>") + "<data>".length();
    int last = document.lastIndexOf("</data>");
    start = document.substring(0, first).getBytes(StandardCharsets.UTF_8);
    orders = document.substring(first, last).getBytes(StandardCharsets.UTF_8);
    end = document.substring(last).getBytes(StandardCharsets.UTF_8);
  }

  /** How many bytes an order takes. */
  int bytesPerOrder() {
    return orders.length / DIFFERENT;
  }

  /**
   * The answer as it comes over the wire.
   *
   * @param thousands of orders
   */
  InputStream answer(int thousands) {
    return new Repeated(start, orders, thousands, end);
  }

  private static Value order(int number) {
    Map<String, Value> order = new LinkedHashMap<>();
    put(order, "increment_id", Integer.toString(100_000_000 + number));
    put(order, "created_at", "2026-11-21 08:%02d:%02d".formatted(number / 60 % 60, number % 60));
    put(order, "updated_at", "2026-11-21 09:%02d:%02d".formatted(number / 60 % 60, number % 60));
    put(order, "status", "processing");
    put(order, "order_currency_code", "GBP");
    order.put(
        "shipping_address", new Value.Struct(Map.of("country", new Value.Text("United Kingdom"))));
    List<Value> items = new ArrayList<>();
    for (int line = 1; line <= LINES; line++) {
      items.add(item(number, line));
    }
    order.put("items", new Value.Array(items));
    return new Value.Struct(order);
  }

  private static Value item(int number, int line) {
    Map<String, Value> item = new LinkedHashMap<>();
    put(item, "item_id", Integer.toString(number * LINES + line));
    put(item, "product_type", "simple");
    put(item, "sku", "SKU-%05d".formatted(number * LINES + line));
    put(item, "name", "Café set of %d & saucers".formatted(line + 1));
    put(item, "qty_ordered", line + ".0000");
    put(item, "price", "%d.9500".formatted(number % 100));
    return new Value.Struct(item);
  }

  private static void put(Map<String, Value> struct, String name, String text) {
    struct.put(name, new Value.Text(text));
  }
}
