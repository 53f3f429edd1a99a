package dev.ficus.availability.broker;

import dev.ficus.availability.Settings;
import dev.ficus.availability.Unexpected;
import dev.ficus.availability.fact.Fact.NotUnderstood;
import dev.ficus.availability.fact.FactReader;
import dev.ficus.availability.fact.Heard;
import dev.ficus.availability.fact.Heard.Event;
import dev.ficus.availability.fact.Heard.PassedOver;
import dev.ficus.availability.projecting.Applier;
import dev.ficus.availability.projecting.Progress;
import dev.ficus.availability.projecting.Projector;
import dev.ficus.availability.rebuilding.Upkeep;
import dev.ficus.availability.stock.Numbering;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * Consumes a queue of {@code allocation.events}: takes what is in hand as a group, has it applied
 * as one change, and acknowledges it afterwards. A message is never rejected, so none is lost and
 * none comes round and round; while the store is away the broker keeps what is not in hand.
 */
final class EventStream {

  private static final Logger LOG = Logger.getLogger(EventStream.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);
  private static final Duration DEFECT_PAUSE = Duration.ofSeconds(1);
  private static final Duration STOPPING = Duration.ofSeconds(10);

  /** So many are worth a transaction of their own. */
  private static final int ENOUGH = 100;

  private final Multi<Message<byte[]>> messages;
  private final FactReader reader;
  private final Applier applier;
  private final Upkeep upkeep;
  private final PresentConsumer consumer;
  private final Tally tally;
  private final Consumer<Progress> applied;
  private final int groupSize;
  private final Duration gather;

  // Bounded by the channel's max-outstanding-messages: the broker sends no more unacknowledged.
  // After a reconnect stale ones may be in front; they are thrown out when their turn comes.
  private final BlockingQueue<Delivery> inHand = new LinkedBlockingQueue<>();
  private final Thread worker;
  // Held while a group is in the works, which stopping must not cut short.
  private final Lock working = new ReentrantLock();
  private volatile boolean stopping;
  private Cancellable subscription = () -> {};

  /**
   * @param channel the name of its thread
   * @param messages what comes on it
   * @param upkeep is told when the queue is lost or bound, and of gaps
   * @param applied is told what became of a group, before it is acknowledged
   * @param gather how long the first event of a group waits for others
   */
  EventStream(
      String channel,
      Multi<Message<byte[]>> messages,
      FactReader reader,
      Projector projector,
      Upkeep upkeep,
      PresentConsumer consumer,
      Tally tally,
      Consumer<Progress> applied,
      Settings.Applying settings,
      Duration gather) {
    this.worker = new Thread(this::work, channel);
    this.messages = messages;
    this.reader = reader;
    this.upkeep = upkeep;
    this.consumer = consumer;
    this.tally = tally;
    this.applied = applied;
    this.groupSize = settings.groupSize();
    this.gather = gather;
    this.applier =
        new Applier(
            projector,
            settings.longestPause(),
            this::pause,
            (what, why) -> LOG.warnf("%s: %s", what, why));
  }

  void start() {
    worker.setDaemon(true);
    worker.start();
    // The stream ends when the queue is deleted under us, and would for good; likewise when a
    // message cannot be taken in hand. Subscribing anew declares the queue again.
    subscription =
        messages
            .invoke(this::take)
            .onCompletion()
            .failWith(() -> new IllegalStateException("the queue is gone"))
            .onFailure()
            .call(this::abandon)
            .onFailure()
            .retry()
            .withBackOff(FIRST_RETRY, LONGEST_RETRY)
            .indefinitely()
            .subscribe()
            .with(taken -> {}, gone -> LOG.error("No longer consuming events", gone));
  }

  /** A group in the works is finished still, unless it takes too long. */
  void stop() throws InterruptedException {
    stopping = true;
    subscription.cancel();
    if (working.tryLock(STOPPING.toMillis(), TimeUnit.MILLISECONDS)) {
      worker.interrupt();
      working.unlock();
    }
  }

  private Uni<Void> abandon(Throwable cause) {
    LOG.warnf("Lost the queue of events: %s", cause.getMessage());
    return Uni.createFrom()
        .voidItem()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(consumer::abandon);
  }

  private void take(Message<byte[]> message) {
    inHand.add(new Delivery(message.unwrap(IncomingRabbitMQMessage.class)));
  }

  private void work() {
    List<Delivery> group = new ArrayList<>(groupSize);
    try {
      upkeep.awaitComplete();
      while (!stopping) {
        // Whatever goes wrong, even an Error, the group stays in hand and the thread alive.
        try {
          gather(group);
          persist(group);
          group.clear();
        } catch (RuntimeException | Error defect) {
          Unexpected.met(worker.getName(), defect);
          pause(DEFECT_PAUSE);
        }
      }
    } catch (InterruptedException end) {
      Thread.currentThread().interrupt();
    }
  }

  private void gather(List<Delivery> group) throws InterruptedException {
    if (group.isEmpty()) {
      group.add(inHand.take());
      if (inHand.size() < Math.min(ENOUGH, groupSize - 1)) {
        Thread.sleep(gather.toMillis());
      }
      inHand.drainTo(group, groupSize - 1);
    }
  }

  private void persist(List<Delivery> group) throws InterruptedException {
    working.lock();
    try {
      apply(group);
    } finally {
      working.unlock();
    }
  }

  private void apply(List<Delivery> group) throws InterruptedException {
    group.removeIf(delivery -> !consumer.received(delivery));
    if (group.isEmpty()) {
      return;
    }
    List<Event> events = new ArrayList<>();
    for (Delivery delivery : group) {
      Heard heard = reader.read(delivery.read());
      if (heard instanceof Event event) {
        tally.received(event);
        events.add(event);
        if (event.fact() instanceof NotUnderstood not) {
          LOG.warnf(
              "Not understood, left to the snapshot: %s sku=%s sequence=%d: %s",
              event.type(), event.sku(), Numbering.sequence(event.sequence()), not.reason());
        }
      } else if (heard instanceof PassedOver over) {
        tally.passedOver(over);
        LOG.log(
            over.broken() ? Logger.Level.WARN : Logger.Level.DEBUG,
            "Passed over: " + over.type() + ": " + over.reason());
      }
    }
    if (!events.isEmpty()) {
      Progress progress = applier.apply(events);
      tally.done(progress);
      applied.accept(progress);
      progress.setAside().forEach(event -> LOG.errorf("Set aside: %s", event));
      if (!progress.behind().isEmpty()) {
        upkeep.healSoon();
      }
    }
    consumer.acknowledgeUpTo(group.get(group.size() - 1));
  }

  private void pause(Duration length) throws InterruptedException {
    Thread.sleep(length.toMillis());
    if (stopping) {
      throw new InterruptedException("stopping");
    }
  }
}
