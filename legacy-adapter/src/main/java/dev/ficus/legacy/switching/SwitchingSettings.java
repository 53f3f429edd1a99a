package dev.ficus.legacy.switching;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of cut-overs: how long an instance may be silent, and how long SKUs may be frozen. */
@ConfigMapping(prefix = "ficus.legacy.switching")
interface SwitchingSettings {

  /**
   * How long what an instance has frozen stays so without a word of it; then another one goes on.
   */
  @WithDefault("10s")
  Duration lease();

  /** How long the SKUs of a wave may be frozen: then all is as before, and somebody looks. */
  @WithDefault("2m")
  Duration frozenAtMost();

  /**
   * How long list, ledger and allocation-service may differ: what is on its way needs some time.
   */
  @WithDefault("5s")
  Duration secondLook();

  /**
   * How often this instance looks for a cut-over to go on with: a duration such as {@code 1s}, or
   * {@code off} for one that leaves that to the others.
   */
  @WithDefault("1s")
  String lookEvery();

  /**
   * How often the routes are compared with the products that allocation-service has open, beside at
   * the start: those of a database that was restored are older.
   */
  @WithDefault("5m")
  Duration compareEvery();
}
