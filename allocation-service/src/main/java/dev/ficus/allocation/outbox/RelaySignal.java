package dev.ficus.allocation.outbox;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Wakes the relay of this instance when there may be new events; it also looks by itself. */
@ApplicationScoped
class RelaySignal {
  private final Semaphore permits = new Semaphore(0);

  void wake() {
    permits.release();
  }

  /** Waits until woken or until the time is over. */
  void await(long milliseconds) throws InterruptedException {
    if (permits.tryAcquire(milliseconds, TimeUnit.MILLISECONDS)) {
      permits.drainPermits();
    }
  }
}
