package dev.ficus.allocation.allocating;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the group commit. */
@ConfigMapping(prefix = "ficus.groups")
public interface GroupSettings {

  /** How many commands one transaction carries out at most. */
  @WithDefault("500")
  int size();

  /** How many transactions this instance carries out at the same time, each on SKUs of its own. */
  @WithDefault("2")
  int lanes();
}
