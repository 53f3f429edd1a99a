package dev.ficus.availability.broker;

import dev.ficus.availability.event.WireMessage;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMessage;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;

/** A message in hand, not acknowledged yet. */
final class Delivery {

  private final IncomingRabbitMQMessage<?> message;
  private final String consumerTag;

  Delivery(IncomingRabbitMQMessage<?> message) {
    this.message = message;
    this.consumerTag = message.getRabbitMQMessage().consumerTag();
  }

  /** The broker's name for the consumer it came to: another one after every reconnect. */
  String consumerTag() {
    return consumerTag;
  }

  /** Its number on the consumer's channel; rises by one from delivery to delivery. */
  long deliveryTag() {
    return message.getRabbitMQMessage().envelope().getDeliveryTag();
  }

  WireMessage read() {
    Instant timestamp =
        message.getTimestamp(ZoneOffset.UTC).map(ZonedDateTime::toInstant).orElse(null);
    return new WireMessage(
        message.getRabbitMQMessage().body().getBytes(),
        message.getHeaders(),
        message.getRabbitMQMessage().envelope().getRoutingKey(),
        message.getType().orElse(null),
        message.getMessageId().orElse(null),
        message.getCorrelationId().orElse(null),
        timestamp);
  }
}
