package dev.ficus.allocation.storage;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the pruning: how long commands and events are kept that are done. */
@ConfigMapping(prefix = "ficus.pruning")
interface PruningSettings {

  /** How often old rows are looked for. */
  @WithDefault("1h")
  Duration every();

  /** How long a command that has taken effect or was discarded is known by its message id. */
  @WithDefault("30d")
  Duration inboxAge();

  /** How long a published event is kept as history. */
  @WithDefault("90d")
  Duration historyAge();
}
