package dev.ficus.legacy.operators;

import io.quarkus.arc.Unremovable;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/**
 * Settings of the figures in the metrics: how often the database is asked for them. The scheduler
 * reads them by their keys and nobody by this type, so without a word they, and their defaults,
 * would be left out.
 */
@Unremovable
@ConfigMapping(prefix = "ficus.legacy.figures")
interface FigureSettings {

  /**
   * How often what is under way is read, which costs little; {@code off} for an instance that does
   * not show it.
   */
  @WithDefault("15s")
  String readEvery();

  /** How often SKUs and open lines are counted, for which many rows are read; or {@code off}. */
  @WithDefault("5m")
  String countEvery();
}
