package dev.ficus.journeys;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** One service, started again whenever it dies. */
final class ServiceProcess {
  private static final Duration START_LIMIT = Duration.ofMinutes(5);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 200;

  /** A service that ran for so long did not fail to start. */
  private static final Duration SETTLED = Duration.ofSeconds(30);

  /** A service that dies so often before it was ever ready will not become so. */
  private static final int TRIES = 3;

  private final Service service;
  private final URI url;
  private final ProcessBuilder builder;
  private final Path log;
  private final Terminal terminal;
  private final CountDownLatch firstReady = new CountDownLatch(1);
  private final Thread supervisor;
  private volatile String failure = "";
  private volatile boolean stopping;
  private volatile Process process;

  /**
   * @param url where it will answer
   * @param builder starts it
   * @param log the file its output goes to
   */
  ServiceProcess(Service service, URI url, ProcessBuilder builder, Path log, Terminal terminal) {
    this.service = service;
    this.url = url;
    this.builder = builder;
    this.log = log;
    this.terminal = terminal;
    this.supervisor = new Thread(this::supervise, service.module());
    supervisor.setDaemon(true);
  }

  URI url() {
    return url;
  }

  void start() {
    supervisor.start();
  }

  /** As kill -9 does: it has no time to say goodbye. */
  void kill() {
    process.destroyForcibly();
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
      throw new DemoException(
          "%s %s. The end of %s:%n%s".formatted(service.module(), failure, log, lastWords()));
    }
  }

  /** How it is introduced once it is ready. */
  String introduction() {
    return String.format(
        Locale.ROOT, "%-22s %s  (process %d)", service.module(), url, process.pid());
  }

  private void supervise() {
    Duration pause = FIRST_PAUSE;
    try {
      for (int runs = 1; !stopping; runs++) {
        long begin = System.nanoTime();
        process = builder.start();
        boolean wasReady = firstReady.getCount() == 0;
        if (awaitReadyOrDead()) {
          firstReady.countDown();
          if (wasReady) {
            terminal.say("  %s is back (process %d)".formatted(service.module(), process.pid()));
          }
        }
        int status = process.waitFor();
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
                service.module(),
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

  private boolean awaitReadyOrDead() throws InterruptedException {
    while (process.isAlive()) {
      if (isReady()) {
        return true;
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return false;
  }

  private boolean isReady() {
    try {
      return Http.get(url.resolve("/q/health/ready"), ANSWER_LIMIT).status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String lastWords() {
    try {
      List<String> lines = Files.readString(log, StandardCharsets.ISO_8859_1).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
    } catch (IOException nothingWritten) {
      return "";
    }
  }
}
