package dev.ficus.legacy.placement;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** Placements of the lines in the ledger, and what follows from those of other teams' lines. */
public interface Placements extends PlacementTaker {

  /** The queue in which they arrive, by which allocation-service sends them again on request. */
  String QUEUE = "legacy-adapter.placements";

  /** Units that were ordered and that allocation has not placed yet, by SKU. */
  Map<String, Long> unplaced();

  /**
   * Gap: a time in which placements may have been missed.
   *
   * @param number of this gap, counted from 1
   * @param since when the latest that is known occurred; empty when none is
   */
  record Gap(long number, Optional<Instant> since) {}

  /** From now on there is a gap, until it is closed. */
  @Override
  void missed();

  /** The last gap that is not closed; it begins where the first one did. */
  Optional<Gap> gap();

  /** What was missed up to this gap is on its way. */
  void close(Gap gap);
}
