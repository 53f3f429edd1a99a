package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.intake.FrozenProductsException;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.xmlrpc.Value;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * A pulled feed: one shop that is asked on schedule or at once, paused, and left alone longer while
 * it fails.
 */
public final class PulledFeed {

  private static final Logger LOG = Logger.getLogger(PulledFeed.class);

  private final String name;
  private final PullSettings.Shop settings;
  private final Pull pull;
  private final Fetching fetching;
  private final PulledOrders orders;
  private final PullBook book;
  private final Clock clock;
  private final PeriodicTask task;
  private volatile Instant compareAgainAt = Instant.MIN;
  private volatile boolean running;
  private volatile Instant safeSince;

  PulledFeed(
      String name,
      PullSettings.Shop settings,
      Pull pull,
      Fetching fetching,
      PulledOrders orders,
      PullBook book,
      Clock clock) {
    this.name = name;
    this.settings = settings;
    this.pull = pull;
    this.fetching = fetching;
    this.orders = orders;
    this.book = book;
    this.clock = clock;
    this.task = new PeriodicTask("pull-" + name, settings.every(), this::run, PulledFeed::why);
  }

  /**
   * The status of a feed.
   *
   * @param listed orders in the present round, or the last one
   * @param done of these, how many are safe
   * @param watermark the last change up to which all is safe, by the shop's clock
   * @param lagSeconds since the last round that came to its end was begun; null before the first
   * @param failures rounds that have failed since, one after the other
   * @param failedFor why the last one failed; null when it did not
   * @param asked the window of time that the shop was last asked for; null before the first
   * @param ahead orders whose times are ahead of what can be
   * @param comparison that was asked for and has not come to its end; null when there is none
   */
  public record PullStatus(
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
      String failedFor,
      Windows.AskedWindow asked,
      Stamps.Ahead ahead,
      ComparisonStatus comparison) {}

  /**
   * The status of a comparison that is under way.
   *
   * @param comparedTo changes before are compared; null where none are
   * @param listed orders that are compared
   * @param failures tries that have failed since it came further; it is tried again by itself
   */
  public record ComparisonStatus(
      Instant askedAt, LocalDateTime comparedTo, int listed, int failures, String failedFor) {
    private static ComparisonStatus of(PullBook.Comparison comparison) {
      return new ComparisonStatus(
          comparison.askedAt(),
          comparison.next().orElse(null),
          comparison.soFar().map(Report::listed).orElse(0),
          comparison.failures(),
          comparison.failedFor());
    }
  }

  /** The present status. */
  public PullStatus status() {
    PullBook.PullProgress progress = book.of(name);
    Instant since = safeSince;
    return new PullStatus(
        name,
        settings.shop(),
        progress.paused(),
        running,
        fetching.listed(),
        fetching.done(),
        progress.watermark().orElse(null),
        progress.comparedAt().orElse(null),
        since == null ? null : Duration.between(since, clock.instant()).toSeconds(),
        task.failures(),
        task.failedFor(),
        pull.asked(),
        pull.ahead(),
        book.comparison(name).map(ComparisonStatus::of).orElse(null));
  }

  /**
   * When we were put in front of the monolith, by the shop's clock; empty where that is not set.
   */
  public Optional<LocalDateTime> inFrontSince() {
    return settings.inFrontSince();
  }

  /** The shop that it asks. */
  public String shop() {
    return settings.shop();
  }

  /** When it was begun to read all that the shop has, last, while everything was the monolith's. */
  public Optional<Instant> readInFullAt() {
    return book.of(name).readInFullAt();
  }

  /** Its name. */
  public String name() {
    return name;
  }

  /** Asks the shop at once. */
  public void runNow() {
    task.runNow();
  }

  /**
   * Compares all orders with the ledger at once; if the shop fails, or the adapter is restarted,
   * later.
   */
  public void compareNow() {
    book.askComparison(name, clock.instant());
    compareAgainAt = Instant.MIN;
    task.runNow();
  }

  /** Pauses, by a switch that outlives a restart; a round under way comes to its end. */
  public void pause() {
    book.pause(name, true);
  }

  /** Goes on. */
  public void resume() {
    book.pause(name, false);
    task.runNow();
  }

  /**
   * Takes in once more what the shop has answered before.
   *
   * @param cameAt when it did, if that is known
   * @return waits until it is safe; empty when there is no order in it
   */
  public Optional<Runnable> takeAgain(
      Value answered, Optional<Instant> cameAt, String correlation) {
    return orders.takeAgain(answered, cameAt, correlation);
  }

  void start() {
    task.start();
  }

  void stop() throws InterruptedException {
    task.stop();
  }

  /** Null when it is not to be expected. */
  private static String why(Exception failure) {
    if (failure instanceof UncheckedIOException wrapped) {
      return wrapped.getCause().getMessage();
    }
    if (failure instanceof NotConfirmedException) {
      return "the broker does not confirm: " + failure.getMessage();
    }
    if (failure instanceof FrozenProductsException) {
      return "products change their route at present: " + failure.getMessage();
    }
    return TransientFailure.in(failure)
        .map(outage -> "the database is away: " + outage)
        .orElse(null);
  }

  private void run() {
    PullBook.PullProgress progress = book.of(name);
    if (!progress.paused()) {
      book.alone(name, () -> round(progress));
    }
  }

  private void round(PullBook.PullProgress progress) {
    Instant begun = clock.instant();
    running = true;
    try {
      pull.changes();
      safeSince = begun;
      compareIfDue(progress, begun);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      running = false;
    }
  }

  private void compareIfDue(PullBook.PullProgress progress, Instant now) throws IOException {
    Optional<PullBook.Comparison> comparison = book.comparison(name);
    boolean due =
        progress
            .comparedAt()
            .filter(last -> last.plus(settings.compareEvery()).isAfter(now))
            .isEmpty();
    if (comparison.isEmpty() && due) {
      book.askComparison(name, now);
      comparison = book.comparison(name);
    }
    if (comparison.isPresent() && !now.isBefore(compareAgainAt)) {
      compare(comparison.get());
    }
  }

  /** One that fails does not keep back what has changed, and is tried again. */
  private void compare(PullBook.Comparison comparison) throws IOException {
    try {
      Report report = pull.compare(comparison);
      LOG.logf(
          report.leavesNothingOut() ? Logger.Level.INFO : Logger.Level.ERROR,
          "Compared all orders of feed %s: %s",
          name,
          report);
      if (settings.inFrontSince().isEmpty() && report.leavesNothingOut()) {
        book.readInFull(name, report.begunAt());
      }
    } catch (InterruptedIOException stopping) {
      throw stopping;
    } catch (IOException failure) {
      LOG.warnf("Orders of feed %s cannot be compared yet: %s", name, failure.getMessage());
      book.comparisonFailed(name, failure.getMessage());
      Duration rest = PeriodicTask.rest(settings.every(), comparison.failures() + 1);
      compareAgainAt = clock.instant().plus(rest);
    }
  }
}
