package dev.ficus.allocation.access;

import dev.ficus.allocation.access.AccessSettings.Access;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * The refusal to start where access is open and others than this machine could call. The two other
 * services have the same.
 */
@Dependent
class OpenAccess {

  private static final Logger LOG = Logger.getLogger(OpenAccess.class);

  /** Before anything is read from the broker or answered. */
  private static final int FIRST = 1;

  void check(
      @Observes @Priority(FIRST) StartupEvent start,
      AccessSettings settings,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "quarkus.management.host") Optional<String> managementHost) {
    if (settings.access() == Access.OPEN) {
      mustBeLoopback("quarkus.http.host", Optional.of(host));
      mustBeLoopback("quarkus.management.host", managementHost);
      LOG.warnf(
          "Access is open: profile %s asks nobody who they are, and lets only this machine in",
          String.join(",", ConfigUtils.getProfiles()));
    }
  }

  /** An address that is not given is every address of the machine. */
  static void mustBeLoopback(String key, Optional<String> host) {
    if (!host.map(OpenAccess::isLoopback).orElse(false)) {
      // Of such an exception Quarkus shows the message alone.
      throw new ConfigurationException(
          "Access is open (ficus.access), so %s must be an address of this machine alone,"
                  .formatted(key)
              + " such as 127.0.0.1, but is "
              + host.orElse("not set"));
    }
  }

  private static boolean isLoopback(String host) {
    try {
      return InetAddress.getByName(host).isLoopbackAddress();
    } catch (UnknownHostException nowhere) {
      return false;
    }
  }
}
