package dev.ficus.legacy.access;

import dev.ficus.legacy.access.AccessSettings.Access;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.identity.SecurityIdentity;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

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
   * The name in the token; empty without one, and where access is open, so that callers say
   * themselves who they are.
   */
  public Optional<String> name() {
    return isAsked && !identity.isAnonymous()
        ? Optional.of(identity.getPrincipal().getName())
        : Optional.empty();
  }

  /** The roles in the token. */
  public SortedSet<String> roles() {
    return isAsked ? new TreeSet<>(identity.getRoles()) : new TreeSet<>();
  }

  /**
   * Lets only this role go on, at a call of which a part is open to others.
   *
   * @throws ForbiddenException when the token does not name it
   */
  public void must(String role) {
    if (isAsked && !identity.hasRole(role)) {
      throw new ForbiddenException();
    }
  }
}
