package dev.ficus.legacy.leaks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the watch on figures of SKUs that are ours. */
@ConfigMapping(prefix = "ficus.legacy.leaks")
public interface LeakSettings {

  /** How often it is looked what explains the movements of figures. */
  @WithDefault("2s")
  Duration lookEvery();

  /**
   * How long after a change of its lines, beyond {@code decides-within} of the source, a figure may
   * still come that does not show it.
   */
  @WithDefault("2m")
  Duration showsWithin();

  /** How long movements are kept that were explained. Leaks are kept for good. */
  @WithDefault("35d")
  Duration keep();
}
