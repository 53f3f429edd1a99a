package dev.ficus.allocation.purchasing;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** Mail to purchasing about products that are out of stock. */
@ConfigMapping(prefix = "ficus.purchasing")
interface PurchasingSettings {

  /** Whom the mails are for; none are noted or sent without. */
  Optional<List<String>> mailTo();

  /**
   * How long a mail rests after its first failure, in milliseconds; then twice as long each time.
   */
  @WithDefault("5000")
  long pauseMillis();
}
