package dev.ficus.legacy.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of holding: how orders wait while products in them change their route. */
@ConfigMapping(prefix = "ficus.legacy.holding")
interface HoldingSettings {

  /** How long an order waits at most: then its sender is asked to send it again. */
  @WithDefault("20s")
  Duration atMost();

  /**
   * How many orders wait at the same time at most: the sender of a further one is asked at once.
   */
  @WithDefault("100")
  int orders();
}
