package dev.ficus.availability.broker;

import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Skipped;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.GroupResult;
import dev.ficus.availability.view.Projector;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

/** Metrics of the events of some views: counters by outcome, delay, lag. */
final class EventMetrics {

  private static final Duration[] BOUNDS =
      IntStream.of(2, 5, 10, 20, 50, 100, 200, 500, 1_000, 5_000, 30_000)
          .mapToObj(Duration::ofMillis)
          .toArray(Duration[]::new);

  private final String views;
  private final MeterRegistry meters;
  private final Clock clock;
  private final Freshness freshness;
  private final Timer delay;

  /**
   * @param views {@code live} or {@code stored}, the tag of all figures
   */
  EventMetrics(
      String views, MeterRegistry meters, Clock clock, Freshness freshness, Projector projector) {
    this.views = views;
    this.meters = meters;
    this.clock = clock;
    this.freshness = freshness;
    this.delay =
        Timer.builder("ficus.availability.delay")
            .tag("views", views)
            .description("From an event's happening to its being contained in the view")
            .serviceLevelObjectives(BOUNDS)
            .register(meters);
    Gauge.builder("ficus.availability.view.lag", freshness, fresh -> seconds(fresh.lag()))
        .tag("views", views)
        .description(
            "Age of the oldest event in hand that is not contained yet, or time since events may"
                + " be missed; 0 when nothing is missing")
        .baseUnit("seconds")
        .register(meters);
    Gauge.builder("ficus.availability.events.waiting", projector, Projector::heldInTotal)
        .tag("views", views)
        .description("Events held in memory until the one before them comes")
        .register(meters);
  }

  void received(Event event) {
    count("received", event.type());
    freshness.received(event.time());
  }

  void skipped(Skipped message) {
    count("received", message.type());
    count(message.broken() ? "broken" : "ignored", message.type());
  }

  void done(GroupResult result) {
    Instant now = clock.instant();
    for (Event event : result.applied()) {
      count("applied", event.type());
      Duration took = Duration.between(event.time(), now);
      delay.record(took.isNegative() ? Duration.ZERO : took);
    }
    result.repeated().forEach(event -> count("repeated", event.type()));
    result.setAside().forEach(event -> count("set_aside", event.type()));
    add("events.held", result.held());
    add("events.dropped", result.dropped());
    add("gaps", result.gaps());
    freshness.done();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / 1000.0;
  }

  private void add(String what, int count) {
    meters.counter("ficus.availability." + what, "views", views).increment(count);
  }

  private void count(String outcome, String type) {
    meters
        .counter("ficus.availability.events." + outcome, "type", type, "views", views)
        .increment();
  }
}
