package dev.ficus.allocation.broker;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.DefaultConsumer;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ficus.allocation.allocating.Arrivals;
import dev.ficus.allocation.allocating.Arrivals.Entrance;
import dev.ficus.allocation.allocating.Deliveries;
import dev.ficus.allocation.allocating.Delivery;
import dev.ficus.allocation.allocating.GroupSettings;
import dev.ficus.allocation.allocating.Unavailable;
import dev.ficus.allocation.allocating.Unexpected;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Consumes commands from the queue in groups: whatever has come while the last group was committed
 * is the next one; while that is little, what comes in a moment more belongs to it, unless the last
 * one was a single command. So groups grow with the load, and a lone command does not wait. A group
 * is acknowledged after its commit, on the channel it came by; when that channel is gone the broker
 * delivers it again, and the inbox knows it. The broker hands commands to one instance at a time;
 * the others are its standbys.
 */
@ApplicationScoped
class CommandConsumer {
  private static final Logger LOG = Logger.getLogger(CommandConsumer.class);
  private static final long LOOK_AT_CHANNEL_MILLIS = 500;

  /** So many are worth a transaction of their own. */
  private static final int ENOUGH = 200;

  private final Broker broker;
  private final DeliveryReader reader;
  private final Deliveries deliveries;
  private final ConsumerSettings settings;
  private final GroupSettings groups;
  private final Arrivals arrivals;
  private final Thread thread = new Thread(this::run, "command-consumer");
  private volatile boolean stopping;
  private volatile boolean consuming;

  CommandConsumer(
      Broker broker,
      DeliveryReader reader,
      Deliveries deliveries,
      ConsumerSettings settings,
      GroupSettings groups,
      Arrivals arrivals) {
    this.broker = broker;
    this.reader = reader;
    this.deliveries = deliveries;
    this.settings = settings;
    this.groups = groups;
    this.arrivals = arrivals;
  }

  /** Whether this instance consumes, or is a standby of the one that does. */
  boolean isConsuming() {
    return consuming;
  }

  void start(@Observes StartupEvent started) {
    thread.start();
  }

  /**
   * The group in hand is committed and acknowledged; what was not begun goes to another instance.
   */
  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    stopping = true;
    thread.join(10_000);
  }

  private record Arrived(long tag, Delivery delivery) {}

  private void run() {
    while (!stopping) {
      try (Connection connection = broker.connect("commands");
          Channel channel = connection.createChannel()) {
        consume(channel);
      } catch (IOException
          | TimeoutException
          | ShutdownSignalException
          | Unavailable
          | InterruptedException e) {
        if (!stopping) {
          LOG.warnf("commands wait at the broker: %s", describe(e));
          pause();
        }
      } catch (Throwable e) {
        // What was not acknowledged comes again.
        Unexpected.met("command-consumer", e);
        pause();
      } finally {
        consuming = false;
      }
    }
  }

  private void consume(Channel channel) throws IOException, InterruptedException {
    BlockingQueue<Arrived> arrived = new LinkedBlockingQueue<>();
    channel.basicQos(settings.prefetch());
    channel.basicConsume(
        Topology.COMMANDS,
        false,
        new DefaultConsumer(channel) {
          @Override
          public void handleDelivery(
              String tag,
              com.rabbitmq.client.Envelope envelope,
              AMQP.BasicProperties properties,
              byte[] body) {
            Delivery delivery = reader.read(envelope.getRoutingKey(), properties, body);
            arrived.add(new Arrived(envelope.getDeliveryTag(), delivery));
          }

          @Override
          public void handleCancel(String tag) throws IOException {
            // The queue was deleted, or its leader moved: connect and declare again.
            channel.abort();
          }
        });
    consuming = true;
    List<Arrived> group = new ArrayList<>(groups.size());
    int lastSize = 0;
    while (!stopping) {
      Arrived first = arrived.poll(LOOK_AT_CHANNEL_MILLIS, TimeUnit.MILLISECONDS);
      if (!channel.isOpen()) {
        throw new IOException("the channel was closed", channel.getCloseReason());
      }
      if (first == null) {
        continue;
      }
      if (lastSize > 1 && arrived.size() < Math.min(ENOUGH, groups.size() - 1)) {
        Thread.sleep(settings.gatherMillis());
      }
      group.add(first);
      arrived.drainTo(group, groups.size() - 1);
      lastSize = group.size();
      group.forEach(each -> arrivals.received(Entrance.RABBITMQ, each.delivery().command()));
      take(group.stream().map(Arrived::delivery).toList());
      channel.basicAck(group.get(group.size() - 1).tag(), true);
      group.clear();
    }
  }

  /** While the database is away the group keeps its place; nothing is given back to the queue. */
  private void take(List<Delivery> group) {
    while (true) {
      try {
        deliveries.receive(group);
        return;
      } catch (Unavailable e) {
        if (stopping) {
          throw e;
        }
        LOG.warnf("%d commands wait: %s", group.size(), describe(e));
        pause();
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(settings.pauseMillis());
    } catch (InterruptedException e) {
      stopping = true;
    }
  }

  private static String describe(Throwable failure) {
    Throwable root = failure;
    while (root.getCause() != null) {
      root = root.getCause();
    }
    return root instanceof ShutdownSignalException || root == failure
        ? String.valueOf(root.getMessage())
        : failure.getMessage() + " (" + root.getMessage() + ")";
  }
}
