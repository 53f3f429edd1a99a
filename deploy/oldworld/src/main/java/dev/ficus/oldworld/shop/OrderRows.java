package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Seed;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Orders as Magento's interface shows them: the columns of its tables, whole. */
final class OrderRows {
  private static final String[] FIRST_NAMES = {
    "José", "Zoë", "Emma", "François", "Ingrid", "Øyvind", "Anne-Marie", "Jürgen", "Siân", "Tom"
  };
  private static final String[] LAST_NAMES = {
    "Peña", "Müller", "O'Neil", "Lefèvre", "Ångström", "Smith & Sons", "de Vries", "Jones"
  };
  private static final String[] STREETS = {
    "12 High Street\nFlat 3", "Rue de l'Église 7", "Königsallee 101", "The Old Mill <rear>"
  };
  private static final int MAIN_STORE = 1;

  /** Columns a list of orders can be filtered by. */
  static final Set<String> COLUMNS =
      Set.of(
          "order_id",
          "entity_id",
          "increment_id",
          "state",
          "status",
          "store_id",
          "created_at",
          "updated_at",
          "customer_email",
          "customer_firstname",
          "customer_lastname",
          "total_qty_ordered",
          "grand_total",
          "order_currency_code",
          "coupon_code");

  private static final BigDecimal NONE = decimal(0);

  private final OrderBook orders;
  private final Columns columns;
  private final Seed seed;

  /** How much of an order is shown. */
  enum Columns {
    /** What a customer sees, and what only accountants need. */
    ALL,
    /** What is needed to fulfil it: under a third of the bytes. */
    FEW
  }

  OrderRows(OrderBook orders, Columns columns, Seed seed) {
    this.orders = orders;
    this.columns = columns;
    this.seed = seed;
  }

  /** One of {@link #COLUMNS}; those that are cheap are answered without making the row. */
  Object column(ShopOrder order, String name) {
    return switch (name) {
      case "updated_at" -> ShopClock.stamp(order.updatedAt());
      case "created_at" -> ShopClock.stamp(order.createdAt());
      case "increment_id" -> order.incrementId();
      case "status" -> order.status();
      case "state" -> order.state().word;
      case "order_id", "entity_id" -> order.number() + 1;
      default -> {
        Map<String, Object> more = new LinkedHashMap<>();
        putMore(more, order);
        yield more.get(name);
      }
    };
  }

  /** An order in a list: without its items. */
  Map<String, Object> row(ShopOrder order) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("order_id", order.number() + 1);
    row.put("increment_id", order.incrementId());
    row.put("created_at", ShopClock.stamp(order.createdAt()));
    row.put("updated_at", ShopClock.stamp(order.updatedAt()));
    row.put("state", order.state().word);
    row.put("status", order.status());
    if (columns == Columns.ALL) {
      putMore(row, order);
    }
    return row;
  }

  private void putMore(Map<String, Object> row, ShopOrder order) {
    int units = 0;
    BigDecimal sum = BigDecimal.ZERO;
    for (Item item : orders.items(order)) {
      units += item.parent() == 0 ? item.quantity() : 0;
      sum = sum.add(item.price().multiply(BigDecimal.valueOf(item.quantity())));
    }
    BigDecimal total = places(sum);
    row.put("store_id", MAIN_STORE);
    row.put("is_virtual", 0);
    row.put("coupon_code", null);
    row.put("gift_message_id", null);
    row.put("customer_email", email(order));
    row.put("customer_firstname", firstName(order));
    row.put("customer_lastname", lastName(order));
    row.put("order_currency_code", "GBP");
    row.put("total_qty_ordered", decimal(units));
    row.put("subtotal", total);
    row.put("grand_total", total);
    row.put("total_canceled", order.state() == ShopOrder.State.CANCELLED ? total : null);
    row.put("total_qty_shipped", order.state() == ShopOrder.State.COMPLETE ? decimal(units) : null);
  }

  /** An order with all that belongs to it. */
  Map<String, Object> info(ShopOrder order) {
    Map<String, Object> info = row(order);
    if (columns == Columns.ALL) {
      info.put("shipping_address", address(order, "shipping"));
      info.put("billing_address", address(order, "billing"));
      info.put("payment", Map.of());
    }
    List<Object> items = new ArrayList<>();
    for (Item item : orders.items(order)) {
      Map<String, Object> row = item(item);
      if (columns == Columns.ALL) {
        row.put("order_id", info.get("order_id"));
        row.put("created_at", info.get("created_at"));
        row.put("updated_at", info.get("updated_at"));
        putMore(row, order.state(), item);
      }
      items.add(row);
    }
    info.put("items", items);
    List<Object> history = new ArrayList<>();
    for (int i = order.comments().size() - 1; i >= 0; i--) {
      history.add(comment(order, order.comments().get(i)));
    }
    info.put("status_history", history);
    return info;
  }

  private static Map<String, Object> item(Item item) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("item_id", number(item.id()));
    row.put("parent_item_id", item.parent() == 0 ? null : number(item.parent()));
    row.put("product_type", item.type().word);
    row.put("sku", item.sku());
    row.put("name", item.name());
    row.put("qty_ordered", decimal(item.quantity()));
    if (item.shipped() > 0) {
      row.put("qty_shipped", decimal(item.shipped()));
    }
    return row;
  }

  private static void putMore(Map<String, Object> row, ShopOrder.State state, Item item) {
    BigDecimal quantity = decimal(item.quantity());
    boolean complete = state == ShopOrder.State.COMPLETE;
    row.put("product_options", Map.of());
    row.put("weight", null);
    row.put("qty_backordered", null);
    row.put("qty_canceled", state == ShopOrder.State.CANCELLED ? decimal(item.left()) : NONE);
    row.put("qty_invoiced", complete ? quantity : NONE);
    row.put("qty_refunded", NONE);
    row.put("qty_shipped", complete ? quantity : decimal(item.shipped()));
    row.put("price", places(item.price()));
    row.put("row_total", places(item.price().multiply(BigDecimal.valueOf(item.quantity()))));
  }

  private Map<String, Object> comment(ShopOrder order, Comment comment) {
    Map<String, Object> row = new LinkedHashMap<>();
    row.put("parent_id", order.number() + 1);
    row.put("is_customer_notified", comment.notified() ? 1 : 0);
    row.put("comment", comment.text().isEmpty() ? null : comment.text());
    row.put("status", comment.status());
    row.put("created_at", ShopClock.stamp(comment.at()));
    return row;
  }

  private Map<String, Object> address(ShopOrder order, String type) {
    Map<String, Object> address = new LinkedHashMap<>();
    address.put("address_type", type);
    address.put("firstname", firstName(order));
    address.put("lastname", lastName(order));
    address.put("company", null);
    address.put("street", pick(STREETS, "street", order));
    address.put("city", "Brontë-sur-Mer");
    address.put("region", null);
    address.put("postcode", digits(100_000, "postcode", order));
    address.put("country", orders.country(order));
    address.put("telephone", "0" + digits(1_000_000_000, "telephone", order));
    return address;
  }

  private String email(ShopOrder order) {
    return "customer" + seed.below(50_000, "customer", order.number()) + "@example.com";
  }

  /** As many digits as {@code bound} has zeros. */
  private String digits(int bound, String question, ShopOrder order) {
    return Integer.toString(bound + seed.below(bound, question, order.number())).substring(1);
  }

  private String firstName(ShopOrder order) {
    return pick(FIRST_NAMES, "first name", order);
  }

  private String lastName(ShopOrder order) {
    return pick(LAST_NAMES, "last name", order);
  }

  private String pick(String[] words, String question, ShopOrder order) {
    return words[seed.below(words.length, question, order.number())];
  }

  /** As an int where it fits one: XML-RPC's own type for whole numbers knows no others. */
  private static Number number(long id) {
    return id <= Integer.MAX_VALUE ? (Number) (int) id : (Number) id;
  }

  private static BigDecimal decimal(int units) {
    return BigDecimal.valueOf(units * 10_000L, 4);
  }

  private static BigDecimal places(BigDecimal amount) {
    return amount.setScale(4, java.math.RoundingMode.HALF_UP);
  }
}
