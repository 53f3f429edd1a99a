package dev.ficus.legacy.senders;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the senders' passwords. */
@ConfigMapping(prefix = "ficus.legacy.senders")
interface SenderSettings {

  /** How long a password that was right is remembered, so that it need not be compared again. */
  @WithDefault("10m")
  Duration remembered();
}
