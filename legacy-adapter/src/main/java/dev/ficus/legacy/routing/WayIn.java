package dev.ficus.legacy.routing;

/** Way in of an order, by what can be done with what of it is the monolith's. */
public enum WayIn {
  /** A call that can go on to the monolith. */
  TO_THE_MONOLITH,
  /** A call with nobody behind us. */
  TO_US,
  /** The monolith has asked for it, and is shown what of it is its. */
  SHOWN,
  /** We have asked for it. The monolith gets its orders otherwise, and is asked nothing here. */
  ASKED_FOR,
  /**
   * Likewise, by a feed that does not tell when an order was made. As long as nothing is ours, all
   * that it shows is the monolith's.
   */
  READ,
  /** It came before, and the monolith was given then what is its. */
  AGAIN
}
