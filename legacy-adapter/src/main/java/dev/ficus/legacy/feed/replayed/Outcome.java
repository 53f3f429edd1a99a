package dev.ficus.legacy.feed.replayed;

/**
 * What became of one document.
 *
 * @param why in the case of failure
 */
public record Outcome(Kind kind, String why) {

  /** How it came out. */
  public enum Kind {
    /** Everything in it is safe. */
    TAKEN,
    /** Nothing in it is about an order. */
    PASSED_OVER,
    /** It cannot be taken in. */
    FAILED,
    /** Broker or database are away: it has to be tried again. */
    NOT_NOW
  }

  static final Outcome TAKEN = new Outcome(Kind.TAKEN, "");
  static final Outcome PASSED_OVER = new Outcome(Kind.PASSED_OVER, "");

  static Outcome failed(String why) {
    return new Outcome(Kind.FAILED, why);
  }

  static Outcome notNow(String why) {
    return new Outcome(Kind.NOT_NOW, why);
  }
}
