package dev.ficus.legacy.switching;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of what is found out about orders that a wave would split. */
@ConfigMapping(prefix = "ficus.legacy.affinity")
interface AffinitySettings {

  /** Orders that were first seen in this time are looked at. */
  @WithDefault("28d")
  Duration over();

  /** How many SKUs are named at most that a wave could take over too. */
  @WithDefault("20")
  int most();

  /** How long what was found out of the same SKUs is good for the gate. */
  @WithDefault("10m")
  Duration fresh();
}
