package dev.ficus.availability.broker;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.BuiltinExchangeType;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.view.Crossing;
import dev.ficus.availability.view.Crossings;
import dev.ficus.availability.view.ViewsUnavailable;
import io.smallrye.mutiny.Uni;
import io.smallrye.reactive.messaging.MutinyEmitter;
import io.smallrye.reactive.messaging.rabbitmq.OutgoingRabbitMQMetadata;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Metadata;

/**
 * Publishes crossings on {@code availability.events}, each with its id, in their order, and waits
 * for the broker to confirm. During an outage one may be published although it was given up waiting
 * for: it comes twice then, with the same id. Same algorithm as ConfirmedPublisher in
 * allocation-service.
 */
@ApplicationScoped
class CrossingPublisher implements Crossings {

  private static final String EXCHANGE = "availability.events";
  private static final String OUT = "out_of_stock";
  private static final String BACK = "back_in_stock";
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  // Fewer than what the emitter takes without being asked for more.
  private static final int MOST_AT_ONCE = 100;

  private final MutinyEmitter<byte[]> emitter;
  private final ObjectMapper json;
  private final String user;

  /**
   * @param user whom the connector logs in as; the broker takes no message under another name
   */
  CrossingPublisher(
      @Channel("crossings") MutinyEmitter<byte[]> emitter,
      ObjectMapper json,
      @ConfigProperty(name = "rabbitmq-username", defaultValue = "guest") String user) {
    this.emitter = emitter;
    this.json = json;
    this.user = user;
  }

  /**
   * Others bind to it before there is anything to publish, and the connector connects only then.
   * Does not wait, but comes before all that is done on this channel afterwards.
   */
  static void declareExchange(com.rabbitmq.client.Channel channel) throws IOException {
    channel.exchangeDeclareNoWait(EXCHANGE, BuiltinExchangeType.TOPIC, true, false, false, null);
  }

  @Override
  public void publish(List<Crossing> crossings) {
    for (int from = 0; from < crossings.size(); from += MOST_AT_ONCE) {
      publishTogether(crossings.subList(from, Math.min(crossings.size(), from + MOST_AT_ONCE)));
    }
  }

  private void publishTogether(List<Crossing> some) {
    try {
      Uni.join()
          .all(some.stream().map(crossing -> emitter.sendMessage(message(crossing))).toList())
          .andFailFast()
          .await()
          .atMost(PATIENCE);
    } catch (RuntimeException unconfirmed) {
      throw new ViewsUnavailable(
          "crossings were not confirmed by the broker: " + unconfirmed.getMessage());
    }
  }

  private Message<byte[]> message(Crossing crossing) {
    String name = crossing.isOut() ? OUT : BACK;
    String type = "dev.ficus.availability." + name + ".v1";
    OutgoingRabbitMQMetadata.Builder metadata =
        OutgoingRabbitMQMetadata.builder()
            .withRoutingKey(name)
            .withContentType("application/json")
            .withDeliveryMode(2)
            .withMessageId(crossing.id())
            .withType(type)
            .withTimestamp(crossing.since().atZone(ZoneOffset.UTC))
            .withAppId("availability-service")
            .withUserId(user)
            .withHeader("cloudEvents_specversion", "1.0")
            .withHeader("cloudEvents_id", crossing.id())
            .withHeader("cloudEvents_source", "/availability-service")
            .withHeader("cloudEvents_type", type)
            .withHeader("cloudEvents_subject", crossing.sku())
            .withHeader("cloudEvents_time", crossing.since().toString())
            .withHeader(
                "cloudEvents_sequence", Long.toString(Numbering.sequence(crossing.sequence())));
    long generation = Numbering.generation(crossing.sequence());
    if (generation != 1) {
      metadata.withHeader("cloudEvents_generation", Long.toString(generation));
    }
    if (crossing.origin().correlationId() != null) {
      metadata.withCorrelationId(crossing.origin().correlationId());
    }
    if (crossing.origin().traceparent() != null) {
      metadata.withHeader("traceparent", crossing.origin().traceparent());
    }
    return Message.of(body(crossing), Metadata.of(metadata.build()));
  }

  private byte[] body(Crossing crossing) {
    ObjectNode body =
        json.createObjectNode()
            .put("sku", crossing.sku())
            .put("since", crossing.since().toString())
            .put("sequence", Numbering.sequence(crossing.sequence()));
    long generation = Numbering.generation(crossing.sequence());
    if (generation != 1) {
      body.put("generation", generation);
    }
    return body.toString().getBytes(StandardCharsets.UTF_8);
  }
}
