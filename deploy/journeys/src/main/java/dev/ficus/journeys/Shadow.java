package dev.ficus.journeys;

import dev.ficus.local.VirtualHost;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;

/**
 * A shadow, as an adapter has to be set up for it.
 *
 * @param broker where it is fed
 * @param allocation where it answers
 */
public record Shadow(VirtualHost broker, URI allocation) {

  /** Environment variables of the adapter. */
  public Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    String prefix = "FICUS_LEGACY_SHADOW_";
    settings.put(prefix + "VIRTUAL_HOST", broker.name());
    settings.put(prefix + "HOST", broker.host());
    settings.put(prefix + "PORT", String.valueOf(broker.port()));
    settings.put(prefix + "USERNAME", broker.username());
    settings.put(prefix + "PASSWORD", broker.password());
    settings.put(prefix + "ALLOCATION_URL", allocation.toString());
    return settings;
  }
}
