package dev.ficus.legacy.push;

import dev.ficus.legacy.magento.ShopStock.Update;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The push of stock to one shop: a {@link StockRound} at every run, unless it is paused or another
 * instance of the adapter is at it; and its status for operators.
 */
public final class StockPush {

  private final String shop;
  private final StockBook book;
  private final StockRound round;
  private final FigureComparison comparison;
  private final StockUpdates updates;
  private final OrderStatePush orders;
  private final Clock clock;
  private final PeriodicTask task;

  /** Has not begun. */
  StockPush(
      String shop,
      Duration every,
      StockBook book,
      StockRound round,
      FigureComparison comparison,
      StockUpdates updates,
      OrderStatePush orders,
      Clock clock) {
    this.shop = shop;
    this.book = book;
    this.round = round;
    this.comparison = comparison;
    this.updates = updates;
    this.orders = orders;
    this.clock = clock;
    this.task = new PeriodicTask("push-" + shop, every, this::run, StockPush::why);
  }

  /**
   * The result of comparing all figures.
   *
   * @param listed SKUs that the shop sells
   * @param drifted of how many it had another figure than it was sent
   */
  public record ComparisonResult(Instant begunAt, int listed, int drifted) {}

  /**
   * The status of the push to a shop.
   *
   * @param told updates that the shop has taken since the adapter began
   * @param refused updates that it has not
   * @param comments how many comments on orders it has taken
   * @param lagSeconds since the last round that came to its end was begun; null before the first
   * @param failures rounds that have failed since, one after the other
   * @param failedFor why the last one failed; null when it did not
   * @param comparisonFailedFor why the shop could not list its figures when last asked; null when
   *     it could
   */
  public record PushStatus(
      String shop,
      boolean paused,
      long after,
      long told,
      long refused,
      long comments,
      Long lagSeconds,
      ComparisonResult comparison,
      String comparisonFailedFor,
      int failures,
      String failedFor) {}

  /** The present status. */
  public PushStatus status() {
    StockBook.PushProgress progress = book.of(shop);
    Instant since = round.currentSince();
    return new PushStatus(
        shop,
        progress.paused(),
        progress.after(),
        updates.taken(),
        updates.refused(),
        orders.taken(),
        since == null ? null : Duration.between(since, clock.instant()).toSeconds(),
        comparison.last(),
        comparison.failedFor(),
        task.failures(),
        task.failedFor() == null ? orders.failedFor() : task.failedFor());
  }

  /**
   * Compares all figures of the shop with those it was sent, at once; if the shop fails, or the
   * adapter is restarted, later.
   */
  public void compareNow() {
    book.askComparison(shop, clock.instant());
    comparison.doNotWait();
    task.runNow();
  }

  /** Begins a round at once. */
  public void runNow() {
    task.runNow();
  }

  /** The shop. */
  public String shop() {
    return shop;
  }

  /** Units of each SKU that are not offered to the shop. */
  public long margin() {
    return round.margin();
  }

  /** Leaves the shop alone, by a switch that outlives a restart. */
  public void pause() {
    book.pause(shop, true);
  }

  /** Goes on. */
  public void resume() {
    book.pause(shop, false);
    task.runNow();
  }

  /**
   * Sends the shop these figures, and does something while no round of the push is under way or
   * begins anywhere. A shop that is left alone is sent nothing.
   *
   * @param figures by SKU, asked for when no round is under way any more
   * @return why it was not done; empty when it was
   */
  public Optional<String> alone(Supplier<Map<String, Long>> figures, Runnable work) {
    try {
      boolean done =
          book.alone(
              shop,
              Round.unchecked(
                  () -> {
                    Map<String, Long> toSend = book.of(shop).paused() ? Map.of() : figures.get();
                    updates.send(
                        toSend.entrySet().stream()
                            .map(
                                figure ->
                                    new Update(
                                        figure.getKey(),
                                        figure.getValue(),
                                        Optional.of(figure.getValue() > 0)))
                            .toList());
                    work.run();
                  }));
      return done
          ? Optional.empty()
          : Optional.of("the round to end that sends shop %s its figures".formatted(shop));
    } catch (UncheckedIOException failure) {
      return Optional.of(
          "shop %s to take its figures: %s".formatted(shop, failure.getCause().getMessage()));
    }
  }

  void start() {
    task.start();
    orders.start();
  }

  void stop() throws InterruptedException {
    task.stop();
    orders.stop();
  }

  /** Why a round failed, for the status; null when that is not to be expected. */
  static String why(Exception failure) {
    if (failure instanceof UncheckedIOException wrapped) {
      return wrapped.getCause().getMessage();
    }
    return TransientFailure.in(failure)
        .map(outage -> "the database is away: " + outage)
        .orElse(null);
  }

  private void run() {
    if (book.of(shop).paused() || !book.alone(shop, Round.unchecked(round))) {
      round.forget();
    }
  }
}
