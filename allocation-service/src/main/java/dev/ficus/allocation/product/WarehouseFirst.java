package dev.ficus.allocation.product;

import java.util.Comparator;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Preference: which batch a line is put into. Warehouse stock comes first, then the earliest ETA,
 * then the batch reference; the line goes whole into the first batch with room.
 */
final class WarehouseFirst {
  static final Comparator<Batch> ORDER =
      Comparator.comparing(Batch::eta, Comparator.nullsFirst(Comparator.naturalOrder()))
          .thenComparing(Batch::reference, CodePointOrder.INSTANCE);

  private WarehouseFirst() {}

  /**
   * @param batches in this policy's order
   * @return empty when no batch can hold that many units
   */
  static Optional<Batch> choose(SortedSet<Batch> batches, int qty) {
    return batches.stream().filter(batch -> batch.canHold(qty)).findFirst();
  }
}
