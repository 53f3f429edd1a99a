package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.product.Outcome;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/**
 * What became of the commands that came as messages. All calls belong to the caller's transaction.
 */
public interface Inbox {

  /** Which of these message ids are known already, in whatever state. */
  Set<String> known(Collection<String> messageIds);

  /** The commands have taken effect, or had nothing to change. */
  void applied(List<Delivery> deliveries, Instant at);

  /** The command cannot succeed and is kept with the reason. */
  void parked(Delivery delivery, Outcome.Refused refusal, Instant at);

  /** The command waits for the batch that it names, or for the first of its SKU. */
  void waiting(Delivery delivery, Instant at);

  /** The commands that wait for any of these batches or for any of their SKUs, by arrival. */
  List<Delivery> waitingFor(Collection<CreateBatch> created);

  /** A command that waited has taken effect. */
  void takenUp(Delivery delivery);

  /** A command that waited cannot succeed. */
  void parkedAfterWaiting(Delivery delivery, Outcome.Refused refusal);
}
