package dev.ficus.bench;

import java.time.Duration;

/**
 * When each of many requests is due, at a steady rate. Each is reckoned from the beginning, so that
 * no lateness is handed on.
 *
 * @param begin when the first is due, by {@link System#nanoTime()}
 */
record Schedule(long begin, int perSecond) {
  private static final long NANOS_PER_SECOND = Duration.ofSeconds(1).toNanos();

  Schedule {
    if (perSecond < 1) {
      throw new IllegalArgumentException("a steady rate is at least one a second");
    }
  }

  /**
   * @param number 0 for the first
   */
  long due(long number) {
    // Whole seconds apart, or the product would overflow after three hours of a million a second.
    return begin
        + number / perSecond * NANOS_PER_SECOND
        + number % perSecond * NANOS_PER_SECOND / perSecond;
  }
}
