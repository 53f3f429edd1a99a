package dev.ficus.legacy.opening;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Map;

/** Sources of which it is known from their answers to orders what they have promised. */
@ConfigMapping(prefix = "ficus.legacy")
interface AnsweredSettings {

  /** They, by name. */
  Map<String, AnsweredSource> answeredPromises();

  /** One of them. */
  interface AnsweredSource {

    /** Whether the quantity of a batch falls when goods leave. It has to. */
    @WithDefault("true")
    boolean quantityFallsAtDespatch();

    /** Whether it has promised nothing any more to orders that were made before us. */
    @WithDefault("false")
    boolean olderOrdersAreDone();

    /** How often it is looked what is left; when a batch is reported, at once. */
    @WithDefault("1m")
    Duration every();
  }
}
