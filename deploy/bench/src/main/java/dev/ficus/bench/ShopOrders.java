package dev.ficus.bench;

import dev.ficus.oldworld.wire.XmlRpc;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * New orders of three lines of one unit each, as calls of the shop in Magento 1's shape. Their SKUs
 * are the monolith's and ours, at random or in turn.
 */
final class ShopOrders {
  /** How many lines an order has. */
  static final int LINES = 3;

  private static final int FIRST_NUMBER = 10_000_000;

  private final String prefix;
  private final Lines theirs;
  private final Lines ours;
  private final int oursInEach;
  private final boolean inTurn;
  private final SplittableRandom random = new SplittableRandom(1);
  private int issued;

  /**
   * @param prefix of the orders' numbers; no others begin with it
   * @param theirs whose SKUs are the monolith's
   * @param ours whose SKUs are ours
   * @param oursInEach how many lines of each order are ours; the last ones
   */
  ShopOrders(String prefix, Lines theirs, Lines ours, int oursInEach) {
    this(prefix, theirs, ours, oursInEach, false);
  }

  private ShopOrders(String prefix, Lines theirs, Lines ours, int oursInEach, boolean inTurn) {
    this.prefix = prefix;
    this.theirs = theirs;
    this.ours = ours;
    this.oursInEach = oursInEach;
    this.inTurn = inTurn;
  }

  /**
   * Orders of which all lines are ours, and one SKU comes after the other: no SKU has two lines
   * more than another.
   *
   * @param prefix of the orders' numbers; no others begin with it
   */
  static ShopOrders inTurn(String prefix, Lines ours) {
    return new ShopOrders(prefix, ours, ours, LINES, true);
  }

  /** What the number of each begins with. */
  String prefix() {
    return prefix;
  }

  /** How many lines of each order are ours. */
  int oursInEach() {
    return oursInEach;
  }

  /** How many were made so far. */
  int issued() {
    return issued;
  }

  /** The next order's document. */
  byte[] next() {
    Map<String, Object> order = new LinkedHashMap<>();
    order.put("increment_id", prefix + (FIRST_NUMBER + issued));
    order.put("created_at", "2026-11-21 08:00:00");
    order.put("updated_at", "2026-11-21 08:00:00");
    order.put("status", "processing");
    order.put("order_currency_code", "GBP");
    order.put("shipping_address", Map.of("country", "United Kingdom"));
    List<Object> items = new ArrayList<>();
    for (int line = 0; line < LINES; line++) {
      items.add(item(issued * LINES + line, line < LINES - oursInEach ? theirs : ours));
    }
    order.put("items", items);
    issued++;
    return XmlRpc.call("sales_order.create", order);
  }

  private Map<String, Object> item(int id, Lines of) {
    Map<String, Object> item = new LinkedHashMap<>();
    item.put("item_id", Integer.toString(id));
    item.put("product_type", "simple");
    item.put("sku", of.sku(inTurn ? id % of.skus() : random.nextInt(of.skus())));
    item.put("name", "Café set & saucers");
    item.put("qty_ordered", "1.0000");
    item.put("price", "8.9500");
    return item;
  }
}
