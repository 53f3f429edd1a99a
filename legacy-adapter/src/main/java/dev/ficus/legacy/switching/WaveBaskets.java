package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.OrderBaskets;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Port of the orders that were seen lately, as baskets of SKUs. */
public interface WaveBaskets {

  /**
   * Whose the SKUs would be when a wave is cut over.
   *
   * @param ours those that are ours already
   * @param wave those of the wave
   */
  record WaveSkus(Set<String> ours, Set<String> wave) {}

  /** Those of a wave; empty when there is none of this name. */
  Optional<WaveSkus> skus(String wave);

  /** The orders first seen in this time up to now. */
  OrderBaskets baskets(Duration over);
}
