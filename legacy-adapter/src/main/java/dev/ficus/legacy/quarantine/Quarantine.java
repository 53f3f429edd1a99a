package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Reason;
import java.util.List;
import java.util.Optional;

/**
 * Where what cannot be translated waits, with the call it came in. What belongs to an order is put
 * here by the ledger, in the transaction that changes the order.
 */
public interface Quarantine {

  /** An entry with the call it came in, as received. */
  record Kept(Entry entry, byte[] document) {}

  /**
   * Keeps what came in as a whole.
   *
   * @param number the order; empty when it names none that can be one
   * @return whether it was not there already
   */
  boolean keep(String shop, Optional<OrderNumber> number, Reason reason, Arrival arrival);

  /** The entries after this id, by id; optionally of one shop or one reason only. */
  List<Entry> after(long id, Optional<String> shop, Optional<Reason> reason, int most);

  /** One entry with its call. */
  Optional<Kept> find(long id);
}
