package dev.ficus.availability.broker;

import dev.ficus.availability.fact.Heard.Event;
import dev.ficus.availability.fact.Heard.PassedOver;
import dev.ficus.availability.projecting.Progress;
import dev.ficus.availability.projecting.Projector;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

/** Counts what happens to events, for Prometheus. */
@ApplicationScoped
class Tally {

  private static final Duration[] BOUNDS =
      IntStream.of(2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final MeterRegistry meters;
  private final Clock clock;
  private final Timer delay;
  // When the oldest event in hand happened; null when there is none.
  private volatile Instant oldest;

  Tally(MeterRegistry meters, Clock clock, Projector projector) {
    this.meters = meters;
    this.clock = clock;
    this.delay =
        Timer.builder("ficus.availability.delay")
            .description("From an event's happening to its being visible")
            .serviceLevelObjectives(BOUNDS)
            .register(meters);
    Gauge.builder("ficus.availability.view.lag", this, Tally::lag)
        .description("Age of the oldest event in hand that is not visible yet, 0 when none")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("ficus.availability.events.waiting", projector, Projector::heldInTotal)
        .description("Events that wait in memory for one before them")
        .register(meters);
  }

  void received(Event event) {
    count("received", event.type());
    if (oldest == null || event.time().isBefore(oldest)) {
      oldest = event.time();
    }
  }

  void passedOver(PassedOver message) {
    count("received", message.type());
    count(message.broken() ? "broken" : "ignored", message.type());
  }

  void done(Progress progress) {
    Instant now = clock.instant();
    for (Event event : progress.applied()) {
      count("applied", event.type());
      Duration took = Duration.between(event.time(), now);
      delay.record(took.isNegative() ? Duration.ZERO : took);
    }
    progress.repeated().forEach(event -> count("repeated", event.type()));
    progress.setAside().forEach(event -> count("set_aside", event.type()));
    meters.counter("ficus.availability.events.held").increment(progress.held());
    meters.counter("ficus.availability.events.dropped").increment(progress.dropped());
    meters.counter("ficus.availability.gaps").increment(progress.gaps());
    oldest = null;
  }

  private double lag() {
    Instant since = oldest;
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis() / 1000.0);
  }

  private void count(String fate, String type) {
    meters.counter("ficus.availability.events." + fate, "type", type).increment();
  }
}
