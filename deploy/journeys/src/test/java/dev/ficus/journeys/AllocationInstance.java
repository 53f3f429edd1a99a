package dev.ficus.journeys;

import dev.ficus.local.ChildProcesses;
import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One packaged allocation-service that reaches its servers through proxies of its own. */
final class AllocationInstance implements AutoCloseable {
  private static final Duration START_LIMIT = Duration.ofSeconds(90);

  private final PortClaim port = PortClaim.claim(Service.ALLOCATION.port());
  private final StoppingProxy postgres;
  private final StoppingProxy rabbit;
  private final Process process;

  AllocationInstance(
      String name, ChildProcesses children, Database database, VirtualHost broker, Path log)
      throws IOException {
    URI server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    postgres = new StoppingProxy(Protocol.POSTGRESQL, server.getHost(), server.getPort());
    rabbit = new StoppingProxy(Protocol.AMQP, broker.host(), broker.port());
    List<String> command = new ArrayList<>(Project.here().command(Service.ALLOCATION));
    command.add(1, "-Dficus.journey=" + children.mark());
    ProcessBuilder builder =
        children
            .builder(name, command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
    Map<String, String> environment = builder.environment();
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(port.port()));
    // Every statement travels with its text, so that the proxy knows it.
    environment.put(
        "QUARKUS_DATASOURCE_JDBC_URL",
        "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable&prepareThreshold=0"
            .formatted(postgres.port(), server.getPath()));
    environment.put("QUARKUS_DATASOURCE_USERNAME", database.username());
    environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
    environment.put("RABBITMQ_HOST", "127.0.0.1");
    environment.put("RABBITMQ_PORT", String.valueOf(rabbit.port()));
    environment.put("RABBITMQ_USERNAME", broker.username());
    environment.put("RABBITMQ_PASSWORD", broker.password());
    environment.put("RABBITMQ_VIRTUAL_HOST", broker.name());
    environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
    process = builder.start();
  }

  /** Returns when it takes commands from the broker, or stands by for another that does. */
  void awaitWell() {
    if (!Waiting.until(() -> !process.isAlive() || isWell(), START_LIMIT) || !process.isAlive()) {
      throw new IllegalStateException("allocation-service does not start");
    }
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port.port() + path);
  }

  void stopAt(KillPoint point) {
    proxy(point).stopAt(point);
  }

  boolean awaitReached(KillPoint point, Duration limit) throws InterruptedException {
    return proxy(point).awaitReached(limit);
  }

  /** As kill -9 does: it has no time to say goodbye. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    close();
  }

  /** As an operator ends it; it finishes what it has in hand. */
  void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(START_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException("allocation-service does not end");
    }
    close();
  }

  private StoppingProxy proxy(KillPoint point) {
    return point.protocol() == Protocol.POSTGRESQL ? postgres : rabbit;
  }

  private boolean isWell() {
    try {
      return Http.get(url("/q/health"), Duration.ofSeconds(5)).status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    postgres.close();
    rabbit.close();
    port.close();
  }
}
