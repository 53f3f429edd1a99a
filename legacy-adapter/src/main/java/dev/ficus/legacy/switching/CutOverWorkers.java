package dev.ficus.legacy.switching;

import dev.ficus.legacy.schedule.Unexpected;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * Threads on which cut-overs go on, one for each. A monolith that does not answer keeps the
 * cut-over that asks it, and no other.
 */
final class CutOverWorkers {

  private static final String NAME = "switching";
  private static final long STOPPING_SECONDS = 5;

  private final Set<Long> atWork = ConcurrentHashMap.newKeySet();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, NAME + "-work");
            thread.setDaemon(true);
            return thread;
          });

  /** Work on a cut-over. */
  @FunctionalInterface
  interface CutOverWork {
    void on(HeldCutOver cutOver) throws InterruptedException;
  }

  /** Begins to work on it, unless that is being done. */
  void begin(HeldCutOver cutOver, CutOverWork work) {
    if (atWork.add(cutOver.id())) {
      threads.execute(() -> run(cutOver, work));
    }
  }

  private void run(HeldCutOver cutOver, CutOverWork work) {
    try {
      work.on(cutOver);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException failed) {
      failure.set(failed);
    } catch (Throwable unexpected) {
      Unexpected.met(NAME, unexpected);
    } finally {
      atWork.remove(cutOver.id());
    }
  }

  /** Whether any is being worked on. */
  boolean areAtWork() {
    return !atWork.isEmpty();
  }

  /** Throws what the last work has failed for, once. */
  void throwFailure() {
    RuntimeException last = failure.getAndSet(null);
    if (last != null) {
      throw last;
    }
  }

  /** Interrupts what is under way, and waits a while for its end. */
  void stop() throws InterruptedException {
    threads.shutdownNow();
    threads.awaitTermination(STOPPING_SECONDS, TimeUnit.SECONDS);
  }
}
