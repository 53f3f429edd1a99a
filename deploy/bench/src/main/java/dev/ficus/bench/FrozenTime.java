package dev.ficus.bench;

import java.time.Duration;
import java.util.Map;

/**
 * How long the products of a wave were frozen; or the floor beside it, of which only the first two
 * figures are there.
 *
 * @param frozen until the routes had changed
 * @param told how many tellings the monolith got
 * @param steps how long each step took, as far as it was seen
 * @param orders that were due meanwhile
 * @param longest wait of one of these for its answer
 * @param others the part of the machine that others used meanwhile, between 0 and 1
 */
record FrozenTime(
    Duration frozen,
    long told,
    Map<String, Duration> steps,
    long orders,
    Duration longest,
    double others) {

  /** A floor. */
  static FrozenTime floor(Duration took, long told) {
    return new FrozenTime(took, told, Map.of(), 0, Duration.ZERO, 0);
  }

  double seconds() {
    return frozen.toNanos() / 1e9;
  }
}
