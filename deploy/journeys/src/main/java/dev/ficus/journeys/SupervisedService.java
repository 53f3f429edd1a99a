package dev.ficus.journeys;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** A service that is started again whenever it dies. */
final class SupervisedService {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);

  /** It is waited for as long as it lives; whoever needs it has a limit of their own. */
  private static final Duration FOR_EVER = Duration.ofDays(365);

  /** A service that ran for so long did not fail to start. */
  private static final Duration SETTLED = Duration.ofSeconds(30);

  /** A service that dies so often before it was ever ready will not become so. */
  private static final int TRIES = 3;

  private final PackagedService service;
  private final Terminal terminal;
  private final CountDownLatch firstReady = new CountDownLatch(1);
  private final Thread supervisor;
  private volatile String failure = "";
  private volatile boolean stopping;

  /**
   * @param service does not run yet
   * @param terminal where its end and its return are printed
   */
  SupervisedService(PackagedService service, Terminal terminal) {
    this.service = service;
    this.terminal = terminal;
    this.supervisor = new Thread(this::supervise, service.name());
    supervisor.setDaemon(true);
  }

  void start() {
    supervisor.start();
  }

  /** No longer starts the service again; what runs goes on running. */
  void leaveAlone() {
    stopping = true;
  }

  /**
   * Returns when the service was ready for the first time.
   *
   * @throws DemoException when it does not become ready
   */
  void awaitReady() {
    try {
      if (!firstReady.await(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        failure = "is not ready after %d s".formatted(START_LIMIT.toSeconds());
      }
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      failure = "was waited for in vain";
    }
    if (!failure.isEmpty()) {
      throw service.failure(failure);
    }
  }

  /** How it is introduced once it is ready. */
  String introduction() {
    return String.format(
        Locale.ROOT, "%-22s %s  (process %d)", service.name(), service.url(""), service.pid());
  }

  private void supervise() {
    Duration pause = FIRST_PAUSE;
    try {
      for (int runs = 1; !stopping; runs++) {
        long begin = System.nanoTime();
        service.start();
        boolean wasReady = firstReady.getCount() == 0;
        if (service.becomesReady(FOR_EVER)) {
          firstReady.countDown();
          if (wasReady) {
            terminal.say("  %s is back (process %d)".formatted(service.name(), service.pid()));
          }
        }
        int status = service.awaitEnd();
        if (stopping) {
          return;
        }
        if (firstReady.getCount() > 0 && runs == TRIES) {
          failure = "ended with status %d, %d times".formatted(status, runs);
          firstReady.countDown();
          return;
        }
        boolean settled = System.nanoTime() - begin > SETTLED.toNanos();
        pause = settled ? FIRST_PAUSE : pause;
        terminal.say(
            String.format(
                Locale.ROOT,
                "  %s ended with status %d; it is started again in %.2f s",
                service.name(),
                status,
                pause.toMillis() / 1_000.0));
        Thread.sleep(pause.toMillis());
        Duration twice = pause.multipliedBy(2);
        pause = twice.compareTo(LONGEST_PAUSE) < 0 ? twice : LONGEST_PAUSE;
      }
    } catch (IOException cannotStart) {
      failure = "cannot be started: " + cannotStart.getMessage();
      firstReady.countDown();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }
}
