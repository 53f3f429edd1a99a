package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Product;
import dev.ficus.allocation.product.Products;
import dev.ficus.allocation.product.Raised;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The message bus: carries groups of commands to their products inside the caller's transaction:
 * one load and one save per group, and per SKU the commands in the order in which they came.
 */
@ApplicationScoped
class MessageBus {
  private final Products products;
  private final Inbox inbox;
  private final Outbox outbox;
  private final EventHandlers eventHandlers;
  private final DistributionSummary groupSizes;

  MessageBus(
      Products products,
      Inbox inbox,
      Outbox outbox,
      EventHandlers eventHandlers,
      MeterRegistry registry) {
    this.products = products;
    this.inbox = inbox;
    this.outbox = outbox;
    this.eventHandlers = eventHandlers;
    this.groupSizes =
        DistributionSummary.builder("ficus.commands.group.size")
            .description("commands in one transaction")
            .serviceLevelObjectives(1, 2, 5, 10, 20, 50, 100, 200, 500)
            .register(registry);
  }

  /**
   * Applies the commands. A refused one changes nothing and does not disturb the others; one that
   * needs a product or batch which a later one of the group creates is applied right after that.
   *
   * @return the outcome of each command, in their order
   */
  List<Applied> apply(List<Envelope> group, Instant at) {
    List<Command> commands = group.stream().map(Envelope::command).toList();
    Products.LoadedProducts loaded = products.load(commands);
    List<Delivery> waiting = waitingFor(commands);
    List<Outbox.CausedEvent> events = new ArrayList<>(2 * group.size());
    List<Applied> answers = new ArrayList<>(group.size());
    for (Envelope envelope : group) {
      Applied applied = apply(envelope, loaded, events);
      if (applied.outcome() instanceof Outcome.Changed
          && envelope.command() instanceof Command.CreateBatch created) {
        takeUp(waiting, created, loaded, events, at);
        for (int i = 0; i < answers.size(); i++) {
          if (needs(group.get(i).command(), created) && isUnknown(answers.get(i).outcome())) {
            answers.set(i, apply(group.get(i), loaded, events));
          }
        }
      }
      answers.add(applied);
    }
    products.save(loaded.bySku().values(), at);
    outbox.append(events, at);
    eventHandlers.handle(events.stream().map(Outbox.CausedEvent::raised).toList(), at);
    if (!group.isEmpty()) {
      groupSizes.record(group.size());
    }
    return answers;
  }

  /** Announces that a command is parked. */
  void announceParked(Delivery delivery, Outcome.Refused refusal, Instant at) {
    outbox.append(
        new Event.CommandParked(
            delivery.type(),
            delivery.messageId(),
            delivery.sku(),
            delivery.orderid(),
            refusal.code(),
            refusal.reason()),
        delivery.cause(),
        at);
  }

  /** Announces that a command is given up. */
  void announceDiscarded(Delivery delivery, String by, String code, String reason, Instant at) {
    outbox.append(
        new Event.CommandDiscarded(
            delivery.type(),
            delivery.messageId(),
            delivery.sku(),
            delivery.orderid(),
            code,
            reason),
        delivery.cause().by(by),
        at);
  }

  private Applied apply(
      Envelope envelope, Products.LoadedProducts loaded, List<Outbox.CausedEvent> events) {
    Command command = envelope.command();
    String sku = command.sku();
    if (command instanceof Command.OfBatch batch) {
      String owner = loaded.skuOfBatch().get(batch.batchref());
      if (owner == null) {
        return Applied.refused(Outcome.Refused.unknownBatch(batch.batchref()));
      }
      if (sku != null && !sku.equals(owner)) {
        return Applied.refused(Outcome.Refused.batchOfAnotherSku(batch.batchref(), owner));
      }
      sku = owner;
    }
    Product product = loaded.bySku().get(sku);
    Outcome outcome = CommandHandlers.handle(command, product);
    for (Raised raised : product.takeEvents()) {
      events.add(new Outbox.CausedEvent(raised, envelope.cause()));
    }
    return new Applied(outcome, product);
  }

  private List<Delivery> waitingFor(List<Command> commands) {
    List<Command.CreateBatch> creating =
        commands.stream()
            .filter(Command.CreateBatch.class::isInstance)
            .map(Command.CreateBatch.class::cast)
            .toList();
    return creating.isEmpty() ? List.of() : new ArrayList<>(inbox.waitingFor(creating));
  }

  /**
   * Carries out the commands that wait for what was just created; it has no stored lines, so
   * nothing is left to load.
   */
  private void takeUp(
      List<Delivery> waiting,
      Command.CreateBatch created,
      Products.LoadedProducts loaded,
      List<Outbox.CausedEvent> events,
      Instant at) {
    for (Iterator<Delivery> each = waiting.iterator(); each.hasNext(); ) {
      Delivery delivery = each.next();
      Command command = delivery.command().orElseThrow();
      if (needs(command, created)) {
        each.remove();
        Outcome outcome = apply(new Envelope(command, delivery.cause()), loaded, events).outcome();
        if (outcome instanceof Outcome.Refused refused) {
          inbox.parkedAfterWaiting(delivery, refused);
          announceParked(delivery, refused, at);
        } else {
          inbox.takenUp(delivery);
        }
      }
    }
  }

  private static boolean needs(Command command, Command.CreateBatch created) {
    return command instanceof Command.OfBatch batch
        ? batch.batchref().equals(created.batchref())
        : command.sku().equals(created.sku());
  }

  /** Refused for now: it waits for what may be created yet. */
  static boolean isUnknown(Outcome outcome) {
    return outcome instanceof Outcome.Refused refused
        && (refused.isUnknownSku() || refused.isUnknownBatch());
  }
}
