package dev.ficus.oldworld;

import java.util.List;

/**
 * An order as the old shop has it.
 *
 * @param id the shop's order number
 * @param lines its lines in the order in which they were written down
 */
public record Order(String id, List<Line> lines) {

  /** A line of an order, each value as text, as written in the feed. */
  public record Line(
      String sku, String description, String qty, String placedAt, String price, String country) {}

  public Order {
    lines = List.copyOf(lines);
  }

  /** Whether it only orders things: nothing is taken back, nothing is unclear. */
  public boolean isOrdinary() {
    return lines.stream().allMatch(line -> line.qty().matches("[0-9]*[1-9][0-9]*"));
  }
}
