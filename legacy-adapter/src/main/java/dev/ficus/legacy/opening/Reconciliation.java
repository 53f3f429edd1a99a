package dev.ficus.legacy.opening;

import dev.ficus.legacy.opening.OpeningBook.StockContent;
import java.time.Instant;
import java.util.List;

/**
 * The reconciliation of what the monolith has listed, what the ledger has sent, and what
 * allocation-service has.
 *
 * @param differences batches of which they have not all the same, by SKU; the first of them
 */
public record Reconciliation(Opening opening, Totals totals, List<Difference> differences) {

  public Reconciliation {
    differences = List.copyOf(differences);
  }

  /**
   * A batch.
   *
   * @param listed by the monolith; null when it was not
   * @param sent by the ledger; null when nothing was
   * @param confirmed whether the broker has confirmed all of it
   * @param held by allocation-service; null when it has none
   */
  public record Difference(
      String sku,
      String batchref,
      StockContent listed,
      StockContent sent,
      boolean confirmed,
      StockContent held) {}

  /**
   * All batches together.
   *
   * @param listed batches the monolith has listed, with their units; likewise the next two
   * @param others batches of allocation-service that are neither listed nor in the ledger
   * @param different how many batches are not the same everywhere
   */
  public record Totals(
      Instant at,
      long listed,
      long listedUnits,
      long sent,
      long sentUnits,
      long held,
      long heldUnits,
      long others,
      long different) {

    /** Whether all have the same. */
    public boolean isEven() {
      return different == 0;
    }
  }
}
