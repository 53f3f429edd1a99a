package dev.ficus.allocation.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import dev.ficus.allocation.allocating.Cause;
import dev.ficus.allocation.allocating.Delivery;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.wire.CommandJson;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;

/** Reads what came from the queue. Every message can be read; a bad one as malformed. */
final class DeliveryReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_ID = 255;

  private DeliveryReader() {}

  /**
   * @param routingKey names the command; the CloudEvents attributes may be missing
   */
  static Delivery read(String routingKey, AMQP.BasicProperties properties, byte[] body) {
    Map<String, String> headers = headers(properties);
    String id = headers.getOrDefault("cloudEvents_id", properties.getMessageId());
    Cause cause =
        new Cause(
            id == null || isTooLong(id) ? UUID.randomUUID().toString() : id,
            properties.getCorrelationId(),
            headers.get("traceparent"));
    Optional<Command> command = Optional.empty();
    Optional<Malformed> defect = Optional.empty();
    try {
      if (id != null && isTooLong(id)) {
        throw new Malformed("cloudEvents_id", "is longer than " + LONGEST_ID + " bytes of UTF-8");
      }
      command = Optional.of(CommandJson.read(routingKey, body));
    } catch (Malformed e) {
      defect = Optional.of(e);
    }
    return new Delivery(cause.messageId(), routingKey, body, json(headers), cause, command, defect);
  }

  private static boolean isTooLong(String id) {
    return id.getBytes(StandardCharsets.UTF_8).length > LONGEST_ID;
  }

  private static Map<String, String> headers(AMQP.BasicProperties properties) {
    Map<String, String> headers = new TreeMap<>();
    if (properties.getHeaders() != null) {
      properties.getHeaders().forEach((name, value) -> headers.put(name, String.valueOf(value)));
    }
    return headers;
  }

  private static String json(Map<String, String> headers) {
    try {
      return JSON.writeValueAsString(headers);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
