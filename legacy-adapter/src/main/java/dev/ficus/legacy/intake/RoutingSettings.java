package dev.ficus.legacy.intake;

import dev.ficus.legacy.routing.Route;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of routes: who fulfils what nobody has decided about. */
@ConfigMapping(prefix = "ficus.legacy.routing")
interface RoutingSettings {

  /**
   * Who fulfils a SKU that is in no wave: {@code new}, we, or {@code legacy}, the monolith. Stored
   * at the first start; a later start with another value is refused.
   */
  @WithDefault("new")
  Route defaultRoute();
}
