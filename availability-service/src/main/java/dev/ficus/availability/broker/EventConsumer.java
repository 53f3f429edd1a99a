package dev.ficus.availability.broker;

import dev.ficus.availability.Settings;
import dev.ficus.availability.event.EventReader;
import dev.ficus.availability.event.Fact.NotUnderstood;
import dev.ficus.availability.event.ParsedMessage;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Skipped;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.upkeep.Upkeep;
import dev.ficus.availability.view.Applier;
import dev.ficus.availability.view.GroupResult;
import dev.ficus.availability.view.Projector;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.smallrye.reactive.messaging.rabbitmq.IncomingRabbitMQMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.jboss.logging.Logger;

/**
 * A consumer of a queue of {@code allocation.events}, by group commit: a group of events is applied
 * as one change and acknowledged afterwards. A message is never rejected, so none is lost and none
 * is redelivered for ever; while the store is away the broker keeps what is not in hand.
 */
final class EventConsumer {

  private static final Logger LOG = Logger.getLogger(EventConsumer.class);
  private static final Duration FIRST_RETRY = Duration.ofSeconds(1);
  private static final Duration LONGEST_RETRY = Duration.ofSeconds(10);

  private final Multi<Message<byte[]>> messages;
  private final EventReader reader;
  private final Applier applier;
  private final Upkeep upkeep;
  private final PresentConsumer consumer;
  private final EventMetrics metrics;
  private final Consumer<GroupResult> applied;
  // Bounded by the channel's max-outstanding-messages: the broker sends no more unacknowledged.
  // After a reconnect stale ones may be in front; they are thrown out when their turn comes.
  private final GroupCommit<Delivery> groups;
  private Cancellable subscription = () -> {};

  /**
   * @param channel the name of the channel and of the thread
   * @param messages of the channel
   * @param upkeep is called when the queue is lost or bound, and when there are gaps
   * @param applied is given the result of each group, before it is acknowledged
   * @param gather how long the first event of a group waits for others
   */
  EventConsumer(
      String channel,
      Multi<Message<byte[]>> messages,
      EventReader reader,
      Projector projector,
      Upkeep upkeep,
      PresentConsumer consumer,
      EventMetrics metrics,
      Consumer<GroupResult> applied,
      Settings.ApplyingSettings settings,
      Duration gather) {
    this.messages = messages;
    this.reader = reader;
    this.upkeep = upkeep;
    this.consumer = consumer;
    this.metrics = metrics;
    this.applied = applied;
    this.groups =
        new GroupCommit<>(
            channel, settings.groupSize(), gather, upkeep::awaitComplete, this::commit);
    this.applier =
        new Applier(
            projector,
            settings.longestPause(),
            groups::pause,
            (what, why) -> LOG.warnf("%s: %s", what, why));
  }

  void start() {
    groups.start();
    // The stream ends when the queue is deleted under us, and would for good; likewise when a
    // message cannot be taken in hand. Subscribing again declares the queue again.
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

  /** A group that is being committed is finished, unless that takes too long. */
  void stop() throws InterruptedException {
    subscription.cancel();
    groups.stop();
  }

  private Uni<Void> abandon(Throwable cause) {
    LOG.warnf("Lost the queue of events: %s", cause.getMessage());
    return Uni.createFrom()
        .voidItem()
        .emitOn(Infrastructure.getDefaultWorkerPool())
        .invoke(consumer::abandon);
  }

  private void take(Message<byte[]> message) {
    groups.add(new Delivery(message.unwrap(IncomingRabbitMQMessage.class)));
  }

  private void commit(List<Delivery> group) throws InterruptedException {
    group.removeIf(delivery -> !consumer.received(delivery));
    if (group.isEmpty()) {
      return;
    }
    List<Event> events = new ArrayList<>();
    for (Delivery delivery : group) {
      ParsedMessage message = reader.read(delivery.read());
      if (message instanceof Event event) {
        metrics.received(event);
        events.add(event);
        if (event.fact() instanceof NotUnderstood not) {
          LOG.warnf(
              "Not understood, left to the snapshot: %s sku=%s sequence=%d: %s",
              event.type(), event.sku(), Numbering.sequence(event.sequence()), not.reason());
        }
      } else if (message instanceof Skipped skipped) {
        metrics.skipped(skipped);
        LOG.log(
            skipped.broken() ? Logger.Level.WARN : Logger.Level.DEBUG,
            "Skipped: " + skipped.type() + ": " + skipped.reason());
      }
    }
    if (!events.isEmpty()) {
      GroupResult result = applier.apply(events);
      metrics.done(result);
      applied.accept(result);
      result.setAside().forEach(event -> LOG.errorf("Set aside: %s", event));
      if (!result.behind().isEmpty()) {
        upkeep.healSoon();
      }
    }
    consumer.acknowledgeUpTo(group.get(group.size() - 1));
  }
}
