package dev.ficus.legacy.feed.replayed;

/**
 * The outcome of one document.
 *
 * @param why in the case of failure
 */
public record ReplayOutcome(ReplayResult kind, String why) {

  /** How it came out. */
  public enum ReplayResult {
    /** Everything in it is safe. */
    TAKEN,
    /** Nothing in it is about an order. */
    PASSED_OVER,
    /** It cannot be taken in. */
    FAILED,
    /** Broker or database are away: it has to be tried again. */
    NOT_NOW
  }

  static final ReplayOutcome TAKEN = new ReplayOutcome(ReplayResult.TAKEN, "");
  static final ReplayOutcome PASSED_OVER = new ReplayOutcome(ReplayResult.PASSED_OVER, "");

  static ReplayOutcome failed(String why) {
    return new ReplayOutcome(ReplayResult.FAILED, why);
  }

  static ReplayOutcome notNow(String why) {
    return new ReplayOutcome(ReplayResult.NOT_NOW, why);
  }
}
