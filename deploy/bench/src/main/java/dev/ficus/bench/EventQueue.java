package dev.ficus.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.Envelope;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * A queue with all events of allocation-service, and a consumer that watches their order: repeats
 * discarded first, each SKU's sequence must go up by one.
 */
final class EventQueue implements AutoCloseable {
  private static final String NAME = "bench.events";
  private static final int PREFETCH = 2_000;
  private static final int ACK_EVERY = 500;

  private final Channel channel;
  private final int expected;
  private final CountDownLatch missing;
  private final Map<String, Long> last = new HashMap<>();
  private int repeats;
  private int outOfOrder;
  private int received;

  EventQueue(Connection connection, int expected) throws IOException {
    this.channel = connection.createChannel();
    this.expected = expected;
    this.missing = new CountDownLatch(expected);
    channel.queueDeclare(NAME, true, false, false, Map.of("x-queue-type", "quorum"));
    channel.queueBind(NAME, "allocation.events", "#");
    channel.basicQos(PREFETCH);
    channel.basicConsume(
        NAME,
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag, Envelope envelope, AMQP.BasicProperties properties, byte[] body)
              throws IOException {
            receive(properties.getHeaders());
            if (received % ACK_EVERY == 0 || missing.getCount() == 0) {
              channel.basicAck(envelope.getDeliveryTag(), true);
            }
          }
        });
  }

  private void receive(Map<String, Object> headers) {
    received++;
    String subject = headers.get("cloudEvents_subject").toString();
    long sequence = Long.parseLong(headers.get("cloudEvents_sequence").toString());
    long before = last.getOrDefault(subject, 0L);
    if (sequence <= before) {
      repeats++;
      return;
    }
    if (sequence != before + 1) {
      outOfOrder++;
    }
    last.put(subject, sequence);
    missing.countDown();
  }

  /** Returns when every event has come once, or the time is over. */
  void await(Duration limit) throws InterruptedException {
    missing.await(limit.toMillis(), TimeUnit.MILLISECONDS);
  }

  int repeats() {
    return repeats;
  }

  /** How many events never came or came before one that belongs before them. */
  long wrong() {
    return missing.getCount() + outOfOrder;
  }

  @Override
  public void close() throws IOException {
    channel.queueDelete(NAME);
    channel.abort();
  }

  @Override
  public String toString() {
    return "%d of %d events came, %d repeats, %d out of order"
        .formatted(expected - missing.getCount(), expected, repeats, outOfOrder);
  }
}
