package dev.ficus.bench;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * How long the answers of one measurement took.
 *
 * @param nanos from when each was due
 * @param done what was done meanwhile, timed or not
 * @param errors what was answered otherwise than wanted
 * @param cost what it cost meanwhile
 */
record Timing(Histogram nanos, long done, long errors, ProcessorTime cost) {
  private static final double NANOS_PER_MILLI = Duration.ofMillis(1).toNanos();

  double millis(double percentile) {
    return millis(nanos, percentile);
  }

  static double millis(Histogram nanos, double percentile) {
    return nanos.getValueAtPercentile(percentile) / NANOS_PER_MILLI;
  }

  /** What the services alone spent on each. */
  double millisOfServices() {
    return cost.services() / done;
  }
}
