package dev.ficus.legacy.placement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of following what allocation-service does with the lines of the ledger. */
@ConfigMapping(prefix = "ficus.legacy.placements")
public interface PlacementSettings {

  /** How often to look whether anything was missed. */
  @WithDefault("10s")
  Duration lookEvery();

  /** How much further back than the last event received: others may have been on their way. */
  @WithDefault("15m")
  Duration overlap();
}
