package dev.ficus.legacy.leaks;

import dev.ficus.legacy.leaks.RepairPlan.RepairStep;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.ComparedStock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Book of what list, ledger and allocation-service had when they were compared. */
public interface ReconciliationBook {

  /**
   * Stock as it was compared last.
   *
   * @param wave in which the SKU is; empty when it is in none any more
   * @param differsSince when it was first seen that they differ; empty when all have the same
   * @param counts whether they still differed at a second look
   * @param unclear of a named batch, the code of why it could not be told what is left of it when
   *     it was looked at last; empty when it could
   */
  record ReconciledStock(
      StockComparison found,
      Optional<String> wave,
      boolean ours,
      Instant lookedAt,
      int evenLooks,
      Optional<Instant> differsSince,
      boolean counts,
      Optional<String> unclear) {}

  /**
   * All of it together.
   *
   * @param lookedAt when it was looked last; empty when it never was
   * @param units at risk
   */
  record ReconciledTotals(
      Optional<Instant> lookedAt, long stocks, long differ, long counting, long units) {}

  /** What an application of a plan has come to. */
  enum Applied {
    /** It may be applied. */
    BEGUN,
    /** All of it was done before. */
    BEFORE,
    /** There is no such plan. */
    UNKNOWN
  }

  /** The time by the clock of the database. */
  Instant now();

  /**
   * The ledger's side of the SKUs of waves, still without what list and allocation-service have: of
   * figures that were reported, or of named batches that were looked at, each by its {@link
   * dev.ficus.legacy.stock.NamedSource}. None of what we keep, or of whose batches nothing is known
   * but what is there in all.
   *
   * @param among these, or all when it is empty
   */
  List<ComparedStock> ledger(Optional<Set<String>> among);

  /**
   * Notes a look.
   *
   * @param found all that was looked at
   * @param moving SKUs that were on the move: what is known of them stays
   * @param whole whether that is all there is: what is not in it is forgotten
   * @param asked when the lists were asked for, by this clock
   * @param secondLook how long something has to differ before it counts
   */
  void looked(
      List<StockComparison> found,
      Set<String> moving,
      boolean whole,
      Instant asked,
      Duration secondLook);

  /** What differs, by units at risk, the most first. */
  List<ReconciledStock> differing(long fromUnits, String afterSku, String afterSource, int most);

  /** All of it together. */
  ReconciledTotals totals();

  /** Whether a plan had this batch sent again for just this difference. */
  boolean wasSentAgain(StockComparison found);

  /** Stores a plan; its id. */
  long make(List<RepairStep> steps, String by, String reason);

  /** The plan of this id. */
  Optional<RepairPlan> plan(long id);

  /** The last plans, the last one first, of lower ids than this. */
  List<RepairPlan> plans(long before, int most);

  /** Notes that a plan is applied, by whom and why. */
  Applied begin(long id, String by, String reason);

  /**
   * Notes these batches as not confirmed, so that they are sent again as the ledger has them.
   *
   * @return each as it is now, with who fulfils its SKU
   */
  List<StockReportResult> sendAgain(List<ComparedStock> stocks);

  /** Notes that all steps of a plan are done. */
  void applied(long id);
}
