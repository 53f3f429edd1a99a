package dev.ficus.allocation.allocating;

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

  /** The command waits for the first batch of its SKU. */
  void waiting(Delivery delivery, Instant at);

  /** The commands that wait for the first batch of the SKU, by arrival. */
  List<Delivery> waitingFor(String sku);

  /** A command that waited has taken effect. */
  void takenUp(Delivery delivery);

  /** A command that waited cannot succeed. */
  void parkedAfterWaiting(Delivery delivery, Outcome.Refused refusal);
}
