package dev.ficus.availability.broker;

import dev.ficus.availability.event.EventReader;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Skipped;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.GroupResult;
import dev.ficus.availability.view.Projector;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Metrics of the events of some views: counters by outcome, delay, lag. Each counter is there from
 * the start, at 0, for each type of event that may be counted so.
 */
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
   * @param queue from which the events come
   */
  EventMetrics(
      String views,
      String queue,
      MeterRegistry meters,
      Clock clock,
      Freshness freshness,
      Projector projector) {
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
    Gauge.builder("ficus.consuming", freshness, fresh -> fresh.isBound() ? 1 : 0)
        .tag("queue", queue)
        .description("1 while this instance consumes the queue or stands by, else 0")
        .register(meters);
    EventReader.types().forEach(type -> counter("received", type));
    EventReader.typesOfSkus()
        .forEach(
            type ->
                Stream.of("applied", "repeated", "set_aside", "ignored", "broken")
                    .forEach(outcome -> counter(outcome, type)));
    EventReader.typesOfNoSku().forEach(type -> counter("ignored", type));
    Stream.of("events.held", "events.dropped", "gaps").forEach(what -> add(what, 0));
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
    counter(outcome, type).increment();
  }

  private Counter counter(String outcome, String type) {
    return meters.counter("ficus.availability.events." + outcome, "type", type, "views", views);
  }
}
