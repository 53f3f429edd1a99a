package dev.ficus.legacy.order;

/** Who fulfils a line. */
public enum Owner {
  /** allocation-service. */
  NEW,
  /** The monolith, as ever. */
  MONOLITH
}
