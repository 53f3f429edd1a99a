package dev.ficus.journeys;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How long a cut-over or rollback has been at each of its steps, from looking at it again and
 * again. A step that began and ended between two looks counts for the one before it; one that was
 * gone back to counts once more.
 */
final class StepTimes {
  private final Map<Instant, String> begun = new LinkedHashMap<>();

  /** It was seen at this step, which had begun then. */
  void seen(String step, Instant since) {
    begun.putIfAbsent(since, step);
  }

  /** The times between two moments, in the order in which the steps were seen first. */
  Map<String, Duration> between(Instant begin, Instant end) {
    Map<String, Duration> times = new LinkedHashMap<>();
    String step = null;
    Instant since = null;
    for (Map.Entry<Instant, String> next : begun.entrySet()) {
      add(times, step, latest(begin, since), earliest(end, next.getKey()));
      step = next.getValue();
      since = next.getKey();
    }
    add(times, step, latest(begin, since), end);
    return times;
  }

  private static void add(Map<String, Duration> times, String step, Instant from, Instant until) {
    if (step != null && from.isBefore(until)) {
      times.merge(step, Duration.between(from, until), Duration::plus);
    }
  }

  private static Instant latest(Instant one, Instant other) {
    return other == null || one.isAfter(other) ? one : other;
  }

  private static Instant earliest(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }
}
