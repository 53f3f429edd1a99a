package dev.ficus.legacy.order;

/** Owner of a line, who fulfils it, or of a SKU, who keeps its stock. */
public enum Owner {
  /** allocation-service. */
  NEW,
  /** The monolith, as ever. */
  MONOLITH
}
