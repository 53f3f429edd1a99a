package dev.ficus.legacy.intake;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of resending: when commands that were left unconfirmed are sent again. */
@ConfigMapping(prefix = "ficus.legacy.resend")
interface ResendSettings {

  /** How often to look; a duration such as {@code 15s}, or {@code off}. */
  @WithDefault("15s")
  String every();

  /** How long a line must have been left alone: longer than a call can take. */
  @WithDefault("30s")
  Duration minimumAge();
}
