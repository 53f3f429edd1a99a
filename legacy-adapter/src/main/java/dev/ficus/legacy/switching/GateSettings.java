package dev.ficus.legacy.switching;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/** Settings of the gate: what has to be shown of a wave in shadow before it is cut over. */
@ConfigMapping(prefix = "ficus.legacy.gate")
interface GateSettings {

  /** Names of its checks that are not asked for, or {@code all}. Certificates say so. */
  Optional<Set<String>> off();

  /** How long each SKU of a wave has to be in shadow. */
  @WithDefault("14d")
  Duration inShadow();

  /** How many calls about the SKUs of a wave have to be compared at least. */
  @WithDefault("1000")
  long sample();

  /** How many of a hundred calls may be unjudged. */
  @WithDefault("1")
  int unjudgedPercent();

  /** How many of a hundred orders the wave may split. */
  @WithDefault("20")
  int splitPercent();

  /** How long ago list, ledger and allocation-service may have been seen to agree. */
  @WithDefault("30m")
  Duration agreedWithin();

  /** How long ago the monolith may have last asked for orders, by a feed that is for that. */
  @WithDefault("24h")
  Duration pulledWithin();

  /** How many open lines of the monolith may wait for stock. */
  @WithDefault("0")
  long openBackorders();

  /** How long what is to be looked at, or to be fed to the shadow, may have waited. */
  @WithDefault("1m")
  Duration lag();

  /** How long ago the way back may have been rehearsed. */
  @WithDefault("24h")
  Duration rehearsedWithin();
}
