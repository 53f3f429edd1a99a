package dev.ficus.legacy.leaks;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** Settings of the continuous comparison of list, ledger and allocation-service. */
@ConfigMapping(prefix = "ficus.legacy.reconciliation")
interface ReconciliationSettings {

  /**
   * How often the stock of the SKUs of waves is compared: a duration such as {@code 5m}, or {@code
   * off} for an instance that leaves that to the others.
   */
  @WithDefault("5m")
  String every();

  /** How long something has to differ before it counts: what is on its way needs some time. */
  @WithDefault("1m")
  Duration secondLook();
}
