package dev.ficus.allocation.product;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Cutting: which lines a shrinking batch gives up. The most recently allocated line goes first, and
 * lines go until the rest fits.
 */
final class NewestAllocationFirst {
  /** The policy's name in events. */
  static final String NAME = "newest_allocation_first";

  private NewestAllocationFirst() {}

  /** When it is a line's turn to be given up: a lower one comes first. */
  static long turn(OrderLine line) {
    return -line.allocation().orElseThrow().sequence();
  }

  /**
   * @param held the lines that may lose their units, by turn; read as far as needed
   * @param units how many have to be given up
   * @return lines that hold at least so many units together; fewer when there are no more lines
   */
  static List<OrderLine> choose(Iterator<OrderLine> held, int units) {
    List<OrderLine> chosen = new ArrayList<>();
    int missing = units;
    while (missing > 0 && held.hasNext()) {
      OrderLine line = held.next();
      chosen.add(line);
      missing -= line.qty();
    }
    return chosen;
  }
}
