package dev.ficus.legacy.order;

import java.util.Locale;
import java.util.Set;

/**
 * Reason for which an order, a line or a stock report is refused. The codes are stable: people and
 * reports rely on them.
 */
public enum Reason {
  /** The call holds no order with a readable number. */
  UNREADABLE_ORDER(Subject.ORDER),
  /** The shop lists the order, but answers a fault when it is asked for it. */
  NOT_SHOWN(Subject.ORDER),
  /**
   * News of the monolith about an order with lines of both, which cannot name its own lines; so it
   * was not passed on.
   */
  KEPT_BACK(Subject.ORDER),
  /** An order without lines that is not cancelled. */
  NO_LINES(Subject.ORDER),
  /** A return that names no order; it is recorded, and never assigned to one by guess. */
  RETURN_WITHOUT_ORDER(Subject.LINE),
  /** A charge, a discount or a service, no goods. */
  NOT_STOCK(Subject.LINE, Subject.STOCK),
  /** A bundle of which the order shows no part, so it is not known which goods are meant. */
  PARTS_NOT_SHOWN(Subject.LINE),
  /** The SKU is missing, too long or holds control characters. */
  UNREADABLE_SKU(Subject.LINE, Subject.STOCK),
  /** The shop distinguishes lines by item id, and this line has no readable one. */
  UNREADABLE_ITEM_ID(Subject.LINE),
  /** Another line of the same order has the same identity. */
  DUPLICATE_LINE(Subject.LINE),
  /** The quantity is missing, no number, fractional or beyond 2147483647. */
  UNREADABLE_QUANTITY(Subject.LINE, Subject.STOCK),
  /** Nothing was ordered. */
  ZERO_QUANTITY(Subject.LINE),
  /** Less than nothing was ordered, in an order that orders other things; or is in stock. */
  NEGATIVE_QUANTITY(Subject.LINE, Subject.STOCK),
  /** The line is despatched, and now the order shows it otherwise. */
  ALREADY_DESPATCHED(Subject.LINE),
  /** The reference of a batch is missing, too long or holds control characters. */
  UNREADABLE_BATCHREF(Subject.STOCK),
  /** The day on which a batch is expected is none. */
  UNREADABLE_ETA(Subject.STOCK),
  /** A change of a batch that nobody has reported. */
  UNKNOWN_BATCH(Subject.STOCK),
  /** A batch is created that was created before, with something else in it. */
  BATCH_EXISTS(Subject.STOCK),
  /** A change of a batch names another SKU than the batch has. */
  OTHER_SKU(Subject.STOCK),
  /** The product is named by the shop's own id of it, and nobody here knows whose that is. */
  PRODUCT_ID(Subject.STOCK),
  /** A call looks as if it were about stock, and cannot be understood. */
  UNKNOWN_STOCK_CALL(Subject.STOCK);

  private final Set<Subject> subjects;

  Reason(Subject... subjects) {
    this.subjects = Set.of(subjects);
  }

  /** Whether something about this subject can be refused for it. */
  public boolean isOf(Subject subject) {
    return subjects.contains(subject);
  }

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
