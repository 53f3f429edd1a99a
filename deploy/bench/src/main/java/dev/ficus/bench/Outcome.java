package dev.ficus.bench;

import java.time.Duration;

/**
 * What a load generator saw.
 *
 * @param accepted the lines that were accepted
 * @param errors those that were not
 * @param firstError how the first of these was answered; empty when there are none
 * @param took from the first request to the last answer
 */
record Outcome(long accepted, long errors, String firstError, Duration took) {
  double seconds() {
    return took.toNanos() / 1e9;
  }
}
