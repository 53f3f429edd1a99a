package dev.ficus.allocation.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Settings of the metrics: how often figures are read from the database and the broker, however
 * often they are asked for.
 */
@ConfigMapping(prefix = "ficus.metrics")
public interface MetricsSettings {

  /** Seconds between two readings of the figures that are cheap to count. */
  @WithDefault("15")
  int refreshSeconds();

  /** Seconds between two recounts of all allocations against what was purchased. */
  @WithDefault("300")
  int recountSeconds();
}
