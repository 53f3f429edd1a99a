package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Order;
import dev.ficus.oldworld.shop.Outgoing.Purpose;
import dev.ficus.oldworld.wire.XmlRpc;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * The real orders as they are written in the file, returns and odd lines included, as calls in
 * Magento 1's shape, where every value is a string.
 */
final class WrittenOrders implements Sending.Calls {
  private static final String CREATE = "sales_order.create";
  private static final String CANCEL = "sales_order.cancel";

  private final List<Order> orders;
  private final int cancelEvery;
  private final int broken;

  /**
   * @param cancelEvery every so many of the ordinary orders one is cancelled; 0 for none
   * @param broken before every so many orders a broken call comes; 0 for none
   */
  WrittenOrders(List<Order> orders, int cancelEvery, int broken) {
    this.orders = orders;
    this.cancelEvery = cancelEvery;
    this.broken = broken;
  }

  @Override
  public Iterator<Outgoing> orders() {
    List<Outgoing> calls = new ArrayList<>();
    for (int i = 1; i <= orders.size(); i++) {
      Order order = orders.get(i - 1);
      if (broken > 0 && i % broken == 0) {
        boolean nameless = i / broken % 2 == 1;
        calls.add(
            nameless
                ? call(Purpose.NAMELESS, order, () -> nameless(order))
                : call(Purpose.CUT_OFF, order, () -> cutOff(order)));
      }
      calls.add(call(Purpose.ORDER, order, () -> create(order)));
    }
    return calls.iterator();
  }

  /** Every so many of the accepted orders that only order things, in the file's order. */
  @Override
  public List<Outgoing> cancellations(Set<String> accepted) {
    List<Order> ordinary =
        orders.stream()
            .filter(order -> order.isOrdinary() && accepted.contains(order.id()))
            .toList();
    return IntStream.range(0, ordinary.size())
        .filter(i -> cancelEvery > 0 && (i + 1) % cancelEvery == 0)
        .mapToObj(ordinary::get)
        .map(order -> call(Purpose.CANCELLATION, order, () -> cancel(order)))
        .toList();
  }

  private static Outgoing call(Purpose purpose, Order order, Supplier<byte[]> document) {
    return new Outgoing(purpose, order.id(), order.lines().size(), document);
  }

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
    return Arrays.copyOf(whole, whole.length / 2);
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
