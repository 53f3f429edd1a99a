package dev.ficus.bench;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/** Collects how long answers took, in parts of equal length, from several threads. */
final class Latencies {
  private static final long LONGEST = Duration.ofMinutes(1).toNanos();
  private static final int DIGITS = 3;

  private final long partNanos;
  private final List<Histogram> parts;
  private final LongAdder errors = new LongAdder();
  private final AtomicReference<String> firstError = new AtomicReference<>("");

  Latencies(int parts, Duration part) {
    this.partNanos = part.toNanos();
    this.parts =
        Stream.<Histogram>generate(() -> new ConcurrentHistogram(LONGEST, DIGITS))
            .limit(parts)
            .toList();
  }

  /**
   * @param at when it was due, from the beginning
   */
  void record(long at, long nanos) {
    int part = (int) Math.min(at / partNanos, parts.size() - 1);
    parts.get(part).recordValue(Math.min(Math.max(nanos, 0), LONGEST));
  }

  void error(String answer) {
    errors.increment();
    firstError.compareAndSet("", answer);
  }

  long errors() {
    return errors.sum();
  }

  /** Empty when there are none. */
  String firstError() {
    return firstError.get();
  }

  Histogram part(int number) {
    return parts.get(number);
  }

  /** The parts from this one until before that one together. */
  Histogram parts(int from, int to) {
    Histogram together = new Histogram(LONGEST, DIGITS);
    parts.subList(from, to).forEach(together::add);
    return together;
  }

  Histogram all() {
    return parts(0, parts.size());
  }
}
