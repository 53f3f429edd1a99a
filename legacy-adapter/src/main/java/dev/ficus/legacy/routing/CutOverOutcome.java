package dev.ficus.legacy.routing;

import java.util.Locale;

/**
 * Outcome of a cut-over or a rollback that has ended. After all but the first everything is as it
 * was before.
 */
public enum CutOverOutcome {
  /** The routes have changed, and nothing is left to do. */
  DONE,
  /** The list, the ledger and allocation-service do not have the same. */
  DIFFERS,
  /** More lines or units would be left behind than was accepted. */
  NOT_ACCEPTED,
  /** A check of the gate that held when it began held no longer when the routes were to change. */
  NOT_PASSED,
  /** It has taken longer than its SKUs may be frozen. */
  GIVEN_UP,
  /** Somebody has ended it. */
  ABORTED,
  /** Everything was halted, when a halt still ended what it now pauses. */
  HALTED;

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The outcome of this code. */
  public static CutOverOutcome of(String code) {
    return valueOf(code.toUpperCase(Locale.ROOT));
  }
}
