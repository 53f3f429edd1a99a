package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.Outcome;
import dev.ficus.allocation.product.Products;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * What operators do with parked and waiting commands: redrive or discard them. A command is locked
 * before it is looked at, so of two operators who do the same at once the second finds it done.
 * Every action is audited.
 */
@Startup
@ApplicationScoped
public class ParkedCommands {
  private static final Logger LOG = Logger.getLogger(ParkedCommands.class);

  private final UnitOfWork unitOfWork;
  private final MessageBus bus;
  private final Products products;
  private final Inbox inbox;
  private final Outbox outbox;
  private final CommandCounters counters;

  ParkedCommands(
      UnitOfWork unitOfWork,
      MessageBus bus,
      Products products,
      Inbox inbox,
      Outbox outbox,
      MeterRegistry registry) {
    this.unitOfWork = unitOfWork;
    this.bus = bus;
    this.products = products;
    this.inbox = inbox;
    this.outbox = outbox;
    this.counters =
        new CommandCounters(registry, "redrive", "processed", "repeated", "waiting", "refused");
  }

  /** The answer to an operator's request. */
  public sealed interface Answer {

    /** No command has this id. */
    record UnknownCommand() implements Answer {}

    /** The command is neither parked nor waiting any more. */
    record Settled(Inbox.CommandState state) implements Answer {}

    /** The request was carried out. */
    record Done() implements Answer {}

    /** The command cannot succeed yet and stays parked. */
    record StillParked(Outcome.Refused refusal) implements Answer {}
  }

  /**
   * Tries a parked command again, whoever sent it: it takes effect, waits for what it needs, or
   * stays parked with the reason why. Revisions hold as ever, so it cannot undo what came later; a
   * change of a batch without a revision is held back by any change of that batch since it came,
   * unless it is corrected: then it counts as coming now.
   *
   * @param by who tries; its events name this person
   * @param correction the command to try in place of the one that came
   * @throws Unavailable when the store is away
   */
  public Answer redrive(String messageId, String by, Optional<Command> correction) {
    try {
      return unitOfWork.commit(
          at ->
              ifIn(
                  messageId,
                  Set.of(Inbox.CommandState.PARKED),
                  kept -> redrive(kept, by, correction, at)));
    } catch (Unavailable e) {
      throw e;
    } catch (RuntimeException | Error e) {
      LOG.errorf("command %s cannot be carried out", messageId);
      Unexpected.met("redrive", e);
      Outcome.Refused failed = Outcome.Refused.failed(String.valueOf(e));
      return unitOfWork.commit(
          at ->
              ifIn(
                  messageId,
                  Set.of(Inbox.CommandState.PARKED),
                  kept -> stillParked(kept.delivery(), by, correction, failed, at)));
    }
  }

  /**
   * Gives a command up that is parked or waits.
   *
   * @throws Unavailable when the store is away
   */
  public Answer discard(String messageId, String by, String reason) {
    return unitOfWork.commit(
        at ->
            ifIn(
                messageId,
                EnumSet.of(Inbox.CommandState.PARKED, Inbox.CommandState.WAITING),
                kept -> discard(kept, by, reason, at)));
  }

  private Answer ifIn(
      String messageId, Set<Inbox.CommandState> states, Function<Inbox.KeptCommand, Answer> then) {
    Optional<Inbox.KeptCommand> kept = inbox.lock(messageId);
    if (kept.isEmpty()) {
      return new Answer.UnknownCommand();
    }
    Inbox.CommandState state = kept.get().state();
    return states.contains(state) ? then.apply(kept.get()) : new Answer.Settled(state);
  }

  private Answer redrive(
      Inbox.KeptCommand kept, String by, Optional<Command> correction, Instant at) {
    Delivery came = kept.delivery();
    Optional<Command> meant = correction.or(came::command);
    if (meant.isEmpty()) {
      return stillParked(came, by, correction, came.refusal().orElseThrow(), at);
    }
    Delivery delivery = came.withCommand(meant.get(), by);
    products.load(List.of(meant.get()));
    if (correction.isEmpty() && isOvertaken(meant.get(), kept.receivedAt())) {
      Outcome.Refused refusal =
          new Outcome.Refused(
              "overtaken",
              "revision",
              "the batch was changed since this came without a revision; correct it to have it now");
      return stillParked(came, by, correction, refusal, at);
    }
    Outcome outcome = tryAgain(delivery, at);
    if (outcome instanceof Outcome.Refused refusal && !MessageBus.waits(outcome)) {
      return stillParked(came, by, correction, refusal, at);
    }
    record(came, "redrive", by, name(outcome), null, null, correction, at);
    counters.count(
        delivery.type(), MessageBus.waits(outcome) ? "waiting" : CommandCounters.name(outcome));
    return new Answer.Done();
  }

  /**
   * The sender's own correction: a parked command came again under its id with other content about
   * the same line or batch. It is tried in the first one's place; both bodies are on record.
   *
   * @return the outcome as it is counted
   */
  String correct(Delivery corrected, Instant at) {
    Delivery first = inbox.lock(corrected.key()).orElseThrow().delivery();
    inbox.superseded(first.underOwnKey(), at);
    inbox.corrected(corrected);
    String by = corrected.cause().who();
    products.load(List.of(corrected.command().orElseThrow()));
    Outcome outcome = tryAgain(corrected, at);
    if (outcome instanceof Outcome.Refused refusal && !MessageBus.waits(outcome)) {
      return refusedAgain(first, corrected, refusal, at);
    }
    String name = name(outcome);
    inbox.audit(
        new Inbox.AuditedAction(
            first, "correct", by, name, null, null, Optional.empty(), Optional.of(corrected)),
        at);
    return name;
  }

  private String refusedAgain(
      Delivery first, Delivery corrected, Outcome.Refused refusal, Instant at) {
    inbox.parkedAfterWaiting(corrected, refusal);
    bus.announceParked(corrected, refusal, at);
    inbox.audit(
        new Inbox.AuditedAction(
            first,
            "correct",
            corrected.cause().who(),
            "refused",
            refusal.code(),
            refusal.reason(),
            Optional.empty(),
            Optional.of(corrected)),
        at);
    return "parked";
  }

  /** Applies the command and keeps its new state; a refused one is left as it is. */
  private Outcome tryAgain(Delivery delivery, Instant at) {
    Command command = delivery.command().orElseThrow();
    Outcome outcome =
        bus.apply(List.of(new Envelope(command, delivery.cause())), at).get(0).outcome();
    if (MessageBus.waits(outcome)) {
      bus.keepPlace(command, outcome);
      inbox.waitingAfterParking(delivery);
    } else if (!(outcome instanceof Outcome.Refused)) {
      inbox.redriven(delivery);
    }
    return outcome;
  }

  private static String name(Outcome outcome) {
    if (MessageBus.waits(outcome)) {
      return "waiting";
    }
    return outcome instanceof Outcome.Changed ? "applied" : "repeated";
  }

  /** All other commands have a revision; a creation is compared with what was created. */
  private boolean isOvertaken(Command command, Instant receivedAt) {
    boolean unordered =
        command instanceof Command.ChangeBatchQuantity change && change.revision() == null
            || command instanceof Command.ChangeBatchEta eta && eta.revision() == null;
    return unordered && outbox.hasChangedSince((Command.OfBatch) command, receivedAt);
  }

  private Answer stillParked(
      Delivery delivery,
      String by,
      Optional<Command> correction,
      Outcome.Refused refusal,
      Instant at) {
    inbox.parkedAfterWaiting(delivery, refusal);
    record(delivery, "redrive", by, "refused", refusal.code(), refusal.reason(), correction, at);
    counters.count(delivery.type(), "refused");
    return new Answer.StillParked(refusal);
  }

  private Answer discard(Inbox.KeptCommand kept, String by, String reason, Instant at) {
    Delivery delivery = kept.delivery();
    inbox.discarded(delivery);
    bus.announceDiscarded(delivery, by, kept.code(), reason, at);
    record(delivery, "discard", by, "discarded", kept.code(), reason, Optional.empty(), at);
    return new Answer.Done();
  }

  private void record(
      Delivery delivery,
      String action,
      String who,
      String outcome,
      String code,
      String reason,
      Optional<Command> correction,
      Instant at) {
    inbox.audit(
        new Inbox.AuditedAction(
            delivery, action, who, outcome, code, reason, correction, Optional.empty()),
        at);
  }
}
