package dev.ficus.legacy.order;

import java.util.Locale;

/** Why something old was not translated. The codes are stable: people and reports rely on them. */
public enum Reason {
  /** The call does not hold an order that can be told from others. */
  UNREADABLE_ORDER,
  /** The shop lists the order, but answers a fault when it is asked for it. */
  NOT_SHOWN,
  /** An order without lines that is not cancelled. */
  NO_LINES,
  /** A return that names no order; it is recorded, never guessed onto one. */
  RETURN_WITHOUT_ORDER,
  /** A charge, a discount or a service, no goods. */
  NOT_STOCK,
  /** The SKU is missing, too long or holds control characters. */
  UNREADABLE_SKU,
  /** The shop tells lines apart by item id, and this line has none that can be read. */
  UNREADABLE_ITEM_ID,
  /** Another line of the same order has the same identity. */
  DUPLICATE_LINE,
  /** The quantity is missing, no number, fractional or beyond 2147483647. */
  UNREADABLE_QUANTITY,
  /** Nothing was ordered. */
  ZERO_QUANTITY,
  /** Less than nothing was ordered, in an order that orders other things; or is in stock. */
  NEGATIVE_QUANTITY,
  /** The line has left the house, and now the order says something else of it. */
  ALREADY_DESPATCHED,
  /** The reference of a batch is missing, too long or holds control characters. */
  UNREADABLE_BATCHREF,
  /** The day on which a batch is expected is none. */
  UNREADABLE_ETA,
  /** A change of a batch nobody has told of. */
  UNKNOWN_BATCH,
  /** A batch is created that was created before, with something else in it. */
  BATCH_EXISTS,
  /** A change of a batch names another SKU than the batch has. */
  OTHER_SKU;

  /**
   * Whether an order may have to wait for a line refused for this. Postage is no reason to keep
   * goods back, and with a return there is nothing to keep back.
   */
  public boolean isWorthWaitingFor() {
    return this != NOT_STOCK && this != RETURN_WITHOUT_ORDER && this != ALREADY_DESPATCHED;
  }

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The reason of this code. */
  public static Reason of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
