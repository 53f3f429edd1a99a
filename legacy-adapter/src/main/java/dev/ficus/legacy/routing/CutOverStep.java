package dev.ficus.legacy.routing;

import java.util.Locale;

/** Step of a cut-over, in the order in which they follow each other. */
public enum CutOverStep {
  /** Lines first seen of its SKUs are to wait from now on. */
  FREEZE,
  /** What is under way to the monolith is waited for, and what it decides about it. */
  DRAIN,
  /** The monolith is asked for its list. */
  COUNT,
  /** The list, the ledger and allocation-service are compared. */
  COMPARE,
  /** The routes change: up to here everything can be as it was before, from here on it cannot. */
  SWITCH,
  /** The products are opened in allocation-service. */
  OPEN,
  /** The shops are sent the figures, which come from us now. */
  ANNOUNCE,
  /** The monolith's open lines are waited for. */
  SETTLE,
  /** Nothing is left to do. */
  ENDED;

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The step of this code. */
  public static CutOverStep of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
