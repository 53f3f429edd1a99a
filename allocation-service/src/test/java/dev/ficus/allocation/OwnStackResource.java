package dev.ficus.allocation;

import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.TcpProxy;
import dev.ficus.local.VirtualHost;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A PostgreSQL and a RabbitMQ that belong to a few tests, so that these may take them away. They
 * name the same resources, so that the service is started once for all of them. By day the RabbitMQ
 * is the build's, which is behind a proxy; by night ({@code -Dficus.nightly=true}) it is stopped
 * itself. A field of type {@code Consumer<String>} gets their control, which takes for instance
 * {@code "kill postgres"} and {@code "start rabbit"}; it is a type of Java's own because test and
 * resource need not share class loaders.
 */
public final class OwnStackResource implements QuarkusTestResourceLifecycleManager {
  private static final boolean NIGHTLY = Boolean.getBoolean("ficus.nightly");

  private LocalStack stack;
  private TcpProxy rabbit;

  @Override
  public Map<String, String> start() {
    stack = NIGHTLY ? LocalStack.start() : LocalStack.startPostgres();
    Database database = stack.createDatabase("outage");
    VirtualHost host = stack.createVirtualHost("outage");
    try {
      rabbit = new TcpProxy(host.host(), host.port());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Map.ofEntries(
        // Who calls during an outage waits so long, and the test with it.
        Map.entry("quarkus.datasource.jdbc.acquisition-timeout", "2s"),
        Map.entry("ficus.commands.pause-millis", "200"),
        Map.entry("ficus.relay.pause-millis", "200"),
        Map.entry("quarkus.datasource.jdbc.url", database.jdbcUrl()),
        Map.entry("quarkus.datasource.username", database.username()),
        Map.entry("quarkus.datasource.password", database.password()),
        Map.entry("rabbitmq-host", "localhost"),
        Map.entry("rabbitmq-port", String.valueOf(rabbit.port())),
        Map.entry("rabbitmq-username", host.username()),
        Map.entry("rabbitmq-password", host.password()),
        Map.entry("rabbitmq-virtual-host", host.name()));
  }

  /** After the one of all tests, whose settings it replaces. */
  @Override
  public int order() {
    return 1;
  }

  @Override
  public void inject(TestInjector injector) {
    Consumer<String> control = this::control;
    injector.injectIntoFields(control, field -> field.getType() == Consumer.class);
  }

  @Override
  public void stop() {
    try {
      rabbit.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      stack.close();
    }
  }

  private void control(String order) {
    switch (order) {
      case "start postgres" -> stack.postgres().start();
      case "stop postgres" -> stack.postgres().stop();
      case "kill postgres" -> stack.postgres().kill();
      case "start rabbit" -> bringRabbit();
      case "stop rabbit" -> takeRabbit();
      default -> throw new IllegalArgumentException(order);
    }
  }

  private void takeRabbit() {
    rabbit.away(true);
    if (NIGHTLY) {
      stack.rabbit().stop();
    }
  }

  private void bringRabbit() {
    if (NIGHTLY) {
      stack.rabbit().start();
    }
    rabbit.away(false);
  }
}
