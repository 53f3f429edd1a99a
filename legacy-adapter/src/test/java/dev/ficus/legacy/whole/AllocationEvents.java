package dev.ficus.legacy.whole;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;

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

  private static final String QUEUE = "legacy-adapter.placements";
  private static final String EVENTS = "allocation.events";

  private final Connection connection;
  private final Channel channel;

  AllocationEvents() throws IOException, TimeoutException {
    Config config = ConfigProvider.getConfig();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHandshakeTimeout((int) CLOCK_LIMIT.toMillis());
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
    publish(EVENTS, type, properties(type, sequence), body);
  }

  /** Sends such an event of the past to the adapter's queue alone. */
  void sayAgain(String type, long sequence, String orderid, String sku, String lineid, int qty)
      throws IOException, InterruptedException, TimeoutException {
    String body =
        "{\"orderid\":\"%s\",\"sku\":\"%s\",\"lineid\":\"%s\",\"qty\":%d}"
            .formatted(orderid, sku, lineid, qty);
    publish("", QUEUE, properties(type, sequence), body);
  }

  /** Somebody deletes the adapter's queue. */
  void loseQueue() throws IOException {
    channel.queueDelete(QUEUE);
  }

  private static AMQP.BasicProperties properties(String type, long sequence) {
    return new AMQP.BasicProperties.Builder()
        .type("dev.ficus." + type + ".v1")
        .headers(
            Map.of(
                "cloudEvents_sequence",
                Long.toString(sequence),
                "cloudEvents_time",
                "2030-01-02T03:04:05Z"))
        .build();
  }

  private void publish(String exchange, String key, AMQP.BasicProperties properties, String body)
      throws IOException, InterruptedException, TimeoutException {
    channel.basicPublish(exchange, key, properties, body.getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
  }

  /** Publishes what nobody should. */
  void sayNonsense(String body) throws IOException, InterruptedException, TimeoutException {
    publish(EVENTS, "line_allocated", null, body);
    publish(
        EVENTS,
        "line_allocated",
        new AMQP.BasicProperties.Builder().type("dev.ficus.line_allocated.v1").build(),
        body);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
