package dev.ficus.legacy.operators;

import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.schedule.Unexpected;
import dev.ficus.legacy.shadow.ShadowBook;
import dev.ficus.legacy.shadow.ShadowBook.ShadowProgress;
import dev.ficus.legacy.shadow.ShadowFeed;
import dev.ficus.legacy.shadow.ShadowState;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.jboss.logging.Logger;

/** Figures of the shadow as gauges. They are read now and then, like those of the database. */
@ApplicationScoped
class ShadowGauges {

  private static final Logger LOG = Logger.getLogger(ShadowGauges.class);

  private final ShadowBook book;
  private final ShadowFeed shadow;
  private final MeterRegistry meters;
  private final List<Gauge> gauges = new ArrayList<>();
  private volatile Optional<ShadowProgress> latest = Optional.empty();

  ShadowGauges(ShadowBook book, ShadowFeed shadow, MeterRegistry meters) {
    this.book = book;
    this.shadow = shadow;
    this.meters = meters;
  }

  void start(@Observes StartupEvent event) {
    gauges.add(
        Gauge.builder("ficus.shadow.connected", () -> shadow.isReady() ? 1 : 0)
            .description("1 while this instance can feed the shadow, else 0")
            .register(meters));
    gauge("waiting.changes", "changes that the shadow was not fed yet", now -> now.waiting());
    gauge(
        "waiting.seconds",
        "for how long the first of them has waited",
        now -> seconds(now.waitingSince()));
    gauge(
        "undecided.lines",
        "lines that the shadow was fed, and of which nothing was heard",
        now -> now.undecided());
    gauge(
        "undecided.seconds",
        "since the first of them was fed",
        now -> seconds(now.undecidedSince()));
    gauge(
        "unjudged.calls",
        "calls that the shadow was fed, and that are not judged yet",
        now -> now.unjudged());
    gauge(
        "unjudged.seconds", "since the first of them was fed", now -> seconds(now.unjudgedSince()));
    for (ShadowState state : ShadowState.values()) {
      gauge(
          "skus",
          "SKUs in the shadow, and that were",
          now -> now.skus().getOrDefault(state, 0L),
          "state",
          state.code());
    }
  }

  /** Where one application follows another in one process, as in tests, each shows its own. */
  void stop(@Observes ShutdownEvent event) {
    gauges.forEach(meters::remove);
  }

  @Scheduled(
      every = "{ficus.legacy.figures.read-every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void read() {
    try {
      latest = Optional.of(book.progress());
    } catch (RuntimeException | Error e) {
      TransientFailure.in(e)
          .ifPresentOrElse(
              why -> LOG.debugf("The figures stay as they were, the database is away: %s", why),
              () -> Unexpected.met("figures", e));
    }
  }

  private static double seconds(Optional<Instant> since) {
    return since.map(at -> Math.max(0, Duration.between(at, Instant.now()).toSeconds())).orElse(0L);
  }

  private void gauge(
      String name, String description, ToDoubleFunction<ShadowProgress> figure, String... tags) {
    gauges.add(
        Gauge.builder(
                "ficus.shadow." + name, () -> latest.map(figure::applyAsDouble).orElse(Double.NaN))
            .tags(tags)
            .description(description)
            .register(meters));
  }
}
