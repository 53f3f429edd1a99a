package dev.ficus.availability.rebuilding;

import dev.ficus.availability.Unexpected;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A thread that makes a round at once when asked to, and else when the last round said. It survives
 * what a round fails by. Same algorithm as the turns of legacy-adapter.
 */
final class Rounds {

  /**
   * The pause after a round.
   *
   * @param mayBeCut whether asking for a round ends it; not after a failure, or a caller that often
   *     asks would hammer on a service that is down
   */
  record Rest(Duration length, boolean mayBeCut) {}

  private static final Rest AFTER_UNEXPECTED = new Rest(Duration.ofSeconds(5), false);

  private final Supplier<Rest> round;
  private final Thread thread;
  // Both guarded by this.
  private boolean asked;
  private boolean stopped;

  /**
   * @param name of the thread
   * @param round makes one round and says how long to wait for the next
   */
  Rounds(String name, Supplier<Rest> round) {
    this.round = round;
    this.thread = new Thread(this::run, name);
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  /** Makes a round now, or once more after the one being made. */
  synchronized void now() {
    asked = true;
    notifyAll();
  }

  /** Ends the thread; a round being made is interrupted and waited for, for this long. */
  void stop(Duration patience) {
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
        waitFor(makeRound());
      }
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    }
  }

  private Rest makeRound() {
    try {
      return round.get();
    } catch (RuntimeException | Error failure) {
      Unexpected.met(thread.getName(), failure);
      return AFTER_UNEXPECTED;
    }
  }

  private synchronized void waitFor(Rest rest) throws InterruptedException {
    long until = System.nanoTime() + rest.length().toNanos();
    while (!(asked && rest.mayBeCut())) {
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
