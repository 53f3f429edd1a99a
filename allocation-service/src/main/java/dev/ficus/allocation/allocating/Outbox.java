package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.product.Raised;
import java.time.Instant;
import java.util.List;

/** The outbox: events to be published, stored in the transaction of the change that raised them. */
public interface Outbox {

  /** An event about a product, and what brought it about. */
  record CausedEvent(Raised raised, Cause cause) {}

  /** Appends events about products. */
  void append(List<CausedEvent> entries, Instant at);

  /** Appends an event about a command that is parked or given up. */
  void append(Event.OfCommand event, Cause cause, Instant at);

  /**
   * Whether an event since then reports the same kind of change of the same batch.
   *
   * @param since the event may be of this very time
   */
  boolean hasChangedSince(Command.OfBatch change, Instant since);
}
