package dev.ficus.allocation.product;

import java.util.List;
import java.util.Optional;

/**
 * The changes that commands have made to a product, for its store.
 *
 * @param storedSequence the sequence that the changes build on; the store must still have it
 * @param sequence the sequence afterwards
 * @param openness whether it is open or closed now; empty when it was not opened or closed
 * @param created new batches
 * @param changed batches that were there before and have another quantity, ETA or revision now
 * @param lines every line that is new or changed, as it is now
 */
public record Changes(
    String sku,
    long storedSequence,
    long sequence,
    boolean outOfStock,
    Optional<Openness> openness,
    List<Batch> created,
    List<Batch> changed,
    List<ChangedLine> lines) {

  /** Whether there is anything to store. */
  public boolean isEmpty() {
    return sequence == storedSequence && openness.isEmpty() && changed.isEmpty() && lines.isEmpty();
  }

  /**
   * @param before as it was stored; empty when it is new
   * @param after as it is now
   */
  public record ChangedLine(Optional<OrderLine> before, OrderLine after) {}
}
