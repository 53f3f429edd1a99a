package dev.ficus.legacy.order;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What was seen of every old order: the adapter's memory, and the only source of revisions.
 *
 * <p>Every change happens under a lock on its order and is durable when the method returns. Many
 * are done as one, and cost little more than one.
 */
public interface Ledger {

  /** A change that somebody asks for; what is written is decided by what is known by then. */
  record OrderChange(OrderNumber number, Arrival arrival, OrderDecision decision) {}

  /**
   * An order as it stands after a change.
   *
   * @param quarantined what this change put into quarantine, without what waits there already
   */
  record ChangedOrder(KnownOrder order, List<Rejection> quarantined) {}

  /**
   * Changes orders, each by one sight after the other, all of them or none. An order that has never
   * been seen is written down if something is decided about it. While something of an order that
   * holds it waits in quarantine, and the order is not cancelled, its commands wait too.
   *
   * @return what came of each sight; of several of one order each has the order as the last left it
   */
  List<ChangedOrder> change(List<OrderChange> orderChanges);

  /**
   * Notes that the broker has confirmed all commands of these orders as they are here. An order
   * that has changed since is left with its newer commands to be confirmed.
   */
  void confirm(List<KnownOrder> orders);

  /** What is known of an order. */
  Optional<KnownOrder> find(OrderNumber number);

  /** What is known of these orders; those nobody has seen are missing. */
  Map<OrderNumber, KnownOrder> find(Collection<OrderNumber> numbers);

  /** Orders with commands to be sent that have not changed since the given time, oldest first. */
  List<KnownOrder> unconfirmedSince(Instant unchangedSince, int most);

  /**
   * Keeps in quarantine what came in as a whole.
   *
   * @param number the order
   * @return whether it was not waiting already
   */
  boolean quarantine(OrderNumber number, Reason reason, Arrival arrival);

  /**
   * Keeps in quarantine what may be an order and names none that can be one.
   *
   * @param within which of the calls in the call it is
   * @return whether it was not waiting already
   */
  boolean quarantine(String shop, String within, Reason reason, Arrival arrival);
}
