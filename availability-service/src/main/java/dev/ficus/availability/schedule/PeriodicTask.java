package dev.ficus.availability.schedule;

import dev.ficus.availability.Unexpected;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A periodic task: work that a thread of its own does again and again, after the delay that the
 * last run asked for, or at once when somebody else asks. It survives whatever a run fails by, an
 * Error included. Same algorithm as PeriodicTask in legacy-adapter.
 */
public final class PeriodicTask {

  /**
   * The time from one run to the next.
   *
   * @param endsWhenAsked whether {@link #runNow} ends it; not after a failure, or a caller that
   *     often asks would hammer on a service that is down
   */
  public record Delay(Duration length, boolean endsWhenAsked) {}

  private static final Delay AFTER_UNEXPECTED = new Delay(Duration.ofSeconds(5), false);

  private final Supplier<Delay> work;
  private final Delay afterUnexpected;
  private final Thread thread;
  // Both guarded by this.
  private boolean asked;
  private boolean stopped;

  /**
   * @param name of the thread
   * @param work is run at once at the start, and answers when to run it again
   */
  public PeriodicTask(String name, Supplier<Delay> work) {
    this(name, work, AFTER_UNEXPECTED);
  }

  PeriodicTask(String name, Supplier<Delay> work, Delay afterUnexpected) {
    this.work = work;
    this.afterUnexpected = afterUnexpected;
    this.thread = new Thread(this::run, name);
    Unexpected.known(name);
    thread.setDaemon(true);
  }

  /** Begins; to be called once. */
  public void start() {
    thread.start();
  }

  /** Runs the work now, or once more after the run that is under way. */
  public synchronized void runNow() {
    asked = true;
    notifyAll();
  }

  /** Ends the thread; a run under way is interrupted and waited for, for this long. */
  public void stop(Duration patience) {
    synchronized (this) {
      stopped = true;
      notifyAll();
    }
    thread.interrupt();
    try {
      thread.join(patience.toMillis());
    } catch (InterruptedException hurried) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      while (true) {
        await(runOnce());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private Delay runOnce() {
    try {
      return work.get();
    } catch (RuntimeException | Error failure) {
      Unexpected.met(thread.getName(), failure);
      return afterUnexpected;
    }
  }

  private synchronized void await(Delay delay) throws InterruptedException {
    long until = System.nanoTime() + delay.length().toNanos();
    while (!(asked && delay.endsWhenAsked())) {
      long left = Duration.ofNanos(until - System.nanoTime()).toMillis();
      if (left <= 0) {
        break;
      }
      wait(left);
      if (stopped) {
        throw new InterruptedException("stopped");
      }
    }
    asked = false;
    if (stopped) {
      throw new InterruptedException("stopped");
    }
  }
}
