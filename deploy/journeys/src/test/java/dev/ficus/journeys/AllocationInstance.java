package dev.ficus.journeys;

import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;

/** One packaged allocation-service that reaches its servers through proxies of its own. */
final class AllocationInstance implements AutoCloseable {
  private final StoppingProxy postgres;
  private final StoppingProxy rabbit;
  private final RunningService service;

  AllocationInstance(String name, Launcher launcher, Database database, VirtualHost broker)
      throws IOException {
    URI server = URI.create(database.jdbcUrl().substring("jdbc:".length()));
    postgres = new StoppingProxy(Protocol.POSTGRESQL, server.getHost(), server.getPort());
    rabbit = new StoppingProxy(Protocol.AMQP, broker.host(), broker.port());
    // Every statement travels with its text, so that the proxy knows it.
    String proxied =
        "jdbc:postgresql://127.0.0.1:%d%s?sslmode=disable&prepareThreshold=0"
            .formatted(postgres.port(), server.getPath());
    Map<String, String> proxies =
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL",
            proxied,
            "RABBITMQ_HOST",
            "127.0.0.1",
            "RABBITMQ_PORT",
            String.valueOf(rabbit.port()));
    service = new RunningService(Service.ALLOCATION, name, launcher, database, broker, proxies);
  }

  /** Returns when it takes commands from the broker, or stands by for another that does. */
  void awaitWell() {
    service.awaitWell();
  }

  void stopAt(KillPoint point) {
    proxy(point).stopAt(point);
  }

  boolean awaitReached(KillPoint point, Duration limit) throws InterruptedException {
    return proxy(point).awaitReached(limit);
  }

  /** As kill -9 does: it has no time to say goodbye. */
  void kill() throws InterruptedException {
    service.kill();
    close();
  }

  /** As an operator ends it; it finishes what it has in hand. */
  void end() throws InterruptedException {
    service.end();
    close();
  }

  private StoppingProxy proxy(KillPoint point) {
    return point.protocol() == Protocol.POSTGRESQL ? postgres : rabbit;
  }

  @Override
  public void close() {
    service.close();
    postgres.close();
    rabbit.close();
  }
}
