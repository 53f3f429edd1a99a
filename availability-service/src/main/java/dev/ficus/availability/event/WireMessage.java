package dev.ficus.availability.event;

import java.time.Instant;
import java.util.Map;

/**
 * A message as received, without the broker's own types. Everything but the body may be missing
 * ({@code null}).
 *
 * @param body the bytes, JSON if all is well
 * @param headers application headers; values are strings or numbers
 * @param routingKey the key it was published with
 * @param type the AMQP property of that name
 * @param timestamp the AMQP property of that name, to the second
 */
public record WireMessage(
    byte[] body,
    Map<String, Object> headers,
    String routingKey,
    String type,
    String messageId,
    String correlationId,
    Instant timestamp) {

  String header(String name) {
    Object value = headers.get(name);
    return value == null ? null : value.toString();
  }
}
