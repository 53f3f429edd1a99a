package dev.ficus.legacy.wires;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.quarkus.vertx.http.runtime.filters.Filters;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.eclipse.microprofile.config.Config;

/**
 * Refuses wires that are not as they should be, and makes what the files have the JVM's own TLS,
 * which all clients here use: those of HTTP and that of the broker.
 */
@Dependent
class WiresAtStart {

  /** Before the first client is made. */
  private static final int FIRST = 1;

  private static final List<String> SERVICES =
      List.of(
          "ficus.legacy.allocation.url",
          "ficus.legacy.shadow.allocation-url",
          "ficus.legacy.pushing.availability");

  void useFiles(@Observes @Priority(FIRST) Filters filters, Config config) {
    List<String> wrong = WireRules.of(config, "rabbitmq-", SERVICES);
    if (!wrong.isEmpty()) {
      throw new ConfigurationException(String.join("\n", wrong));
    }
    WireSettings settings = WireSettings.of(config);
    try {
      if (settings.authorities().isPresent() || settings.certificate().isPresent()) {
        SSLContext.setDefault(context(settings));
      }
    } catch (IOException | GeneralSecurityException unreadable) {
      // Of such an exception Quarkus shows the message alone.
      throw new ConfigurationException("ficus.wires cannot be used: " + unreadable);
    }
  }

  static SSLContext context(WireSettings settings) throws IOException, GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys(settings), trust(settings), null);
    return context;
  }

  private static TrustManager[] trust(WireSettings settings)
      throws IOException, GeneralSecurityException {
    return settings.authorities().isEmpty()
        ? null
        : new TrustManager[] {new FileAuthorities(settings.authorities().get())};
  }

  private static KeyManager[] keys(WireSettings settings)
      throws IOException, GeneralSecurityException {
    if (settings.certificate().isEmpty()) {
      return null;
    }
    if (settings.key().isEmpty()) {
      throw new ConfigurationException(
          "ficus.wires.certificate needs ficus.wires.key: the file with its key");
    }
    return new KeyManager[] {new FileIdentity(settings.certificate().get(), settings.key().get())};
  }
}
