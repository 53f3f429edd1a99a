package dev.ficus.legacy.opening;

import java.time.Instant;
import java.util.List;

/**
 * A list of all stock that was taken in.
 *
 * @param endedAt null when it did not come to its end
 * @param rows how many it has
 * @param changed of these, how many brought something to send
 * @param unchanged those that reported what was known
 * @param overruled those of which something else counts: see {@link
 *     dev.ficus.legacy.stock.BatchLedger.ReportOutcome#OVERRULED}
 * @param notFollowed those of SKUs whose books the monolith does not keep
 * @param refused those that could not be understood
 */
public record Opening(
    long id,
    String shop,
    String source,
    Instant begunAt,
    Instant endedAt,
    long rows,
    long changed,
    long unchanged,
    long overruled,
    long notFollowed,
    long refused) {

  /**
   * A row that could not be understood.
   *
   * @param line the line of text on which it begins, or the element of the answer
   * @param field what is wrong: batchref, sku, qty, eta, or the line as a whole
   * @param reason the code of the reason; of a line that is no row, what is wrong with it
   */
  public record Defect(long line, String field, String reason, String batchref, String sku) {}

  /** An opening with its first defects. */
  public record Detail(Opening opening, List<Defect> defects, List<Reconciliation.Totals> totals) {
    public Detail {
      defects = List.copyOf(defects);
      totals = List.copyOf(totals);
    }
  }
}
