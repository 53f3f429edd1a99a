package dev.ficus.bench;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import java.io.IOException;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Publishes persistent messages with confirms, so many unconfirmed at most. */
final class WindowedPublisher implements AutoCloseable {
  private static final long LIMIT_SECONDS = 60;

  private final Channel channel;
  private final int window;
  private final Semaphore free;
  private final SortedSet<Long> unconfirmed = new TreeSet<>();
  private volatile boolean refused;

  WindowedPublisher(Connection connection, int window) throws IOException {
    this.window = window;
    this.free = new Semaphore(window);
    this.channel = connection.createChannel();
    channel.confirmSelect();
    channel.addConfirmListener(
        this::confirmed,
        (tag, multiple) -> {
          refused = true;
          confirmed(tag, multiple);
        });
  }

  void publish(String exchange, String key, AMQP.BasicProperties properties, byte[] body)
      throws IOException, InterruptedException {
    acquire(1);
    synchronized (unconfirmed) {
      unconfirmed.add(channel.getNextPublishSeqNo());
    }
    channel.basicPublish(exchange, key, properties, body);
  }

  /** Returns when the broker has confirmed everything. */
  void awaitConfirms() throws IOException, InterruptedException {
    acquire(window);
    free.release(window);
    if (refused) {
      throw new IOException("the broker refused a message");
    }
  }

  private void acquire(int places) throws IOException, InterruptedException {
    if (!free.tryAcquire(places, LIMIT_SECONDS, TimeUnit.SECONDS)) {
      throw new IOException("the broker does not confirm");
    }
  }

  private void confirmed(long tag, boolean multiple) {
    int places = 0;
    synchronized (unconfirmed) {
      if (multiple) {
        SortedSet<Long> all = unconfirmed.headSet(tag + 1);
        places = all.size();
        all.clear();
      } else if (unconfirmed.remove(tag)) {
        places = 1;
      }
    }
    free.release(places);
  }

  @Override
  public void close() throws IOException {
    channel.abort();
  }
}
