package dev.ficus.legacy.access;

import dev.ficus.legacy.access.AccessSettings.Access;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.enterprise.context.Dependent;
import jakarta.enterprise.event.Observes;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** The refusal to start without the secrets by which the issuer of tokens knows the adapter. */
@Dependent
class SecretsAtStart {

  private static final String DESK = "quarkus.oidc.credentials.secret";

  /** Its sessions are encrypted with it, by all instances alike. */
  private static final int SHORTEST = 32;

  void check(
      @Observes StartupEvent start,
      AccessSettings settings,
      ClientSettings client,
      @ConfigProperty(name = DESK) Optional<String> desk) {
    if (settings.access() != Access.REQUIRED) {
      return;
    }
    if (client.secret().isEmpty()) {
      // Of such an exception Quarkus shows the message alone.
      throw new ConfigurationException(
          "ficus.client.secret is missing: without it the issuer of tokens gives none to the"
              + " adapter, and allocation-service no answer");
    }
    if (desk.filter(secret -> secret.length() >= SHORTEST).isEmpty()) {
      throw new ConfigurationException(
          DESK
              + " must be the secret of the desk at the issuer of tokens, of at least "
              + SHORTEST
              + " characters");
    }
  }
}
