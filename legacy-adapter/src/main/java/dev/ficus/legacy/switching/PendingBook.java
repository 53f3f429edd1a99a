package dev.ficus.legacy.switching;

import dev.ficus.legacy.stock.KnownBatch;
import java.util.List;

/** Units that sources were informed of and that their figures still count. */
public interface PendingBook {

  /**
   * Units of a SKU that are pending.
   *
   * @param figure the figure as the source has reported it
   * @param told whether some of them are units that it was told to set aside, and it is not known
   *     whether it has
   */
  record PendingUnits(String source, String sku, long units, long figure, boolean told) {

    /** The reference of the batch of which they are. */
    public String batchref() {
      return KnownBatch.ofFigure(source, sku);
    }
  }

  /** The first of them, by source and SKU. */
  List<PendingUnits> pending(int most);

  /**
   * Finding of a person about what is pending.
   *
   * @param countedOut whether the figure counts these units no more; otherwise the source was not
   *     informed of them
   * @param units how many are pending, as the finder has seen it
   * @param figure likewise the figure
   * @param by who has found it out
   * @param reason for people
   */
  record PendingFinding(boolean countedOut, long units, long figure, String by, String reason) {}

  /** Result of a finding. */
  sealed interface PendingResult {

    /** It is noted. */
    record PendingNoted() implements PendingResult {}

    /** There is no batch of figures of this reference, or nothing of it is pending. */
    record NothingPending() implements PendingResult {}

    /** The numbers are others now, and nothing is changed. */
    record PendingChanged(PendingUnits now) implements PendingResult {}
  }

  /** Notes what somebody has found out. */
  PendingResult find(String batchref, PendingFinding finding);
}
