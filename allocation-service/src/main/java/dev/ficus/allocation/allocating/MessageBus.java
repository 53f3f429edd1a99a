package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Product;
import dev.ficus.allocation.product.Products;
import dev.ficus.allocation.product.Raised;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * The message bus: carries groups of commands to their products inside the caller's transaction:
 * one load and one save per group, and per SKU the commands in the order in which they came.
 */
@Startup
@ApplicationScoped
class MessageBus {
  /** How many waiting commands the opening of products takes up in its own transaction. */
  static final int TAKEN_UP_AT_ONCE = 500;

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
   * needs a product or batch which a later one of the group creates, or a closed product which a
   * later one opens, is applied right after that. An opening takes up what waits for it, a repeated
   * one goes on with it.
   *
   * @return the outcome of each command, in their order
   */
  List<Applied> apply(List<Envelope> group, Instant at) {
    List<Command> commands = group.stream().map(Envelope::command).toList();
    Products.LoadedProducts loaded = products.load(commands);
    List<Delivery> waiting = waitingFor(commands, loaded);
    List<Outbox.CausedEvent> events = new ArrayList<>(2 * group.size());
    List<Applied> answers = new ArrayList<>(group.size());
    for (Envelope envelope : group) {
      Command command = envelope.command();
      boolean wasKnown = loaded.isKnown(command.sku());
      Applied applied = apply(envelope, loaded, events);
      if (isWaitedFor(command, applied)) {
        Predicate<Command> helped = waits -> helps(command, wasKnown, waits);
        takeUp(waiting, helped, loaded, events, at);
        for (int i = 0; i < answers.size(); i++) {
          if (helped.test(group.get(i).command()) && waits(answers.get(i).outcome())) {
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

  /**
   * The commands that wait for what the group creates or opens. A product that is created has no
   * stored lines; of one that is opened those are loaded that its waiting commands name. Of one
   * that is created and closed, however many wait for units, only those are looked at that want
   * none.
   */
  private List<Delivery> waitingFor(List<Command> commands, Products.LoadedProducts loaded) {
    Set<String> batches = new HashSet<>();
    Set<String> created = new HashSet<>();
    Set<String> opened = new HashSet<>();
    for (Command command : commands) {
      if (command instanceof Command.CreateBatch batch) {
        batches.add(batch.batchref());
        // Under the reference of another product's batch nothing is created, nor its SKU locked.
        if (batch.sku().equals(loaded.skuOfBatch().get(batch.batchref()))) {
          created.add(batch.sku());
        }
      } else if (command instanceof Command.OpenProduct) {
        opened.add(command.sku());
      }
    }
    // What still waits for a product that is known waits until it is opened.
    created.removeIf(sku -> loaded.isKnown(sku));
    Set<String> closed = new HashSet<>(created);
    closed.removeIf(sku -> !loaded.bySku().get(sku).isClosed());
    created.removeAll(closed);
    opened.removeIf(sku -> !loaded.isKnown(sku) && !closed.contains(sku));
    List<Delivery> waiting = new ArrayList<>();
    if (!batches.isEmpty()) {
      waiting.addAll(inbox.waitingFor(batches, created));
    }
    if (!closed.isEmpty()) {
      waiting.addAll(inbox.waitingForClosed(closed));
    }
    if (!opened.isEmpty()) {
      List<Delivery> first = inbox.waitingForOpening(opened, TAKEN_UP_AT_ONCE);
      products.loadLines(loaded, first.stream().map(each -> each.command().orElseThrow()).toList());
      Set<String> keys = first.stream().map(Delivery::key).collect(Collectors.toSet());
      waiting.removeIf(each -> keys.contains(each.key()));
      waiting.addAll(first);
    }
    return waiting;
  }

  /** Whether others may have waited for the effect of this command. */
  private static boolean isWaitedFor(Command command, Applied applied) {
    return command instanceof Command.CreateBatch
        ? applied.outcome() instanceof Outcome.Changed
        : command instanceof Command.OpenProduct && !applied.product().isClosed();
  }

  /** Carries out the commands that have been helped. One that was not helped enough waits on. */
  private void takeUp(
      List<Delivery> waiting,
      Predicate<Command> helped,
      Products.LoadedProducts loaded,
      List<Outbox.CausedEvent> events,
      Instant at) {
    for (Iterator<Delivery> each = waiting.iterator(); each.hasNext(); ) {
      Delivery delivery = each.next();
      Command command = delivery.command().orElseThrow();
      if (!helped.test(command)) {
        continue;
      }
      Outcome outcome = apply(new Envelope(command, delivery.cause()), loaded, events).outcome();
      if (waits(outcome)) {
        continue;
      }
      each.remove();
      if (outcome instanceof Outcome.Refused refused) {
        inbox.parkedAfterWaiting(delivery, refused);
        announceParked(delivery, refused, at);
      } else {
        inbox.takenUp(delivery);
      }
    }
  }

  /**
   * Whether a created batch, or an opened product, is what a command waited for.
   *
   * @param wasKnown whether its SKU had a batch before: then a further one helps nobody who waits
   *     for the SKU
   */
  private static boolean helps(Command awaited, boolean wasKnown, Command waiting) {
    if (waiting instanceof Command.OfBatch batch) {
      return awaited instanceof Command.CreateBatch created
          && created.batchref().equals(batch.batchref());
    }
    return (awaited instanceof Command.OpenProduct || !wasKnown)
        && awaited.sku().equals(waiting.sku());
  }

  /** Refused for now: it waits for what may be created yet, or for its product to be opened. */
  static boolean waits(Outcome outcome) {
    return outcome instanceof Outcome.Refused refused
        && (isUnknown(refused) || refused.isProductClosed());
  }

  private static boolean isUnknown(Outcome.Refused refused) {
    return refused.isUnknownSku() || refused.isUnknownBatch();
  }

  /**
   * Keeps a place for a command that waits, so that who does what it waits for sees it. A closed
   * product is locked since it was loaded: nobody opens it before this is committed.
   */
  void keepPlace(Command command, Outcome outcome) {
    if (outcome instanceof Outcome.Refused refused && isUnknown(refused)) {
      products.await(command);
    }
  }
}
