package dev.ficus.local;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.file.Path;
import java.util.Map;

/**
 * Gives a {@code @QuarkusTest} a fresh database and a fresh virtual host of the build's shared
 * stack: use it as {@code @WithTestResource(LocalStackResource.class)}.
 */
public final class LocalStackResource implements QuarkusTestResourceLifecycleManager {

  @Override
  public Map<String, String> start() {
    LocalStack stack = LocalStack.shared();
    String module = String.valueOf(Path.of("").toAbsolutePath().getFileName());
    Database database = stack.createDatabase(module);
    VirtualHost virtualHost = stack.createVirtualHost(module);
    return Map.of(
        "quarkus.datasource.jdbc.url", database.jdbcUrl(),
        "quarkus.datasource.username", database.username(),
        "quarkus.datasource.password", database.password(),
        "rabbitmq-host", virtualHost.host(),
        "rabbitmq-port", String.valueOf(virtualHost.port()),
        "rabbitmq-username", virtualHost.username(),
        "rabbitmq-password", virtualHost.password(),
        "rabbitmq-virtual-host", virtualHost.name());
  }

  /** Nothing to do: the servers end with the build, and with them what was created on them. */
  @Override
  public void stop() {}
}
