package dev.ficus.legacy.serving;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.ConfigProvider;

/** Says what allocation-service would say. */
final class AllocationEvents implements AutoCloseable {

  private static final String EVENTS = "allocation.events";

  private final Connection connection;
  private final Channel channel;

  AllocationEvents() throws IOException, TimeoutException {
    Config config = ConfigProvider.getConfig();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHost(config.getValue("rabbitmq-host", String.class));
    factory.setPort(config.getValue("rabbitmq-port", Integer.class));
    factory.setUsername(config.getValue("rabbitmq-username", String.class));
    factory.setPassword(config.getValue("rabbitmq-password", String.class));
    factory.setVirtualHost(config.getValue("rabbitmq-virtual-host", String.class));
    connection = factory.newConnection();
    channel = connection.createChannel();
    channel.exchangeDeclare(EVENTS, BuiltinExchangeType.TOPIC, true);
    channel.confirmSelect();
  }

  /**
   * Publishes an event about a line.
   *
   * @param more members of its body, each with a comma before it
   */
  void say(
      String type, long sequence, String orderid, String sku, String lineid, int qty, String more)
      throws IOException, InterruptedException, TimeoutException {
    String body =
        "{\"orderid\":\"%s\",\"sku\":\"%s\",\"lineid\":\"%s\",\"qty\":%d%s}"
            .formatted(orderid, sku, lineid, qty, more);
    channel.basicPublish(
        EVENTS,
        type,
        new AMQP.BasicProperties.Builder()
            .headers(Map.of("cloudEvents_sequence", Long.toString(sequence)))
            .build(),
        body.getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(10_000);
  }

  /** Publishes what nobody should. */
  void sayNonsense(String body) throws IOException, InterruptedException, TimeoutException {
    channel.basicPublish(EVENTS, "line_allocated", null, body.getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(10_000);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
