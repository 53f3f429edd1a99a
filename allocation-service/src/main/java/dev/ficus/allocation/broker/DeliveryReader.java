package dev.ficus.allocation.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import dev.ficus.allocation.allocating.Cause;
import dev.ficus.allocation.allocating.Delivery;
import dev.ficus.allocation.allocating.Unexpected;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.wire.CommandJson;
import dev.ficus.allocation.wire.Content;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Reads what came from the queue. Every message can be read; a bad one as malformed, and one that
 * its sender may not send as refused.
 */
@ApplicationScoped
class DeliveryReader {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_ID = 255;

  private final Grants grants;

  DeliveryReader(Grants grants) {
    this.grants = grants;
  }

  /**
   * An id that is empty or blank is none: clients that always set the property send it so when
   * nobody gave them one.
   *
   * @param routingKey of the envelope, which names the command: the broker has compared it with
   *     what the sender may send. Headers such as {@code CC} or {@code cloudEvents_type} name
   *     nothing.
   */
  Delivery read(String routingKey, AMQP.BasicProperties properties, byte[] body) {
    Delivery came = readAnybodys(routingKey, properties, body);
    return grants.refusal(properties.getUserId(), routingKey).map(came::refused).orElse(came);
  }

  private static Delivery readAnybodys(
      String routingKey, AMQP.BasicProperties properties, byte[] body) {
    Map<String, String> headers = headers(properties);
    String id =
        Stream.of(headers.get("cloudEvents_id"), properties.getMessageId())
            .filter(each -> each != null && !each.isBlank())
            .findFirst()
            .orElse(null);
    Cause cause =
        new Cause(
            id == null || !isSound(id) ? UUID.randomUUID().toString() : id,
            printable(properties.getCorrelationId()),
            printable(headers.get("traceparent")),
            printable(who(properties)));
    Optional<Command> command = Optional.empty();
    Optional<Malformed> defect = Optional.empty();
    try {
      if (id != null && !isSound(id)) {
        throw new Malformed(
            "cloudEvents_id",
            "is longer than %d bytes of UTF-8 or contains a control character"
                .formatted(LONGEST_ID));
      }
      command = Optional.of(CommandJson.read(routingKey, body));
    } catch (Malformed e) {
      defect = Optional.of(e);
    } catch (RuntimeException | StackOverflowError e) {
      // Thrown on, it would come again with each new channel and stop all that is behind it.
      Unexpected.met("commands", e);
      defect = Optional.of(new Malformed("body", "cannot be read: " + e));
    }
    UUID content = command.map(Content::of).orElseGet(() -> Content.ofMalformed(routingKey, body));
    return new Delivery(
        cause.messageId(),
        routingKey,
        body,
        json(headers),
        content,
        cause,
        command,
        defect.map(Outcome.Refused::malformed));
  }

  private static boolean isSound(String id) {
    return id.getBytes(StandardCharsets.UTF_8).length <= LONGEST_ID && id.equals(printable(id));
  }

  /** The database takes no NUL, and one message that it does not take would stop the others. */
  private static String printable(String text) {
    return text == null ? null : text.replaceAll("\\p{Cntrl}", "\uFFFD");
  }

  /** The broker vouches for the user; the application is what the sender says. */
  private static String who(AMQP.BasicProperties properties) {
    return Stream.of(properties.getUserId(), properties.getAppId())
        .filter(name -> name != null && !name.isBlank())
        .findFirst()
        .orElse("rabbitmq");
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
