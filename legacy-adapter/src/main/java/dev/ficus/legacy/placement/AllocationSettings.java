package dev.ficus.legacy.placement;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.net.URI;

/** Settings of the calls to allocation-service. */
@ConfigMapping(prefix = "ficus.legacy.allocation")
interface AllocationSettings {

  /** Its address over HTTP. */
  @WithDefault("http://localhost:8081")
  URI url();
}
