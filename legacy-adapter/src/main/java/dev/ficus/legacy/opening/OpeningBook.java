package dev.ficus.legacy.opening;

import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The book of openings: the lists, row by row, and what their reconciliations found. */
public interface OpeningBook {

  /**
   * A row of a list that was imported, and its outcome.
   *
   * @param batchref as on the wire
   * @param eta null when it is in the warehouse
   */
  record ImportedRow(
      long line, String batchref, String sku, int quantity, LocalDate eta, ReportOutcome outcome) {}

  /** A batch as one of them has it; null for the day when it is in the warehouse. */
  record StockContent(int quantity, LocalDate eta) {}

  /**
   * A batch that was in the list, or that the ledger knows.
   *
   * @param confirmed whether the broker has confirmed all commands of it
   */
  record Compared(
      String sku,
      String batchref,
      Optional<StockContent> listed,
      Optional<StockContent> sent,
      boolean confirmed) {}

  /**
   * Names a batch in a list.
   *
   * @param batchref as on the wire
   */
  record Key(String sku, String batchref) {}

  /** Begins one; its number. */
  long begin(String shop, String source);

  /**
   * Where these batches are in the rows that are kept.
   *
   * @return their lines; to be added to by the caller
   */
  Map<Key, Long> lines(long opening, List<Key> batches);

  /** Keeps some rows. */
  void keep(long opening, List<ImportedRow> imported, List<Opening.Defect> defects);

  /** It has come to its end; earlier lists of the shop are forgotten. */
  void end(long opening);

  /** One of them. */
  Optional<Opening.Detail> find(long opening);

  /** All of them, the last one first. */
  List<Opening> last(int most);

  /**
   * What was listed and what was sent, of all SKUs after one up to another.
   *
   * @param upTo empty for all that follow
   */
  List<Compared> compared(long opening, String after, Optional<String> upTo);

  /** Keeps what a reconciliation found. */
  void reconciled(long opening, Reconciliation.Totals totals);
}
