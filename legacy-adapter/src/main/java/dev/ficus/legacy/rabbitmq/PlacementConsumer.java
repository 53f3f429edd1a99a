package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.CancelCallback;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.ShutdownSignalException;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.PlacementTaker;
import dev.ficus.legacy.placement.Placements;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.schedule.Unexpected;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/**
 * Consumer of allocation-service's events about the lines of the ledger, from a queue of the
 * adapter's own. What comes together is written down as one change and acknowledged afterwards.
 * While the database is away it stays unacknowledged: the broker counts how often it has to send a
 * message, and gives up in the end.
 */
@ApplicationScoped
class PlacementConsumer {

  private static final Logger LOG = Logger.getLogger(PlacementConsumer.class);
  private static final String EVENTS = "allocation.events";
  private static final int MOST_IN_HAND = 1_000;
  private static final int LARGEST_GROUP = 500;
  private static final long GATHER_MILLISECONDS = 50;

  /** So many are worth a transaction of their own. */
  private static final int ENOUGH = 200;

  private static final long LOOK_MILLISECONDS = 200;
  private static final long PAUSE_MILLISECONDS = 1_000;
  private static final int STOPPING_MILLISECONDS = 5_000;

  private final Connecting address;
  private final String queue;
  private final PlacementTaker placements;
  private final PlacementReader reader;
  private final Thread thread;
  private MeterRegistry meters;
  private Gauge gauge;
  private volatile boolean stopping;
  private volatile boolean consuming;

  @Inject
  PlacementConsumer(
      BrokerAddress address, Placements placements, ObjectMapper json, MeterRegistry meters) {
    this("placements", address, Placements.QUEUE, placements, json);
    this.meters = meters;
    this.gauge =
        Gauge.builder("ficus.consuming", () -> consuming ? 1 : 0)
            .tag("queue", Placements.QUEUE)
            .description("1 while this instance consumes the queue or stands by, else 0")
            .register(meters);
  }

  /** Consumer of another allocation-service's events, which who makes it starts and stops. */
  PlacementConsumer(
      String name, Connecting address, String queue, PlacementTaker placements, ObjectMapper json) {
    this.thread = new Thread(this::run, name);
    this.address = address;
    this.queue = queue;
    this.placements = placements;
    this.reader = new PlacementReader(json);
  }

  void start(@Observes StartupEvent event) {
    start();
  }

  void start() {
    thread.setDaemon(true);
    thread.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stop();
    meters.remove(gauge);
  }

  void stop() throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join(STOPPING_MILLISECONDS);
  }

  /** Whether it consumes the queue, or stands by. */
  boolean consuming() {
    return consuming;
  }

  private void run() {
    boolean complained = false;
    while (!stopping) {
      Connection connection = null;
      try {
        connection = address.connect();
        complained = false;
        consume(connection);
      } catch (IOException | TimeoutException | RuntimeException e) {
        if (!complained && !stopping) {
          LOG.warnf(
              "What allocation does is followed later: %s",
              e.getCause() == null ? e : e.getCause());
          complained = true;
        }
      } catch (InterruptedException e) {
        // Only stop() interrupts; the loop ends.
      } catch (Error e) {
        // What was not acknowledged comes again.
        Unexpected.met("placements", e);
      } finally {
        consuming = false;
        if (connection != null) {
          connection.abort(STOPPING_MILLISECONDS);
        }
      }
      pause();
    }
  }

  private void consume(Connection connection)
      throws IOException, TimeoutException, InterruptedException {
    if (!isThere(connection)) {
      placements.missed();
    }
    Topology.exchange(connection, EVENTS, BuiltinExchangeType.TOPIC, Map.of());
    Topology.queue(
        connection, queue, Map.of("x-queue-type", "quorum", "x-single-active-consumer", true));
    Topology.declare(
        connection,
        "the bindings of " + queue,
        channel -> {
          for (String type : PlacementReader.STATES.keySet()) {
            channel.queueBind(queue, EVENTS, type);
          }
        },
        channel -> {});
    Channel channel = connection.createChannel();
    channel.basicQos(MOST_IN_HAND);
    BlockingQueue<Delivery> inHand = new LinkedBlockingQueue<>();
    CancelCallback gone =
        tag -> {
          throw new IOException("the queue is gone");
        };
    channel.basicConsume(queue, false, (tag, delivery) -> inHand.add(delivery), gone);
    consuming = true;
    while (!stopping && channel.isOpen()) {
      Delivery first = inHand.poll(LOOK_MILLISECONDS, TimeUnit.MILLISECONDS);
      if (first != null) {
        if (inHand.size() < ENOUGH) {
          Thread.sleep(GATHER_MILLISECONDS);
        }
        List<Delivery> group = new ArrayList<>(List.of(first));
        inHand.drainTo(group, LARGEST_GROUP - 1);
        if (note(group)) {
          channel.basicAck(group.get(group.size() - 1).getEnvelope().getDeliveryTag(), true);
        }
      }
    }
  }

  private boolean isThere(Connection connection) throws IOException, TimeoutException {
    Channel channel = connection.createChannel();
    try {
      channel.queueDeclarePassive(queue);
      channel.close();
      return true;
    } catch (IOException e) {
      if (e.getCause() instanceof ShutdownSignalException signal
          && signal.getReason() instanceof AMQP.Channel.Close close
          && close.getReplyCode() == AMQP.NOT_FOUND) {
        return false;
      }
      throw e;
    }
  }

  /** Whether it is noted; not when the adapter stops before. */
  private boolean note(List<Delivery> group) throws InterruptedException {
    return place(group.stream().flatMap(delivery -> read(delivery).stream()).toList());
  }

  private Optional<Placement> read(Delivery delivery) {
    try {
      return reader.read(delivery.getProperties(), delivery.getBody());
    } catch (RuntimeException | StackOverflowError e) {
      // It would come again with each new connection and stop all that is behind it.
      Unexpected.met("placements", e);
      return Optional.empty();
    }
  }

  /** What cannot be noted does not keep the others from being noted. */
  private boolean place(List<Placement> placed) throws InterruptedException {
    while (!stopping) {
      try {
        placements.place(placed);
        return true;
      } catch (RuntimeException | StackOverflowError e) {
        Optional<String> outage = TransientFailure.in(e);
        if (outage.isEmpty()) {
          return placeSingly(placed, e);
        }
        LOG.warnf("What allocation does is noted later, the database is away: %s", outage.get());
        Thread.sleep(PAUSE_MILLISECONDS);
      }
    }
    return false;
  }

  private boolean placeSingly(List<Placement> placed, Throwable failure)
      throws InterruptedException {
    if (placed.size() == 1) {
      LOG.errorf("This is not noted: %s", placed.get(0));
      Unexpected.met("placements", failure);
      return true;
    }
    for (Placement each : placed) {
      if (!place(List.of(each))) {
        return false;
      }
    }
    return true;
  }

  private void pause() {
    try {
      if (!stopping) {
        Thread.sleep(PAUSE_MILLISECONDS);
      }
    } catch (InterruptedException e) {
      // Only stop() interrupts; the loop ends.
    }
  }
}
