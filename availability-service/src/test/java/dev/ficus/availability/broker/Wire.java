package dev.ficus.availability.broker;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeoutException;
import org.eclipse.microprofile.config.Config;

/** Publishes events as allocation-service does, over a connection of its own. */
final class Wire implements AutoCloseable {

  static final String EXCHANGE = "allocation.events";
  static final String QUEUE = "availability.allocation-events";

  static final Instant TIME = Instant.parse("2026-02-27T11:59:58.123456Z");

  private final Connection connection;
  private final Channel channel;

  Wire(Config config) throws IOException, TimeoutException {
    this(config, "");
  }

  /**
   * @param prefix of the configuration keys of the broker's address
   */
  Wire(Config config, String prefix) throws IOException, TimeoutException {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHandshakeTimeout((int) CLOCK_LIMIT.toMillis());
    factory.setHost(config.getValue(prefix + "rabbitmq-host", String.class));
    factory.setPort(config.getValue(prefix + "rabbitmq-port", Integer.class));
    factory.setUsername(config.getValue("rabbitmq-username", String.class));
    factory.setPassword(config.getValue("rabbitmq-password", String.class));
    factory.setVirtualHost(config.getValue("rabbitmq-virtual-host", String.class));
    connection = factory.newConnection("test");
    channel = connection.createChannel();
    channel.confirmSelect();
  }

  Channel anotherChannel() throws IOException {
    return connection.createChannel();
  }

  /** Publishes and waits for the confirm. */
  void event(String type, String sku, Object sequence, String body)
      throws IOException, InterruptedException, TimeoutException {
    Map<String, Object> headers = headers(type, sku);
    headers.put("cloudEvents_sequence", sequence);
    raw(type, headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** Publishes and waits for the confirm. */
  void raw(String routingKey, Map<String, Object> headers, byte[] body)
      throws IOException, InterruptedException, TimeoutException {
    send(routingKey, headers, body);
    awaitConfirms();
  }

  /** Publishes; whoever sends many waits for all confirms at once. */
  void send(String routingKey, Map<String, Object> headers, byte[] body) throws IOException {
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .deliveryMode(2)
            .messageId(UUID.randomUUID().toString())
            .type(headers == null ? null : (String) headers.get("cloudEvents_type"))
            .correlationId("correlation-of-the-first-call")
            .headers(headers)
            .build();
    channel.basicPublish(EXCHANGE, routingKey, properties, body);
  }

  /** Returns when the broker has all that was sent. */
  void awaitConfirms() throws IOException, InterruptedException, TimeoutException {
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
  }

  static Map<String, Object> headers(String type, String sku) {
    Map<String, Object> headers = new HashMap<>();
    headers.put("cloudEvents_specversion", "1.0");
    headers.put("cloudEvents_id", UUID.randomUUID().toString());
    headers.put("cloudEvents_source", "/allocation-service");
    headers.put("cloudEvents_type", "dev.ficus." + type + ".v1");
    headers.put("cloudEvents_subject", sku);
    headers.put("cloudEvents_time", TIME.toString());
    headers.put("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00");
    return headers;
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
