package dev.ficus.oldworld;

import dev.ficus.oldworld.wire.XmlRpc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The calls the shop makes, in Magento 1's shape, where every value is a string. */
final class Magento {
  static final String CREATE = "sales_order.create";
  static final String CANCEL = "sales_order.cancel";

  private Magento() {}

  /** Hands an order over to be fulfilled. */
  static byte[] create(Order order) {
    return XmlRpc.call(CREATE, struct(order));
  }

  /** Takes an order back. */
  static byte[] cancel(Order order) {
    return XmlRpc.call(CANCEL, order.id());
  }

  /** A call whose document ends in the middle. */
  static byte[] cutOff(Order order) {
    byte[] whole = create(order);
    return java.util.Arrays.copyOf(whole, whole.length / 2);
  }

  /** A well-formed call with an order that has no number. */
  static byte[] nameless(Order order) {
    Map<String, Object> struct = struct(order);
    struct.remove("increment_id");
    return XmlRpc.call(CREATE, struct);
  }

  private static Map<String, Object> struct(Order order) {
    Order.Line first = order.lines().get(0);
    Map<String, Object> struct = new LinkedHashMap<>();
    struct.put("increment_id", order.id());
    struct.put("created_at", first.placedAt());
    struct.put("updated_at", first.placedAt());
    struct.put("status", "processing");
    struct.put("order_currency_code", "GBP");
    struct.put("shipping_address", Map.of("country", first.country()));
    List<Map<String, Object>> items = new ArrayList<>();
    for (Order.Line line : order.lines()) {
      items.add(item(items.size() + 1, line));
    }
    struct.put("items", items);
    return struct;
  }

  private static Map<String, Object> item(int number, Order.Line line) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("item_id", Integer.toString(number));
    item.put("product_type", "simple");
    item.put("sku", line.sku());
    item.put("name", line.description());
    item.put("qty_ordered", decimal(line.qty()));
    item.put("price", decimal(line.price()));
    return item;
  }

  /** With four digits after the point, as the shop's database has its numbers. */
  static String decimal(String number) {
    if (!number.matches("[+-]?[0-9]+(\\.[0-9]{0,4})?")) {
      return number;
    }
    int point = number.indexOf('.');
    String whole = point < 0 ? number : number.substring(0, point);
    String fraction = point < 0 ? "" : number.substring(point + 1);
    return whole + "." + (fraction + "0000").substring(0, 4);
  }
}
