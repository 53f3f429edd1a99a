package dev.ficus.legacy.order;

/** Handling of a call about an order: who of the two is given it. */
public enum Handling {
  /** It is ours; the monolith is not given it. */
  TAKEN,
  /** It is the monolith's, whole and as it came. */
  FORWARDED,
  /** Both are given it, the monolith as it came. */
  TAKEN_AND_FORWARDED,
  /** It has lines of both, and cannot be divided: nobody is given it, and nothing is written. */
  NOT_DIVIDED,
  /** It has lines of the monolith, to which this way does not lead: likewise. */
  NO_WAY_TO_THE_MONOLITH;

  /** Whether the monolith is given it. */
  public boolean isForwarded() {
    return this == FORWARDED || this == TAKEN_AND_FORWARDED;
  }

  /** Whether nobody is given it. */
  public boolean isRefused() {
    return this == NOT_DIVIDED || this == NO_WAY_TO_THE_MONOLITH;
  }
}
