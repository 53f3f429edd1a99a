package dev.ficus.legacy.feed.methods;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the method log. */
@ConfigMapping(prefix = "ficus.legacy.methods")
interface MethodSettings {

  /** How long a method must have been silent, and watched, until it is safe to delete. */
  @WithDefault("35d")
  Duration silentFor();

  /** How often what was counted is written down: what a crash loses at most. */
  @WithDefault("10s")
  Duration writeEvery();

  /**
   * How long a feed may have gone unwatched, as while the adapter is restarted, without its being
   * watched from then on only: calls may have gone past the adapter meanwhile.
   */
  @WithDefault("1h")
  Duration longestGap();
}
