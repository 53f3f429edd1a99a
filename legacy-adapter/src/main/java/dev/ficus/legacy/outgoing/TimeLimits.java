package dev.ficus.legacy.outgoing;

import java.time.Duration;

/**
 * How long an HTTP exchange may take.
 *
 * @param silence until the answer begins, and from one piece of it to the next
 * @param whole from the first byte of the request to the last of the answer
 */
public record TimeLimits(Duration silence, Duration whole) {

  public TimeLimits {
    if (silence.isNegative() || silence.isZero() || whole.isNegative() || whole.isZero()) {
      throw new IllegalArgumentException("a time limit is longer than zero");
    }
  }

  /** The same limit for both. */
  public static TimeLimits of(Duration whole) {
    return new TimeLimits(whole, whole);
  }
}
