package dev.ficus.oldworld.monolith;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * An order as it is shown to the monolith: all of it, as it is now.
 *
 * @param stage how far the shop says it is
 */
record IncomingOrder(String number, Stage stage, List<WantedLine> lines) {

  /** How far an order is. */
  enum Stage {
    OPEN,
    /** Everything left, or went back. */
    DONE,
    /** Nothing of it is wanted any more. */
    CANCELLED
  }

  /**
   * A line of it.
   *
   * @param item the shop's id of the line; of a chosen product that of the choice
   * @param quantity how many are wanted; none of a return
   */
  record WantedLine(String item, String sku, int quantity) {}

  /** The order in this value; empty when it has no number, or its lines are no list of structs. */
  static Optional<IncomingOrder> of(Object value) {
    if (!(value instanceof Map<?, ?> order)
        || !(order.get("items") instanceof List<?> items)
        || text(order, "increment_id").isEmpty()) {
      return Optional.empty();
    }
    List<Map<?, ?>> rows = new ArrayList<>();
    for (Object item : items) {
      if (!(item instanceof Map<?, ?> row)) {
        return Optional.empty();
      }
      rows.add(row);
    }
    return Optional.of(new IncomingOrder(text(order, "increment_id"), stage(order), lines(rows)));
  }

  /** The state is what the shop itself goes by; partners set the status to anything. */
  private static Stage stage(Map<?, ?> order) {
    String state = text(order, "state");
    return switch (state.isEmpty() ? text(order, "status") : state) {
      case "canceled" -> Stage.CANCELLED;
      case "complete", "closed" -> Stage.DONE;
      default -> Stage.OPEN;
    };
  }

  /** A choice and the product chosen are one line, with the id of the former. */
  private static List<WantedLine> lines(List<Map<?, ?>> rows) {
    Map<String, Map<?, ?>> chosen = new HashMap<>();
    Set<String> ids = new HashSet<>();
    rows.forEach(row -> ids.add(text(row, "item_id")));
    for (Map<?, ?> row : rows) {
      chosen.put(text(row, "parent_item_id"), row);
    }
    Set<String> used = new HashSet<>();
    List<WantedLine> lines = new ArrayList<>();
    for (Map<?, ?> row : rows) {
      String parent = text(row, "parent_item_id");
      if (parent.isEmpty() || !ids.contains(parent)) {
        String id = text(row, "item_id");
        Map<?, ?> thing = id.isEmpty() ? row : chosen.getOrDefault(id, row);
        String sku = text(thing, "sku");
        lines.add(new WantedLine(unused(id.isEmpty() ? sku : id, used), sku, wanted(row)));
      }
    }
    return lines;
  }

  /** The same, with a number behind it where another line has it. */
  private static String unused(String id, Set<String> used) {
    String free = id;
    for (int i = 2; !used.add(free); i++) {
      free = id + "#" + i;
    }
    return free;
  }

  private static int wanted(Map<?, ?> row) {
    return units(text(row, "qty_ordered")) - units(text(row, "qty_canceled"));
  }

  static String text(Map<?, ?> members, String name) {
    Object value = members.get(name);
    return value == null ? "" : value.toString();
  }

  /** What is no number is 0, as in PHP. */
  static int units(String quantity) {
    try {
      return new BigDecimal(quantity.strip()).intValue();
    } catch (NumberFormatException noNumber) {
      return 0;
    }
  }
}
