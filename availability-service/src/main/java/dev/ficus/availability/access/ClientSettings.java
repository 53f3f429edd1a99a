package dev.ficus.availability.access;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/** As whom this service asks another one. */
@ConfigMapping(prefix = "ficus.client")
public interface ClientSettings {

  /** The name under which the issuer of tokens knows it. */
  @WithDefault("availability-service")
  String id();

  /** Its secret there. Needed unless access is open. */
  Optional<String> secret();
}
