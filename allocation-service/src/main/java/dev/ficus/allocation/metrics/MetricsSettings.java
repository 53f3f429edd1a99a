package dev.ficus.allocation.metrics;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How often the figures that come from the database are read, whoever asks for them how often. */
@ConfigMapping(prefix = "ficus.metrics")
interface MetricsSettings {

  /** Seconds between two readings of the figures that are cheap to count. */
  @WithDefault("15")
  int refreshSeconds();

  /** Seconds between two recounts of all allocations against what was purchased. */
  @WithDefault("300")
  int recountSeconds();
}
