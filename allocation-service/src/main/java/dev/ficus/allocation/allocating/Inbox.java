package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.product.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The inbox: commands that came as messages, each with its state. All calls belong to the caller's
 * transaction.
 */
public interface Inbox {

  /** Those of these keys that are known already, in whatever state. */
  Map<String, Known> known(Collection<String> keys);

  /**
   * What is known of a message.
   *
   * @param content digest of its content
   */
  record Known(CommandState state, UUID content) {

    /** Whether a message of the same id has the same content. */
    boolean says(UUID content) {
      return content.equals(this.content);
    }
  }

  /** The commands have taken effect, or had nothing to change. */
  void applied(List<Delivery> deliveries, Instant at);

  /** The command cannot succeed and is kept with the reason. */
  void parked(Delivery delivery, Outcome.Refused refusal, Instant at);

  /**
   * The command waits for the batch that it names, or for its product to be purchased or to be
   * opened.
   */
  void waiting(Delivery delivery, Instant at);

  /**
   * The commands that wait for any of these batches or of these SKUs, by arrival; locked until the
   * end of the transaction.
   */
  List<Delivery> waitingFor(Collection<String> batchrefs, Collection<String> skus);

  /**
   * Of the commands that wait for any of these SKUs those that a closed product may carry out, by
   * arrival: all that want no units, and what was wanted of lines whose cancellation waits, too;
   * locked until the end of the transaction.
   */
  List<Delivery> waitingForClosed(Collection<String> skus);

  /**
   * The first commands that wait for any of these products to be opened, by arrival; locked until
   * the end of the transaction.
   */
  List<Delivery> waitingForOpening(Collection<String> skus, int limit);

  /**
   * The products that are known and open and for which commands wait all the same: each with the
   * command that opened it.
   */
  List<Command.OpenProduct> openedAndWaitedFor();

  /** A command that waited has taken effect. */
  void takenUp(Delivery delivery);

  /** A command that waited, or was tried again, cannot succeed. */
  void parkedAfterWaiting(Delivery delivery, Outcome.Refused refusal);

  /** The command as it came, locked until the end of the transaction; empty when it is unknown. */
  Optional<KeptCommand> lock(String key);

  /**
   * A command that is known by its id.
   *
   * @param delivery without a body when that is no longer needed
   * @param code name of the reason for which it is parked or waits; null when it does neither
   */
  record KeptCommand(CommandState state, Delivery delivery, String code, Instant receivedAt) {}

  /** The state of a command that came as a message. */
  enum CommandState {
    APPLIED,
    PARKED,
    WAITING,
    DISCARDED
  }

  /** A parked command, as it is given here, has taken effect. Its body is kept as it came. */
  void redriven(Delivery delivery);

  /** A parked command, as it is given here, waits now. */
  void waitingAfterParking(Delivery delivery);

  /** A parked command came again with other content: from now on this is what came. */
  void corrected(Delivery delivery);

  /** Its sender has corrected it: it counts as repeated when it comes once more. */
  void superseded(Delivery delivery, Instant at);

  /** An operator has given the command up. */
  void discarded(Delivery delivery);

  /** Records what an operator, or the sender itself, did with a parked command. */
  void audit(AuditedAction action, Instant at);

  /**
   * What somebody did with a command.
   *
   * @param delivery the command before that
   * @param action redrive, discard or correct
   * @param outcome applied, repeated, waiting, refused or discarded
   * @param code of the refusal, or null
   * @param reason of the refusal, or the operator's for discarding, or null
   * @param correction what an operator gave in place of what came
   * @param resent what the sender sent in place of what came
   */
  record AuditedAction(
      Delivery delivery,
      String action,
      String who,
      String outcome,
      String code,
      String reason,
      Optional<Command> correction,
      Optional<Delivery> resent) {}
}
