package dev.ficus.legacy.order;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * What was seen of every old order: the adapter's memory, and the only source of revisions.
 *
 * <p>Every change happens under a lock on its order and is durable when the method returns.
 */
public interface Ledger {

  /**
   * An order as it stands after a change.
   *
   * @param quarantined what this change put into quarantine, without what was there already
   */
  record Sighting(KnownOrder order, List<RefusedLine> quarantined) {}

  /**
   * Changes an order, which is written down if it has never been seen.
   *
   * @param decision from what is known to what is to be written; empty changes nothing
   */
  Sighting see(
      OrderNumber number, Arrival arrival, Function<KnownOrder, Optional<LedgerUpdate>> decision);

  /** Changes an order that has been seen before; empty, and nothing written, when it has not. */
  Optional<Sighting> seeAgain(
      OrderNumber number, Arrival arrival, Function<KnownOrder, Optional<LedgerUpdate>> decision);

  /**
   * Notes that the broker has confirmed the commands of these lines. A line that has moved on to a
   * higher revision meanwhile is left alone: its newer command is still to be confirmed.
   */
  void confirm(OrderNumber number, List<LedgerLine> lines);

  /** What is known of an order. */
  Optional<KnownOrder> find(OrderNumber number);

  /** Orders with unconfirmed lines that have not changed since the given time, oldest first. */
  List<KnownOrder> unconfirmedSince(Instant unchangedSince, int most);
}
