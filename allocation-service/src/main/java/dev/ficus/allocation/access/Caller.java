package dev.ficus.allocation.access;

import dev.ficus.allocation.access.AccessSettings.Access;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** Who makes a call. */
@ApplicationScoped
public class Caller {
  private final boolean isAsked;
  private final SecurityIdentity identity;

  Caller(AccessSettings settings, SecurityIdentity identity) {
    this.isAsked = settings.access() == Access.REQUIRED;
    this.identity = identity;
  }

  /**
   * The name in the token, at a call that needs a role; empty where access is open, and callers say
   * themselves who they are.
   */
  public Optional<String> name() {
    return isAsked ? Optional.of(identity.getPrincipal().getName()) : Optional.empty();
  }
}
