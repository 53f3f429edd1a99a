package dev.ficus.legacy.opening;

import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;

/**
 * Product as allocation-service has it.
 *
 * @param closed whether it promises nothing new
 * @param revision the one that has opened or closed it last; 0 while none has
 * @param batches by reference
 */
public record StockedProduct(
    String sku, boolean closed, long revision, Map<String, StockedBatch> batches) {

  public StockedProduct {
    batches = Map.copyOf(batches);
  }

  /**
   * Batch of it.
   *
   * @param units that were purchased
   * @param held units of these that lines hold, or have left with
   */
  public record StockedBatch(int units, int held, Optional<LocalDate> eta) {

    /** Units that nobody holds. */
    public int free() {
      return units - held;
    }
  }
}
