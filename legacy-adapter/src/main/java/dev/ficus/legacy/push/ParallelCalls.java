package dev.ficus.legacy.push;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * Calls to a shop that are made at the same time. They are done when the last of them has ended,
 * also when one fails and when they are to stop: what is sent afterwards arrives after them.
 */
final class ParallelCalls {

  private final Executor threads;

  ParallelCalls(Executor threads) {
    this.threads = threads;
  }

  /** One call. */
  @FunctionalInterface
  interface ShopCall {
    void make() throws IOException;
  }

  /**
   * Makes all calls, whatever comes of some, and returns when none is under way any more.
   *
   * @throws IOException why one of them failed; how others did is suppressed in it
   * @throws InterruptedIOException when the thread is to stop: then calls under way are broken off,
   *     and no other is begun
   */
  void make(List<ShopCall> calls) throws IOException {
    Making making = new Making(calls.size());
    for (ShopCall call : calls) {
      try {
        threads.execute(() -> making.run(call));
      } catch (RejectedExecutionException stopping) {
        making.ended(stopping);
      }
    }
    making.awaitEnd();
  }

  /** Calls that are being made; all guarded by this. */
  private static final class Making {

    private final Set<Thread> running = new HashSet<>();
    private int open;
    private boolean stopped;
    private Throwable failure;

    Making(int calls) {
      this.open = calls;
    }

    void run(ShopCall call) {
      Throwable failed = null;
      if (begun()) {
        try {
          call.make();
        } catch (Throwable any) {
          failed = any;
        }
      }
      ended(failed);
    }

    private synchronized boolean begun() {
      return !stopped && running.add(Thread.currentThread());
    }

    synchronized void ended(Throwable failed) {
      if (running.remove(Thread.currentThread())) {
        // An interrupt was meant for this call; the thread is not ours.
        Thread.interrupted();
      }
      if (failure == null) {
        failure = failed;
      } else if (failed != null && failed != failure) {
        failure.addSuppressed(failed);
      }
      open--;
      notifyAll();
    }

    synchronized void awaitEnd() throws IOException {
      while (open > 0) {
        try {
          wait();
        } catch (InterruptedException e) {
          stopped = true;
          running.forEach(Thread::interrupt);
        }
      }
      if (stopped) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("stopped while the shop was being sent updates");
      }
      if (failure instanceof IOException io) {
        throw io;
      }
      if (failure instanceof RuntimeException unexpected) {
        throw unexpected;
      }
      if (failure instanceof Error error) {
        throw error;
      }
    }
  }
}
