package dev.ficus.legacy.routing;

import java.util.Locale;

/**
 * Step of a cut-over or a rollback, in the order in which they follow each other; each takes those
 * that are its own.
 */
public enum CutOverStep {
  /** Lines first seen of its SKUs are to wait from now on. */
  FREEZE,
  /**
   * What is under way to the monolith is waited for, and what it decides about it; in a rollback
   * what we have to decide as well.
   */
  DRAIN,
  /** Of a rollback: the products are closed in allocation-service. */
  CLOSE,
  /** Of a rollback: the monolith is told how many units our lines hold. */
  TELL,
  /** Of a rollback: its figures are waited for, until they do not count these units any more. */
  CONFIRM,
  /** The monolith is asked for its list. */
  COUNT,
  /** The list, the ledger and allocation-service are compared. */
  COMPARE,
  /** The routes change: up to here everything can be as it was before, from here on it cannot. */
  SWITCH,
  /** Of a cut-over: the products are opened in allocation-service. */
  OPEN,
  /** Of a cut-over: the shops are sent the figures, which come from us now. */
  ANNOUNCE,
  /** The open lines of whoever fulfilled the SKUs before are waited for. */
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
