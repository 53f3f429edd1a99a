package dev.ficus.local;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, with a limit. */
public final class Waiting {
  /**
   * How long tests, and servers of a stack, are waited for. A net and no expectation: the condition
   * ends the wait at once, so that only who waits in vain waits this long, and a machine that is
   * busy with something else makes nothing fail.
   */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  private static final long PAUSE_MILLIS = 25;

  private Waiting() {}

  /** Whether the condition became true within the limit. */
  public static boolean until(BooleanSupplier condition, Duration limit) {
    long end = System.nanoTime() + limit.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        return false;
      }
      pause();
    }
    return true;
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while waiting for the local stack.", interruption);
    }
  }
}
