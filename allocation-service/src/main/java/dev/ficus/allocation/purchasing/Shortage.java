package dev.ficus.allocation.purchasing;

import java.time.Instant;
import java.util.List;

/**
 * A shortage: what purchasing has to know about a product that is out of stock.
 *
 * @param back whether units are free again meanwhile
 * @param lines how many lines are backordered
 * @param units how many units they want together
 * @param first the lines that came first
 */
record Shortage(
    String sku, Instant since, boolean back, long lines, long units, List<BackorderedLine> first) {

  /**
   * @param lineid '' where the order has the SKU once
   */
  record BackorderedLine(String orderid, String lineid, int qty) {}

  String subject() {
    return "Out of stock: " + sku;
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append("SKU: ").append(sku).append('\n');
    text.append("Out of stock since: ").append(since).append('\n');
    if (back) {
      text.append("Units are free again meanwhile.\n");
    }
    text.append("Backordered: %d units in %d order lines\n".formatted(units, lines));
    for (BackorderedLine line : first) {
      String lineid = line.lineid().isEmpty() ? "" : ", line " + line.lineid();
      text.append("  %d for order %s%s\n".formatted(line.qty(), line.orderid(), lineid));
    }
    if (lines > first.size()) {
      text.append("  and %d more lines\n".formatted(lines - first.size()));
    }
    return text.toString();
  }
}
