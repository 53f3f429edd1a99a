package dev.ficus.allocation.broker;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ficus.allocation.allocating.Unexpected;
import dev.ficus.allocation.metrics.MetricsSettings;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * How many messages wait in the queues of this service, and whether commands are consumed, as
 * gauges. The broker is asked in the background, by a connection of its own: while it is away the
 * last numbers stay, and {@code ficus_queues_age_seconds} says how old they are. Before the first
 * answer they are NaN, and as old as this is.
 */
@ApplicationScoped
class QueueGauges {
  private static final Logger LOG = Logger.getLogger(QueueGauges.class);

  private final Broker broker;
  private final CommandConsumer consumer;
  private final MetricsSettings settings;
  private final MeterRegistry registry;
  private final Map<String, Long> messages = new ConcurrentHashMap<>();
  private final List<Gauge> gauges = new ArrayList<>();
  private final Thread thread = new Thread(this::run, "queue-lengths");
  private volatile long askedAtNanos = System.nanoTime();
  private volatile boolean stopping;

  QueueGauges(
      Broker broker, CommandConsumer consumer, MetricsSettings settings, MeterRegistry registry) {
    this.broker = broker;
    this.consumer = consumer;
    this.settings = settings;
    this.registry = registry;
  }

  void start(@Observes StartupEvent started) {
    gauges.add(
        Gauge.builder("ficus.consuming", () -> consumer.isConsuming() ? 1 : 0)
            .tag("queue", Topology.COMMANDS)
            .description("1 while this instance consumes the queue or stands by, else 0")
            .register(registry));
    for (String queue : List.of(Topology.COMMANDS, Topology.UNROUTED)) {
      gauges.add(
          Gauge.builder("ficus.queue.messages", () -> messages.get(queue))
              .tag("queue", queue)
              .description("messages that nobody has been given yet")
              .register(registry));
    }
    gauges.add(
        Gauge.builder("ficus.queues.age.seconds", () -> (System.nanoTime() - askedAtNanos) / 1e9)
            .description("how long ago the broker said how many messages wait")
            .register(registry));
    thread.setDaemon(true);
    thread.start();
  }

  /** The registry outlives this application where another starts in the same process. */
  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join(5_000);
    gauges.forEach(registry::remove);
  }

  private void run() {
    while (!stopping) {
      try (Connection connection = broker.connect("queue lengths")) {
        while (!stopping) {
          ask(connection);
          pause();
        }
      } catch (IOException | TimeoutException | ShutdownSignalException e) {
        LOG.debugf("the lengths of the queues stay as they were: %s", e);
        pause();
      } catch (Throwable e) {
        Unexpected.met("queue-lengths", e);
        pause();
      }
    }
  }

  /** A queue that is not there closes the channel, hence a new one each time. */
  private void ask(Connection connection) throws IOException, TimeoutException {
    try (Channel channel = connection.createChannel()) {
      for (String queue : List.of(Topology.COMMANDS, Topology.UNROUTED)) {
        messages.put(queue, channel.messageCount(queue));
      }
    }
    askedAtNanos = System.nanoTime();
  }

  private void pause() {
    try {
      if (!stopping) {
        Thread.sleep(1_000L * settings.refreshSeconds());
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts; the loop ends.
    }
  }
}
