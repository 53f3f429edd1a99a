package dev.ficus.legacy.order;

import java.util.Locale;

/**
 * Approval of an order with lines of both by the monolith: our commands wait for it, so that
 * nothing of an order is sold that the monolith refuses.
 */
public enum Approval {
  /** None is waited for: it was given, or none is needed. */
  GIVEN,
  /** The monolith was sent its part, and has not answered; or its answer was lost. */
  AWAITED,
  /** The monolith has refused its part: our lines are refused with the order, until it accepts. */
  REFUSED;

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The approval of this code. */
  public static Approval of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
