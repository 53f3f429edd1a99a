package dev.ficus.allocation;

import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.Server;
import dev.ficus.local.VirtualHost;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A PostgreSQL and a RabbitMQ that belong to one test, so that it may take them away. A field of
 * type {@code Consumer<String>} gets their control, which takes for instance {@code "kill
 * postgres"} and {@code "start rabbit"}; it is a type of Java's own because test and resource need
 * not share class loaders.
 */
public final class OwnStackResource implements QuarkusTestResourceLifecycleManager {
  private LocalStack stack;

  @Override
  public Map<String, String> start() {
    stack = LocalStack.start();
    Database database = stack.createDatabase("outage");
    VirtualHost host = stack.createVirtualHost("outage");
    return Map.of(
        // Who calls during an outage waits so long, and the test with it.
        "quarkus.datasource.jdbc.acquisition-timeout", "3s",
        "quarkus.datasource.jdbc.url", database.jdbcUrl(),
        "quarkus.datasource.username", database.username(),
        "quarkus.datasource.password", database.password(),
        "rabbitmq-host", host.host(),
        "rabbitmq-port", String.valueOf(host.port()),
        "rabbitmq-username", host.username(),
        "rabbitmq-password", host.password(),
        "rabbitmq-virtual-host", host.name());
  }

  @Override
  public void inject(TestInjector injector) {
    Consumer<String> control = this::control;
    injector.injectIntoFields(control, field -> field.getType() == Consumer.class);
  }

  @Override
  public void stop() {
    stack.close();
  }

  private void control(String order) {
    String[] words = order.split(" ");
    Server server = words[1].equals("postgres") ? stack.postgres() : stack.rabbit();
    switch (words[0]) {
      case "start" -> server.start();
      case "stop" -> server.stop();
      case "kill" -> server.kill();
      default -> throw new IllegalArgumentException(order);
    }
  }
}
