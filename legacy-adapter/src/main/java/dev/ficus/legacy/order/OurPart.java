package dev.ficus.legacy.order;

/** How far our lines of an order are. */
public enum OurPart {
  /** Something of them is still to be done, or the shop does not know yet that nothing is. */
  OPEN,
  /** Nothing is to be done any more, and something has left for the customer. */
  DESPATCHED,
  /** Nothing is to be done, and nothing has left: all were cancelled, or refused with the order. */
  CANCELLED
}
