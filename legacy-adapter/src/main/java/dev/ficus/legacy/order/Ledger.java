package dev.ficus.legacy.order;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Ledger of orders: what the old shops last showed of each, and the only source of revisions.
 *
 * <p>Every change happens under a lock on its order and is durable when the method returns. Many
 * are done as one, and cost little more than one.
 */
public interface Ledger {

  /**
   * Change of an order; what is written, its decision takes from what the ledger has by then.
   *
   * @param skus those whose owners it may ask for
   */
  record OrderChange(
      OrderNumber number, Set<String> skus, Arrival arrival, OrderDecision decision) {

    /** A change that brings nothing that was not seen before. */
    public OrderChange(OrderNumber number, Arrival arrival, OrderDecision decision) {
      this(number, Set.of(), arrival, decision);
    }

    public OrderChange {
      skus = Set.copyOf(skus);
    }
  }

  /**
   * Order after a change.
   *
   * @param quarantined what this change put into quarantine, without what waits there already
   * @param handling who is given the call
   * @param forward the call that goes to the monolith; empty when none does
   * @param cut the lines of ours in the call, without which it goes there
   */
  record ChangedOrder(
      KnownOrder order,
      List<Rejection> quarantined,
      Handling handling,
      Optional<NotedCall> forward,
      Set<LineKey> cut) {}

  /**
   * Call that is noted to go to the monolith.
   *
   * @param id of two calls about one order the later has the higher
   * @param approves whether commands of ours wait for it to be accepted
   */
  record NotedCall(long id, boolean approves) {}

  /**
   * Changes orders, one change after the other, all of them or none. An order that the ledger does
   * not have is added if something is decided about it. Its commands may have to wait for what is
   * in quarantine: see {@link OrderRules#isHeld}.
   *
   * @return the result of each change; of several changes of one order each has the order as the
   *     last left it
   */
  List<ChangedOrder> change(List<OrderChange> orderChanges);

  /**
   * Notes that the broker has confirmed all commands of these orders as they are here. An order
   * that has changed since is left with its newer commands to be confirmed.
   */
  void confirm(List<KnownOrder> orders);

  /** The order of this number. */
  Optional<KnownOrder> find(OrderNumber number);

  /** The orders of these numbers; those the ledger does not have are missing. */
  Map<OrderNumber, KnownOrder> find(Collection<OrderNumber> numbers);

  /** Orders with commands to be sent that have not changed since the given time, oldest first. */
  List<KnownOrder> unconfirmedSince(Instant unchangedSince, int most);

  /**
   * Puts an order into quarantine as a whole.
   *
   * @param number the order
   * @return whether it was not waiting already
   */
  boolean quarantine(OrderNumber number, Reason reason, Arrival arrival);

  /**
   * Puts into quarantine what may be an order and has no readable number.
   *
   * @param within which of the calls in the call it is
   * @return whether it was not waiting already
   */
  boolean quarantine(String shop, String within, Reason reason, Arrival arrival);

  /**
   * Does the same, unless everything is the monolith's.
   *
   * @return whether it was not waiting already; empty when it was not put into quarantine
   */
  Optional<Boolean> quarantineUnlessTheMonoliths(
      String shop, String within, Reason reason, Arrival arrival);
}
