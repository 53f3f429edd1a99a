package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStack;
import dev.ficus.local.TokenIssuer;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;

/** The three services as in production: each asks everybody who they are. */
final class GuardedServices implements AutoCloseable {
  /** As long as a secret has to be with which sessions are encrypted. */
  static final String SECRET_OF_THE_DESK = "secret-of-the-desk-0123456789-0123456789";

  private static final String SECRET = "secret-of-a-service";

  private final Launcher launcher;
  private final TokenIssuer issuer;
  private final Map<Service, PackagedService> services = new EnumMap<>(Service.class);

  /**
   * Starts them; returns when they answer.
   *
   * @param issuer need not run
   * @param logs the folder for their logs
   */
  GuardedServices(TokenIssuer issuer, Path logs) throws IOException {
    this.launcher = new Launcher(logs);
    this.issuer = issuer;
    issuer
        .client(TokenIssuer.AUDIENCE, SECRET_OF_THE_DESK)
        .client(Service.AVAILABILITY.module(), SECRET, "reader")
        .client(Service.LEGACY.module(), SECRET, "reader", "service");
    LocalStack servers = LocalStack.shared();
    VirtualHost broker = servers.createVirtualHost("guarded");
    for (Service service : Service.values()) {
      services.put(
          service,
          PackagedService.small(launcher, service.name().toLowerCase(Locale.ROOT), service)
              .with(
                  servers.createDatabase("guarded-" + service.name().toLowerCase(Locale.ROOT)),
                  broker)
              .with(access(issuer)));
    }
    Path grants = Files.writeString(logs.resolve("grants.properties"), "somebody=allocate");
    of(Service.ALLOCATION)
        .with(Map.of("FICUS_ALLOCATION_GRANTS", grants.toAbsolutePath().toString()));
    of(Service.AVAILABILITY)
        .with(Map.of("FICUS_AVAILABILITY_ALLOCATION_URL", url(Service.ALLOCATION, "").toString()));
    of(Service.LEGACY)
        .with(
            Map.of(
                "FICUS_LEGACY_FEEDS_SERVE_OPEN",
                "true",
                "FICUS_LEGACY_ALLOCATION_URL",
                url(Service.ALLOCATION, "").toString(),
                "FICUS_LEGACY_PUSHING_AVAILABILITY",
                url(Service.AVAILABILITY, "").toString()));
    for (PackagedService service : services.values()) {
      service.start();
    }
    services.values().forEach(GuardedServices::awaitStart);
  }

  /** What a service is told of access in production, where its issuer is this one. */
  static Map<String, String> access(TokenIssuer issuer) {
    return Map.of(
        "QUARKUS_PROFILE",
        "prod",
        "QUARKUS_OIDC_AUTH_SERVER_URL",
        issuer.url(),
        "QUARKUS_OIDC_CREDENTIALS_SECRET",
        SECRET_OF_THE_DESK,
        "FICUS_CLIENT_SECRET",
        SECRET);
  }

  /** Not yet that it is ready: it may miss what it asks with a token of its own. */
  private static void awaitStart(PackagedService service) {
    URI started = service.managementUrl("/q/health/started");
    assertTrue(
        Waiting.until(() -> !service.isAlive() || service.answers(started), LIMIT)
            && service.isAlive(),
        () -> service.failure("does not start").getMessage());
  }

  PackagedService of(Service service) {
    return services.get(service);
  }

  URI url(Service service, String path) {
    return of(service).url(path);
  }

  TokenIssuer issuer() {
    return issuer;
  }

  @Override
  public void close() {
    services.values().forEach(PackagedService::close);
    launcher.close();
  }
}
