package dev.ficus.legacy.judging;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the judge, who compares what the shadow and the monolith have decided. */
@ConfigMapping(prefix = "ficus.legacy.judging")
interface JudgingSettings {

  /**
   * How often this instance looks for something to judge: a duration such as {@code 1s}, or {@code
   * off} for one that leaves that to the others.
   */
  @WithDefault("1s")
  String lookEvery();

  /** After how long a difference is looked at once more; only then it counts. */
  @WithDefault("30s")
  Duration secondLook();

  /** How long a decision is waited for; what neither side has decided by then is unjudged. */
  @WithDefault("5m")
  Duration decidesWithin();

  /** How long is kept what was fed, decided and judged, once nothing needs it any more. */
  @WithDefault("35d")
  Duration keep();
}
