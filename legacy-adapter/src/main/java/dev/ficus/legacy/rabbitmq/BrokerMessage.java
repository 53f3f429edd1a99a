package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP;
import java.nio.charset.StandardCharsets;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/**
 * Message as it goes to an exchange: the data alone as JSON, CloudEvents attributes in binary mode
 * beside.
 */
record BrokerMessage(
    String exchange, String routingKey, AMQP.BasicProperties properties, byte[] body) {

  private static final String SOURCE = "/legacy-adapter";
  private static final int PERSISTENT = 2;

  /**
   * @param headers those that it has besides, such as a trace context
   */
  static BrokerMessage of(
      String exchange,
      CloudEvent event,
      String correlation,
      Map<String, String> headers,
      ObjectNode data) {
    String id = event.id().toString();
    Map<String, Object> all = new HashMap<>(headers);
    all.put("cloudEvents_specversion", "1.0");
    all.put("cloudEvents_id", id);
    all.put("cloudEvents_source", SOURCE);
    all.put("cloudEvents_type", event.type());
    all.put("cloudEvents_subject", event.subject());
    all.put("cloudEvents_time", event.time().truncatedTo(ChronoUnit.MILLIS).toString());
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .messageId(id)
            .type(event.type())
            .timestamp(Date.from(event.time()))
            .correlationId(correlation)
            .appId("legacy-adapter")
            .deliveryMode(PERSISTENT)
            .headers(all)
            .build();
    return new BrokerMessage(
        exchange, event.name(), properties, data.toString().getBytes(StandardCharsets.UTF_8));
  }

  /** Whether it has to reach a queue: a command does, an event has as many readers as there are. */
  boolean mandatory() {
    return !exchange.equals(Topology.EVENTS);
  }
}
