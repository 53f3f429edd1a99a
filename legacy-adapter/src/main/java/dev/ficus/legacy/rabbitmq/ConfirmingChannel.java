package dev.ficus.legacy.rabbitmq;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Confirming channel with a connection of its own, for as long as that lasts.
 *
 * <p>Message numbers are this channel's and die with it: when the channel goes, everything not
 * confirmed on it has failed, and no later channel's confirm can be mistaken for one of its own.
 * Sending is for one thread; confirms come on the client's.
 */
final class ConfirmingChannel implements AutoCloseable {

  private final Connection connection;
  private final Channel channel;
  private final ConcurrentNavigableMap<Long, Delivery> underWay = new ConcurrentSkipListMap<>();
  private final Semaphore room;
  private final String user;

  ConfirmingChannel(Connecting address, int mostUnderWay) throws IOException, TimeoutException {
    this.room = new Semaphore(mostUnderWay);
    this.user = address.user();
    this.connection = address.connect();
    try {
      Topology.declare(connection);
      this.channel = connection.createChannel();
      channel.confirmSelect();
      channel.addConfirmListener(this::acked, this::nacked);
      channel.addReturnListener(returned -> returned(returned.getProperties().getMessageId()));
      channel.addShutdownListener(cause -> lost(cause.getMessage()));
    } catch (IOException | TimeoutException | RuntimeException e) {
      connection.abort();
      throw e;
    }
  }

  boolean open() {
    return channel.isOpen();
  }

  /** Waits for room for another message; false when there was none in time. */
  boolean room(long milliseconds) throws InterruptedException {
    return room.tryAcquire(milliseconds, TimeUnit.MILLISECONDS);
  }

  /** Sends one message, for which {@link #room} has made room. */
  void send(Delivery delivery) throws IOException {
    BrokerMessage message = delivery.message();
    long number = channel.getNextPublishSeqNo();
    underWay.put(number, delivery);
    try {
      channel.basicPublish(
          message.exchange(),
          message.routingKey(),
          message.mandatory(),
          // The reader compares it with what its sender may send; the broker vouches for it.
          message.properties().builder().userId(user).build(),
          message.body());
    } catch (IOException | RuntimeException | Error e) {
      settle(number, delivery, () -> delivery.fail(e.toString()));
      throw e;
    }
    if (!channel.isOpen()) {
      // The channel may have gone between the two steps, after everyone was informed of its end.
      lost("the channel closed");
    }
  }

  @Override
  public void close() {
    connection.abort(1_000);
    lost("the connection was closed");
  }

  private void acked(long number, boolean multiple) {
    confirmed(number, multiple).forEach((n, delivery) -> settle(n, delivery, delivery::acked));
  }

  private void nacked(long number, boolean multiple) {
    confirmed(number, multiple)
        .forEach(
            (n, delivery) -> settle(n, delivery, () -> delivery.fail("the broker refused it")));
  }

  private Map<Long, Delivery> confirmed(long number, boolean multiple) {
    return multiple ? underWay.headMap(number, true) : underWay.subMap(number, true, number, true);
  }

  private void returned(String messageId) {
    underWay.values().stream()
        .filter(delivery -> delivery.message().properties().getMessageId().equals(messageId))
        .forEach(Delivery::unroutable);
  }

  private void lost(String why) {
    underWay.forEach((n, delivery) -> settle(n, delivery, () -> delivery.fail(why)));
  }

  private void settle(Long number, Delivery delivery, Runnable outcome) {
    if (underWay.remove(number, delivery)) {
      room.release();
      outcome.run();
    }
  }
}
