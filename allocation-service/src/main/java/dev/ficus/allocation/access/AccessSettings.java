package dev.ficus.allocation.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;

/** Whether this service asks who somebody is. */
@ConfigMapping(prefix = "ficus.access")
public interface AccessSettings {

  /** Required unless a profile for a desk or for tests opens it, to this machine alone. */
  @WithParentName
  @WithDefault("required")
  Access access();

  /** Who is let in. */
  enum Access {
    /** Those who show who they are, as far as their role goes. */
    REQUIRED,
    /** Everybody who can reach it, which is this machine. */
    OPEN
  }
}
