package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Arrival;
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
   * Keeps a call that names no order that can be one.
   *
   * @return whether it was not there already
   */
  boolean keep(String shop, Reason reason, Arrival arrival);

  /** The entries after this id, by id; optionally of one shop or one reason only. */
  List<Entry> after(long id, Optional<String> shop, Optional<Reason> reason, int most);

  /** One entry with its call. */
  Optional<Kept> find(long id);
}
