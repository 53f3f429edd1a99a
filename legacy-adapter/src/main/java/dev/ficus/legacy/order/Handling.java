package dev.ficus.legacy.order;

/** Handling of a call about an order: who of the two is given it. */
public enum Handling {
  /** It is ours; the monolith is not given it. */
  TAKEN,
  /** It is the monolith's, whole and as it came. */
  FORWARDED,
  /** Both are given it, the monolith as it came. */
  TAKEN_AND_FORWARDED,
  /** Both are given it, the monolith without our lines. */
  SPLIT,
  /** Likewise, and our commands wait until the monolith has accepted its part. */
  SPLIT_AND_HELD,
  /** The monolith has asked for it, and is shown it without our lines. */
  SHOWN,
  /** It has lines of both, and ours cannot be taken out: nobody is given it, nothing is written. */
  NOT_DIVIDED,
  /** It has lines of the monolith, to which this way does not lead: likewise. */
  NO_WAY_TO_THE_MONOLITH,
  /** It has lines first seen of a SKU that is frozen: likewise, and it is to be asked again. */
  WAITS,
  /** It has lines first seen, and allocation-service knows newer routes than we do: likewise. */
  ROUTES_ARE_OLDER;

  /** Whether the monolith is given it. */
  public boolean isForwarded() {
    return this == FORWARDED
        || this == TAKEN_AND_FORWARDED
        || this == SPLIT
        || this == SPLIT_AND_HELD;
  }

  /** Whether nobody is given it. */
  public boolean isRefused() {
    return this == NOT_DIVIDED || this == NO_WAY_TO_THE_MONOLITH;
  }
}
