package dev.ficus.availability.broker;

import com.rabbitmq.client.AlreadyClosedException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.MetricsCollector;
import com.rabbitmq.client.NoOpMetricsCollector;
import dev.ficus.availability.upkeep.Upkeep;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;

/**
 * The present consumer of a queue, known by its tag and channel. The connector reconnects by itself
 * and says nothing of it, but much depends on it: a delivery may be acknowledged only on the
 * channel it came on (tags start again from 1, so a late acknowledgement would hit another
 * message), and what was published between two consumers may have missed the queue. The RabbitMQ
 * client calls its metrics collector for every consumer, after the queue was declared and bound.
 */
final class PresentConsumer {

  private static final Logger LOG = Logger.getLogger(PresentConsumer.class);

  private record Consumer(String tag, Channel channel) {}

  private final Upkeep upkeep;
  private final AtomicReference<Consumer> present = new AtomicReference<>();

  PresentConsumer(Upkeep upkeep) {
    this.upkeep = upkeep;
  }

  /** What the client of the queue has to be given. */
  MetricsCollector listener() {
    return new Listener();
  }

  /** Whether the delivery came to this consumer; an earlier one's come again and are thrown out. */
  boolean received(Delivery delivery) {
    Consumer consumer = present.get();
    return consumer != null && consumer.tag().equals(delivery.consumerTag());
  }

  /**
   * Acknowledges this delivery and all before it, in one go: the connector can only do it one by
   * one. Where that fails the broker delivers them again, and they count as repeated.
   */
  void acknowledgeUpTo(Delivery last) {
    Consumer consumer = present.get();
    if (consumer != null && consumer.tag().equals(last.consumerTag())) {
      try {
        consumer.channel().basicAck(last.deliveryTag(), true);
      } catch (IOException | AlreadyClosedException lost) {
        LOG.debugf("Not acknowledged, so it will come again: %s", lost.getMessage());
      }
    }
  }

  /**
   * Ends the connection of the present consumer, if there is one; blocks. To be called when its
   * stream ended: the connector cancels a consumer under the tag it had before the first reconnect,
   * so the broker would go on sending to a consumer nobody listens to.
   */
  void abandon() {
    Consumer consumer = present.getAndSet(null);
    if (consumer != null) {
      upkeep.lost();
      consumer.channel().getConnection().abort();
    }
  }

  private void consuming(Channel channel, String tag) {
    Consumer consumer = new Consumer(tag, channel);
    present.set(consumer);
    channel.addShutdownListener(
        cause -> {
          if (present.compareAndSet(consumer, null)) {
            upkeep.lost();
          }
        });
    upkeep.bound();
  }

  private final class Listener extends NoOpMetricsCollector {
    // Before there is a consumer, so that the exchange is there when the service is ready.
    @Override
    public void newChannel(Channel channel) {
      try {
        CrossingPublisher.declareExchange(channel);
      } catch (IOException | AlreadyClosedException lost) {
        LOG.debugf("Lost already, so there will be another one: %s", lost.getMessage());
      }
    }

    @Override
    public void basicConsume(Channel channel, String consumerTag, boolean autoAck) {
      consuming(channel, consumerTag);
    }
  }
}
