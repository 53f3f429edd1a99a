package dev.ficus.legacy.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** As whom the adapter asks another one. */
@ConfigMapping(prefix = "ficus.client")
public interface ClientSettings {

  /** The name under which the issuer of tokens knows it. */
  @WithDefault("legacy-adapter")
  String id();

  /** Its secret there. Needed unless access is open. */
  Optional<String> secret();
}
