package dev.ficus.allocation.allocating;

import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.product.Raised;
import java.time.Instant;
import java.util.List;

/** Events on their way out, kept in the transaction of the change that raised them. */
public interface Outbox {

  /** An event about a product, and what brought it about. */
  record Entry(Raised raised, Cause cause) {}

  /** Appends events about products. */
  void append(List<Entry> entries, Instant at);

  /** Appends an event about a command that was set aside. */
  void append(Event.OfCommand event, Cause cause, Instant at);

  /**
   * Whether an event since then tells that the same batch was changed in the same respect.
   *
   * @param since the event may be of this very time
   */
  boolean tellsOfChange(Command.OfBatch change, Instant since);
}
