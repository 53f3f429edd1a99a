package dev.ficus.legacy.shadow;

import java.time.LocalDate;
import java.util.Optional;

/**
 * Named batch in the shadow.
 *
 * @param figure what the monolith has left of it to promise; negative when it has promised more
 *     than there is
 * @param eta the day on which it is expected; empty when it is in the warehouse
 * @param units as they were last decided
 * @param revision of that; 1 while nothing was sent
 * @param forgotten units that have left of it for lines of which nothing else is known any more
 */
public record ShadowBatch(
    String batchref,
    long figure,
    Optional<LocalDate> eta,
    long units,
    int revision,
    long forgotten) {

  /** A batch of which all lines are known. */
  public ShadowBatch(
      String batchref, long figure, Optional<LocalDate> eta, long units, int revision) {
    this(batchref, figure, eta, units, revision, 0);
  }

  /** A batch that the shadow does not know yet. */
  static ShadowBatch unknown(String batchref) {
    return new ShadowBatch(batchref, 0, Optional.empty(), 0, 1);
  }

  /** The same, by this figure and on this day. */
  ShadowBatch looked(long left, Optional<LocalDate> day) {
    return new ShadowBatch(batchref, left, day, units, revision, forgotten);
  }

  /** The same, with so many units by the next revision. */
  ShadowBatch sized(long next) {
    return new ShadowBatch(batchref, figure, eta, next, revision + 1, forgotten);
  }
}
