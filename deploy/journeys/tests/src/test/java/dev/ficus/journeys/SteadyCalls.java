package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;

import dev.ficus.local.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Callers that make so many calls a second, each its own until it is carried out, or fewer where
 * the machine is too busy for that.
 */
final class SteadyCalls implements AutoCloseable {
  private static final int CALLERS = 16;
  private static final long SECOND_OF_MICROS = 1_000_000;

  /** A call by its number, from 0 on. */
  interface Call {
    /**
     * Makes it.
     *
     * @return whether it was carried out; else its caller was asked to make it again
     */
    boolean make(int number) throws IOException;
  }

  private final String what;
  private final Call call;
  private final ScheduledExecutorService callers = Executors.newScheduledThreadPool(CALLERS);
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final AtomicReference<Throwable> failure = new AtomicReference<>();

  /**
   * Begins.
   *
   * @param what they are, for a person
   */
  SteadyCalls(String what, int perSecond, Call call) {
    this.what = what;
    this.call = call;
    long period = SECOND_OF_MICROS * CALLERS / perSecond;
    for (int caller = 0; caller < CALLERS; caller++) {
      callers.scheduleAtFixedRate(
          this::next, period * caller / CALLERS, period, TimeUnit.MICROSECONDS);
    }
  }

  /** How many are done so far. */
  int done() {
    return done.get();
  }

  private void next() {
    if (failure.get() != null) {
      return;
    }
    int number = begun.getAndIncrement();
    try {
      if (!Waiting.until(() -> isDone(number), LIMIT)) {
        throw new AssertionError(number + " is asked again and again to come again");
      }
      done.incrementAndGet();
    } catch (RuntimeException | AssertionError unexpected) {
      failure.compareAndSet(null, unexpected);
    }
  }

  private boolean isDone(int number) {
    try {
      return call.make(number);
    } catch (IOException noAnswer) {
      throw new UncheckedIOException(what + " " + number + " had no answer", noAnswer);
    }
  }

  /**
   * Returns how many were made, when all are done.
   *
   * @throws AssertionError when one of them was answered anything else, or not at all
   */
  int finish() throws InterruptedException {
    callers.shutdown();
    if (!callers.awaitTermination(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(what + " do not end");
    }
    if (failure.get() != null) {
      throw new AssertionError(what + ": " + failure.get().getMessage(), failure.get());
    }
    return done.get();
  }

  @Override
  public void close() {
    callers.shutdownNow();
  }
}
