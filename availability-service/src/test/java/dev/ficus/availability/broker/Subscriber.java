package dev.ficus.availability.broker;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Follows the crossings of one SKU, as another team does. */
final class Subscriber {
  static final String EXCHANGE = "availability.events";

  private final BlockingQueue<Got> got = new LinkedBlockingQueue<>();

  /** A message. */
  record Got(String routingKey, AMQP.BasicProperties properties, byte[] body) {}

  /** Fails when nobody has declared the exchange. */
  Subscriber(Channel channel, String sku) throws IOException {
    channel.exchangeDeclarePassive(EXCHANGE);
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, EXCHANGE, "*");
    channel.basicConsume(
        queue,
        true,
        (tag, delivery) -> {
          AMQP.BasicProperties properties = delivery.getProperties();
          if (sku.equals(properties.getHeaders().get("cloudEvents_subject").toString())) {
            got.add(
                new Got(delivery.getEnvelope().getRoutingKey(), properties, delivery.getBody()));
          }
        },
        tag -> {});
  }

  /** The next one, once it comes. */
  Got next() throws InterruptedException {
    Got next = got.poll(CLOCK_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
    if (next == null) {
      throw new AssertionError("nothing came on " + EXCHANGE);
    }
    return next;
  }

  /** The ids of all that have come and were not asked for yet. */
  List<String> ids() {
    return got.stream().map(each -> each.properties().getMessageId()).toList();
  }
}
