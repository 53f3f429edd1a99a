package dev.ficus.bench;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongBinaryOperator;

/**
 * A histogram as a service keeps it for Prometheus.
 *
 * @param atMost how many took so many seconds at most
 */
record Delays(Map<Double, Long> atMost) {
  static final Delays NONE = new Delays(Map.of());

  /** What was added since an earlier reading. */
  Delays since(Delays before) {
    return combined(before, (now, then) -> now - then);
  }

  Delays and(Delays others) {
    return combined(others, Long::sum);
  }

  private Delays combined(Delays others, LongBinaryOperator operator) {
    TreeMap<Double, Long> all = new TreeMap<>();
    atMost.forEach((bound, count) -> all.merge(bound, count, Long::sum));
    others.atMost.forEach(
        (bound, count) -> all.put(bound, operator.applyAsLong(all.getOrDefault(bound, 0L), count)));
    return new Delays(all);
  }

  /** In words. */
  @Override
  public String toString() {
    long all = atMost.getOrDefault(Double.POSITIVE_INFINITY, 0L);
    return "%,d events: p50 %s, p99 %s".formatted(all, bound(0.50 * all), bound(0.99 * all));
  }

  private String bound(double events) {
    return atMost.entrySet().stream()
        .filter(bucket -> bucket.getValue() >= events && bucket.getKey() < Double.POSITIVE_INFINITY)
        .map(Map.Entry::getKey)
        .min(Double::compare)
        .map(seconds -> "<= %.0f ms".formatted(seconds * 1_000))
        .orElse("beyond");
  }
}
