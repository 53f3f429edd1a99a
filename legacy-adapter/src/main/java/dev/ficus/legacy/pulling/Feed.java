package dev.ficus.legacy.pulling;

import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.Outage;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** One shop's turns: asked on schedule or at once, paused, and left alone longer while it fails. */
public final class Feed {

  private static final Logger LOG = Logger.getLogger(Feed.class);
  private static final Duration FIRST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(5);
  private static final long STOPPING_MILLISECONDS = 5_000;

  private final String name;
  private final PullSettings.Shop settings;
  private final Pull pull;
  private final PullBook book;
  private final Clock clock;
  private final Semaphore wake = new Semaphore(0);
  private final Thread thread;
  private volatile boolean stopping;
  private volatile boolean comparisonAsked;
  private volatile boolean running;
  private volatile Instant safeSince;
  private volatile int failures;
  private volatile String failedFor;

  Feed(String name, PullSettings.Shop settings, Pull pull, PullBook book, Clock clock) {
    this.name = name;
    this.settings = settings;
    this.pull = pull;
    this.book = book;
    this.clock = clock;
    this.thread = new Thread(this::run, "pull-" + name);
    thread.setDaemon(true);
  }

  /**
   * Where a feed stands.
   *
   * @param listed orders in the present round, or the last one
   * @param done of these, how many are safe
   * @param watermark the last change up to which all is safe, by the shop's clock
   * @param lagSeconds since the last round that came to its end was begun; null before the first
   * @param failures rounds that have failed since, one after the other
   * @param failedFor why the last one failed; null when it did not
   */
  public record Status(
      String feed,
      String shop,
      boolean paused,
      boolean running,
      int listed,
      int done,
      LocalDateTime watermark,
      Instant comparedAt,
      Long lagSeconds,
      int failures,
      String failedFor) {}

  /** Where it stands now. */
  public Status status() {
    PullBook.Progress progress = book.of(name);
    Instant since = safeSince;
    return new Status(
        name,
        settings.shop(),
        progress.paused(),
        running,
        pull.listed(),
        pull.done(),
        progress.watermark().orElse(null),
        progress.comparedAt().orElse(null),
        since == null ? null : Duration.between(since, clock.instant()).toSeconds(),
        failures,
        failedFor);
  }

  /** Asks the shop at once. */
  public void runNow() {
    wake.release();
  }

  /** Compares all orders with the ledger at once. */
  public void compareNow() {
    comparisonAsked = true;
    wake.release();
  }

  /** Stands still, by a switch that outlives a restart; a round under way comes to its end. */
  public void pause() {
    book.pause(name, true);
  }

  /** Goes on. */
  public void resume() {
    book.pause(name, false);
    wake.release();
  }

  /**
   * Takes in once more what the shop has answered before.
   *
   * @param cameAt when it did, if that is known
   * @return waits until it is safe; empty when there is no order in it
   */
  public Optional<Runnable> takeAgain(
      Value answered, Optional<Instant> cameAt, String correlation) {
    return pull.takeAgain(answered, cameAt, correlation);
  }

  void start() {
    thread.start();
  }

  void stop() throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join(STOPPING_MILLISECONDS);
  }

  private void run() {
    while (!stopping) {
      Duration rest = turn();
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
  private Duration turn() {
    try {
      PullBook.Progress progress = book.of(name);
      if (!progress.paused()) {
        book.alone(name, () -> round(progress));
      }
      return settings.every();
    } catch (Failed failure) {
      return failed(failure.getCause().getMessage());
    } catch (NotConfirmedException failure) {
      return failed("the broker does not confirm: " + failure.getMessage());
    } catch (RuntimeException failure) {
      Optional<String> outage = Outage.in(failure);
      if (outage.isEmpty()) {
        LOG.errorf(failure, "Feed %s failed unexpectedly", name);
      }
      return failed(outage.map(why -> "the database is away: " + why).orElse("" + failure));
    }
  }

  private Duration failed(String why) {
    if (stopping) {
      return Duration.ZERO;
    }
    failures++;
    failedFor = why;
    Duration rest = FIRST_PAUSE.multipliedBy(1L << Math.min(failures - 1, 20));
    Duration bounded = rest.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : rest;
    LOG.warnf("Feed %s failed and rests for %s: %s", name, bounded, why);
    return bounded;
  }

  private void round(PullBook.Progress progress) {
    Instant begun = clock.instant();
    running = true;
    try {
      pull.changes();
      safeSince = begun;
      boolean due =
          progress
              .comparedAt()
              .filter(last -> last.plus(settings.compareEvery()).isAfter(begun))
              .isEmpty();
      if (due || comparisonAsked) {
        comparisonAsked = false;
        Report report = pull.compare();
        LOG.logf(
            report.isWhole() ? Logger.Level.INFO : Logger.Level.ERROR,
            "Compared all orders of feed %s: %s",
            name,
            report);
      }
      failures = 0;
      failedFor = null;
    } catch (IOException e) {
      throw new Failed(e);
    } finally {
      running = false;
    }
  }

  /** The shop did not answer as it should. */
  private static final class Failed extends RuntimeException {

    private static final long serialVersionUID = 1L;

    Failed(IOException cause) {
      super(cause);
    }
  }
}
