package dev.ficus.legacy.schedule;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * A task that is done periodically on a thread of its own: on schedule, or at once when asked to.
 * What fails, be it by an Error, is left alone longer each time. Same algorithm as PeriodicTask in
 * availability-service.
 */
public final class PeriodicTask {

  private static final Logger LOG = Logger.getLogger(PeriodicTask.class);
  private static final Duration LONGEST_FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final int MOST_DOUBLINGS = 20;
  private static final long STOPPING_MILLISECONDS = 5_000;

  private final String name;
  private final Duration every;
  private final Work work;
  private final Function<Exception, String> explanation;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile int failures;
  private volatile String failedFor;

  /** What is done at each run. */
  @FunctionalInterface
  public interface Work {
    void run() throws Exception;
  }

  /**
   * Has not begun.
   *
   * @param name of the thread, and of what is done
   * @param every from the end of one run to the beginning of the next
   * @param explanation why a run failed, in an operator's words; null when that was not to be
   *     expected, and is a defect
   */
  public PeriodicTask(
      String name, Duration every, Work work, Function<Exception, String> explanation) {
    this.name = name;
    this.every = every;
    this.work = work;
    this.explanation = explanation;
    this.thread = new Thread(this::repeat, name);
    thread.setDaemon(true);
    Unexpected.known(name);
  }

  /** Begins. */
  public void start() {
    thread.start();
  }

  /** Interrupts a run under way, and waits a while for its end. */
  public void stop() throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join(STOPPING_MILLISECONDS);
  }

  /** Does it at once. */
  public void runNow() {
    wake.release();
  }

  /**
   * How long to leave alone what has failed: at first a second, or as long as from one run to the
   * next where that is less, then twice as long each time.
   *
   * @param every from one run to the next
   * @param failures one after the other, this one included
   */
  public static Duration rest(Duration every, int failures) {
    Duration first = every.compareTo(LONGEST_FIRST_PAUSE) < 0 ? every : LONGEST_FIRST_PAUSE;
    Duration rest = first.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
    return rest.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : rest;
  }

  /** How many runs have failed since one did not. */
  public int failures() {
    return failures;
  }

  /** Why the last one failed; null when it did not. */
  public String failedFor() {
    return failedFor;
  }

  private void repeat() {
    while (!stopping) {
      Duration rest = runOnce();
      try {
        if (wake.tryAcquire(rest.toMillis(), TimeUnit.MILLISECONDS)) {
          wake.drainPermits();
        }
      } catch (InterruptedException e) {
        stopping = true;
      }
    }
  }

  /** How long to rest after it. */
  private Duration runOnce() {
    try {
      work.run();
      failures = 0;
      failedFor = null;
      return every;
    } catch (Throwable failure) {
      return stopping ? Duration.ZERO : failed(failure);
    }
  }

  private Duration failed(Throwable failure) {
    failures++;
    String expected = failure instanceof Exception known ? explanation.apply(known) : null;
    if (expected == null) {
      Unexpected.met(name, failure);
    }
    failedFor = expected == null ? failure.toString() : expected;
    Duration rest = rest(every, failures);
    LOG.warnf("%s failed and rests for %s: %s", name, rest, failedFor);
    return rest;
  }
}
