package dev.ficus.legacy.order;

/** Who fulfils a line, or keeps a SKU's stock. */
public enum Owner {
  /** allocation-service. */
  NEW,
  /** The monolith, as ever. */
  MONOLITH
}
