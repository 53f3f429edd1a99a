package dev.ficus.legacy.quarantine;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the quarantine: how long calls are kept, which name customers. */
@ConfigMapping(prefix = "ficus.legacy.quarantine")
interface QuarantineSettings {

  /** Calls of entries that are settled: for questions that come up afterwards. */
  @WithDefault("30d")
  Duration keepRaw();

  /**
   * Calls of entries that wait, since they last came. Without its call an entry can only be
   * discarded, so this is long; but nobody's address is kept for good because nobody looked.
   */
  @WithDefault("90d")
  Duration keepWaitingRaw();

  /** How often old calls are deleted and what waits is counted; {@code off} for never. */
  @WithDefault("1m")
  String lookEvery();
}
