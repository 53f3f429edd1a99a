package dev.ficus.allocation.access;

import dev.ficus.allocation.access.AccessSettings.Access;
import io.quarkus.security.spi.runtime.AuthorizationController;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.interceptor.Interceptor;

/**
 * The switch of the roles: they are asked for unless access is open. It is read at run time,
 * because what is packaged is packaged once. The two other services have the same.
 */
@Alternative
@Priority(Interceptor.Priority.LIBRARY_AFTER)
@ApplicationScoped
public class AskedAccess extends AuthorizationController {

  private final boolean isAsked;

  AskedAccess(AccessSettings settings) {
    this.isAsked = settings.access() == Access.REQUIRED;
  }

  @Override
  public boolean isAuthorizationEnabled() {
    return isAsked;
  }
}
