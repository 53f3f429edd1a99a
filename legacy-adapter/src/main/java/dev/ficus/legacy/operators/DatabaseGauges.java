package dev.ficus.legacy.operators;

import dev.ficus.legacy.feed.ServedFeeds;
import dev.ficus.legacy.feed.pulled.PulledFeed;
import dev.ficus.legacy.feed.pulled.PulledFeed.PullStatus;
import dev.ficus.legacy.feed.pulled.PulledFeeds;
import dev.ficus.legacy.operators.WatchedFigures.Figures;
import dev.ficus.legacy.operators.WatchedFigures.Phase;
import dev.ficus.legacy.push.Pushes;
import dev.ficus.legacy.push.StockPush;
import dev.ficus.legacy.push.StockPush.PushStatus;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.RouteBook.RoutingProgress;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.schedule.Unexpected;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Figures of the database as gauges. They are read now and then, so a scrape costs nothing and
 * cannot fail with the database: then the last values stay, and {@code ficus_figures_age_seconds}
 * and {@code ficus_legacy_routes_age_seconds} say how old they are. Before the first reading they
 * are NaN, and as old as this is.
 */
@ApplicationScoped
class DatabaseGauges {

  private static final Logger LOG = Logger.getLogger(DatabaseGauges.class);

  private final WatchedFigures figures;
  private final RouteBook routes;
  private final ServedFeeds served;
  private final PulledFeeds pulled;
  private final Pushes pushes;
  private final MeterRegistry meters;
  private final List<Gauge> gauges = new ArrayList<>();
  private final long begunNanos = System.nanoTime();
  private volatile LatestFigures<Watched> watched =
      new LatestFigures<>(Optional.empty(), begunNanos);
  private volatile LatestFigures<RoutingProgress> counted =
      new LatestFigures<>(Optional.empty(), begunNanos);

  DatabaseGauges(
      WatchedFigures figures,
      RouteBook routes,
      ServedFeeds served,
      PulledFeeds pulled,
      Pushes pushes,
      MeterRegistry meters) {
    this.figures = figures;
    this.routes = routes;
    this.served = served;
    this.pulled = pulled;
    this.pushes = pushes;
    this.meters = meters;
  }

  private record LatestFigures<T>(Optional<T> value, long atNanos) {
    private static <T> LatestFigures<T> of(T value) {
      return new LatestFigures<>(Optional.of(value), System.nanoTime());
    }

    private double ageSeconds() {
      return (System.nanoTime() - atNanos) / 1e9;
    }

    private double figure(ToDoubleFunction<T> figure) {
      return value.map(figure::applyAsDouble).orElse(Double.NaN);
    }
  }

  /** What is read at one time. */
  private record Watched(
      Figures figures, Map<String, PullStatus> pulls, Map<String, PushStatus> pushes) {}

  void start(@Observes StartupEvent event) {
    ages();
    orders();
    switching();
    served
        .all()
        .forEach(
            feed ->
                watched(
                    "feed.silent.seconds",
                    "since the last call of the feed was seen, or since it is watched",
                    now -> now.figures().silentSeconds().getOrDefault(feed.name(), 0L),
                    "feed",
                    feed.name()));
    pulled.all().forEach(feed -> pull(feed.name()));
    pushes.all().forEach(push -> push(push.shop()));
  }

  private void ages() {
    gauge(
        "ficus.figures.age.seconds",
        "how long ago the figures were read",
        () -> watched.ageSeconds());
    gauge(
        "ficus.legacy.routes.age.seconds",
        "how long ago SKUs and open lines were counted",
        () -> counted.ageSeconds());
    counted("skus", "SKUs by who fulfils new lines of them", RoutingProgress::legacy, "legacy");
    counted("skus", "SKUs by who fulfils new lines of them", RoutingProgress::ours, "new");
    gauge(
        "ficus.legacy.monolith.open.lines",
        "lines of the monolith that are neither cancelled nor despatched",
        () -> counted.figure(RoutingProgress::monolithsOpenLines));
  }

  private void orders() {
    watched(
        "doubts",
        "orders of which nobody knows whether the monolith has them",
        now -> now.figures().doubts());
    watched(
        "doubts.oldest.seconds",
        "since the first call of the oldest doubt",
        now -> now.figures().oldestDoubtSeconds());
    watched(
        "refused.orders",
        "orders with lines of ours that the monolith has refused",
        now -> now.figures().refused());
    watched(
        "unconfirmed.orders",
        "orders with commands that the broker has not confirmed, up to 10000",
        now -> now.figures().unconfirmed().orders());
    watched(
        "unconfirmed.batches",
        "batches with commands that the broker has not confirmed, up to 10000",
        now -> now.figures().unconfirmed().batches());
    watched(
        "unconfirmed.oldest.seconds",
        "since the oldest of them changed",
        now -> now.figures().oldestUnconfirmedSeconds());
    watched(
        "held.orders",
        "orders whose commands wait for something in quarantine, up to 10000",
        now -> now.figures().unconfirmed().held());
    watched(
        "oversold.batches",
        "batches of which more has left than the monolith has, up to 1000",
        now -> now.figures().oversold());
    watched(
        "to.give.back.batches",
        "batches of which the monolith is to give units back, up to 1000",
        now -> now.figures().toGiveBack());
    watched(
        "leaked.units",
        "units of SKUs that are ours, sold by the monolith and settled by nobody",
        now -> now.figures().leakedUnits());
  }

  private void switching() {
    watched(
        "restored.routes",
        "SKUs of which allocation-service knows a newer route",
        now -> now.figures().restoredRoutes());
    watched(
        "switching.halted",
        "1 while no cut-over begins or goes on to its switch, else 0",
        now -> now.figures().switching().halted() ? 1 : 0);
    watched(
        "cut.over.failed",
        "1 while the last cut-over or rollback ended without its switch, unwanted, else 0",
        now -> now.figures().switching().failed() ? 1 : 0);
    watched(
        "frozen.seconds",
        "for how long the SKUs of a cut-over or rollback have been frozen",
        now -> now.figures().switching().frozenSeconds());
    for (Phase phase : Phase.values()) {
      watched(
          "cut.overs",
          "cut-overs and rollbacks that go on",
          now -> now.figures().switching().running().getOrDefault(phase, 0L),
          "phase",
          phase.name().toLowerCase(Locale.ROOT));
      watched(
          "cut.over.step.seconds",
          "for how long the one is at its step that has been there longest",
          now -> now.figures().switching().stepSeconds().getOrDefault(phase, 0L),
          "phase",
          phase.name().toLowerCase(Locale.ROOT));
    }
  }

  private void pull(String feed) {
    watched(
        "pulling.lag.seconds",
        "since the last complete round by this instance was begun, or since its start",
        now -> lag(now.pulls().get(feed).lagSeconds()),
        "feed",
        feed);
    watched(
        "pulling.failures",
        "rounds of this instance that have failed one after the other",
        now -> now.pulls().get(feed).failures(),
        "feed",
        feed);
    watched(
        "pulling.paused",
        "1 while somebody has paused the feed, else 0",
        now -> now.pulls().get(feed).paused() ? 1 : 0,
        "feed",
        feed);
  }

  private void push(String shop) {
    watched(
        "pushing.lag.seconds",
        "since the last complete round by this instance was begun, or since its start",
        now -> lag(now.pushes().get(shop).lagSeconds()),
        "shop",
        shop);
    watched(
        "pushing.failures",
        "rounds of this instance that have failed one after the other",
        now -> now.pushes().get(shop).failures(),
        "shop",
        shop);
    watched(
        "pushing.paused",
        "1 while somebody has paused the shop, else 0",
        now -> now.pushes().get(shop).paused() ? 1 : 0,
        "shop",
        shop);
  }

  private double lag(Long seconds) {
    return seconds == null ? (System.nanoTime() - begunNanos) / 1e9 : seconds;
  }

  /** Where one application follows another in one process, as in tests, each shows its own. */
  void stop(@Observes ShutdownEvent event) {
    gauges.forEach(meters::remove);
  }

  @Scheduled(
      every = "{ficus.legacy.figures.read-every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void read() {
    reading(
        () ->
            watched =
                LatestFigures.of(
                    new Watched(
                        figures.read(),
                        pulled.all().stream()
                            .map(PulledFeed::status)
                            .collect(Collectors.toMap(PullStatus::feed, Function.identity())),
                        pushes.all().stream()
                            .map(StockPush::status)
                            .collect(Collectors.toMap(PushStatus::shop, Function.identity())))));
  }

  @Scheduled(
      every = "{ficus.legacy.figures.count-every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void count() {
    reading(() -> counted = LatestFigures.of(routes.progress()));
  }

  private static void reading(Runnable work) {
    try {
      work.run();
    } catch (RuntimeException | Error e) {
      TransientFailure.in(e)
          .ifPresentOrElse(
              why -> LOG.debugf("The figures stay as they were, the database is away: %s", why),
              () -> Unexpected.met("figures", e));
    }
  }

  private void watched(
      String name, String description, ToDoubleFunction<Watched> figure, String... tags) {
    gauge("ficus.legacy." + name, description, () -> watched.figure(figure), tags);
  }

  private void counted(
      String name, String description, ToDoubleFunction<RoutingProgress> figure, String route) {
    gauge("ficus.legacy." + name, description, () -> counted.figure(figure), "route", route);
  }

  private void gauge(String name, String description, Supplier<Number> figure, String... tags) {
    gauges.add(Gauge.builder(name, figure).tags(tags).description(description).register(meters));
  }
}
