package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.product.Raised;
import java.time.Instant;

/** Events on their way out, kept in the transaction of the change that raised them. */
public interface Outbox {

  /** Appends an event about a product. */
  void append(Raised raised, Cause cause, Instant at);

  /** Appends an event about a command that was set aside. */
  void append(Event.OfCommand event, Cause cause, Instant at);
}
