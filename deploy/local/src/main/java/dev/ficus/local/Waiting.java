package dev.ficus.local;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * Waits for a condition, with a limit.
 *
 * <p>It looks at once and soon again, for most of what is waited for is there within milliseconds;
 * then less often, for a look costs whoever is looked at, and what has taken seconds is known late
 * by a tenth of them at most. A limit is time in which it could look: a machine that stands still
 * for minutes, or gives others the processor, shortens nobody's wait.
 */
public final class Waiting {
  /**
   * How long tests, and servers of a stack, are waited for. A net and no expectation: the condition
   * ends the wait at once, so that only who waits in vain waits this long, and a machine that is
   * busy with something else makes nothing fail.
   */
  public static final Duration LIMIT = Duration.ofMinutes(2);

  /** The same by the clock alone, for waits that cannot look in between. */
  public static final Duration CLOCK_LIMIT = Duration.ofMinutes(15);

  private static final long FIRST_PAUSE_MILLIS = 5;
  private static final long LONGEST_PAUSE_MILLIS = 250;
  private static final long LONGEST_PAUSE_AT_FIRST_MILLIS = 50;
  private static final int SHARE_OF_THE_WAIT = 10;
  private static final long MOST_OF_A_LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private Waiting() {}

  /** Assertion about something that becomes true. */
  public interface Asserting {
    void check() throws Exception;
  }

  /** Whether the condition became true within the limit. */
  public static boolean until(BooleanSupplier condition, Duration limit) {
    return until(condition, limit, System::nanoTime);
  }

  static boolean until(BooleanSupplier condition, Duration limit, LongSupplier clock) {
    long left = limit.toNanos();
    long pause = FIRST_PAUSE_MILLIS;
    long paused = 0;
    long begun = clock.getAsLong();
    while (!condition.getAsBoolean()) {
      if (left < 0) {
        return false;
      }
      pause(pause);
      paused += pause;
      pause = Math.min(2 * pause, longestPause(paused));
      long now = clock.getAsLong();
      left -= Math.min(now - begun, MOST_OF_A_LOOK_NANOS);
      begun = now;
    }
    return true;
  }

  private static long longestPause(long pausedMillis) {
    return Math.min(
        Math.max(pausedMillis / SHARE_OF_THE_WAIT, LONGEST_PAUSE_AT_FIRST_MILLIS),
        LONGEST_PAUSE_MILLIS);
  }

  /**
   * Waits until the condition is true.
   *
   * @throws AssertionError when it does not become so within the limit; what it throws itself ends
   *     the wait
   */
  public static void await(Callable<Boolean> condition) {
    if (!until(() -> value(condition), LIMIT)) {
      throw new AssertionError("This has not become true within " + LIMIT + " of looking");
    }
  }

  /** The same, where a look may fail at first: it counts as not so. */
  public static void awaitAnswered(Callable<Boolean> condition) {
    await(
        () -> {
          try {
            return condition.call();
          } catch (Exception failure) {
            return false;
          }
        });
  }

  /** Waits for a value that is as it should be; fails like {@link #await(Callable)}. */
  public static <T> T await(Callable<T> value, Predicate<? super T> expected) {
    Latest<T> latest = new Latest<>();
    if (!until(() -> expected.test(latest.is(value(value))), LIMIT)) {
      throw new AssertionError(latest.value + " has stayed so for " + LIMIT + " of looking");
    }
    return latest.value;
  }

  /**
   * Waits until nothing of this fails.
   *
   * @throws AssertionError the last one, when it fails for longer than the limit; any other failure
   *     ends the wait
   */
  public static void awaitAsserted(Asserting assertion) {
    Latest<AssertionError> latest = new Latest<>();
    if (!until(() -> latest.is(failureOf(assertion)) == null, LIMIT)) {
      throw latest.value;
    }
  }

  /** Whether a process has ended within the limit. */
  public static boolean ended(Process process) {
    return until(() -> !process.isAlive(), LIMIT);
  }

  private static AssertionError failureOf(Asserting assertion) {
    return value(
        () -> {
          try {
            assertion.check();
            return null;
          } catch (AssertionError failure) {
            return failure;
          }
        });
  }

  private static <T> T value(Callable<T> condition) {
    try {
      return condition.call();
    } catch (RuntimeException failure) {
      throw failure;
    } catch (Exception failure) {
      throw new IllegalStateException("What is waited for cannot be looked at", failure);
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while waiting for the local stack.", interruption);
    }
  }

  private static final class Latest<T> {
    private T value;

    private T is(T next) {
      value = next;
      return next;
    }
  }
}
