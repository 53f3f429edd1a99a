package dev.ficus.legacy.order;

import java.util.Locale;

/** Subject of a rejection: what is refused. The codes are stable. */
public enum Subject {
  /** An order as a whole. */
  ORDER,
  /** A line of an order. */
  LINE,
  /** A report about stock. */
  STOCK;

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The subject of this code. */
  public static Subject of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
