package dev.ficus.legacy.access;

import io.quarkus.oidc.runtime.OidcAuthenticationMechanism;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import java.util.Set;

/**
 * How somebody without a token in order is answered: who opens the desk is led to the issuer, to
 * log in; any other call, those of the desk's own page included, is refused, because nobody can log
 * in there. So a session that has ended never ends in the middle of a deed.
 */
@Alternative
@Priority(1)
@ApplicationScoped
public class DeskLogin implements HttpAuthenticationMechanism {

  private static final String PAGE = "/desk";
  private static final int UNAUTHORIZED = 401;

  private final OidcAuthenticationMechanism tokens;

  DeskLogin(OidcAuthenticationMechanism tokens) {
    this.tokens = tokens;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext call, IdentityProviderManager identities) {
    return tokens.authenticate(call, identities);
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext call) {
    return call.normalizedPath().equals(PAGE) && call.request().getHeader("Authorization") == null
        ? tokens.getChallenge(call)
        : Uni.createFrom().item(new ChallengeData(UNAUTHORIZED, "WWW-Authenticate", "Bearer"));
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return tokens.getCredentialTypes();
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext call) {
    return tokens.getCredentialTransport(call);
  }
}
