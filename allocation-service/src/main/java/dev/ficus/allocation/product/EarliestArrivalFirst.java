package dev.ficus.allocation.product;

import java.util.Iterator;
import java.util.SortedSet;
import java.util.function.BiConsumer;

/**
 * Serving: which backordered line gets units that have become free. The line that arrived first
 * comes first; one that fits nowhere is skipped and keeps nobody behind it waiting.
 */
final class EarliestArrivalFirst {
  private EarliestArrivalFirst() {}

  /** When it is a line's turn to be served: a lower one comes first. */
  static long turn(OrderLine line) {
    return line.arrival().orElseThrow();
  }

  /**
   * @param backordered by turn; read to its end
   * @param batches in the order of preference
   * @param hold takes the line's units from the batch
   */
  static void serve(
      Iterator<OrderLine> backordered,
      SortedSet<Batch> batches,
      BiConsumer<OrderLine, Batch> hold) {
    backordered.forEachRemaining(
        line ->
            WarehouseFirst.choose(batches, line.qty())
                .ifPresent(batch -> hold.accept(line, batch)));
  }
}
