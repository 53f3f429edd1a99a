package dev.ficus.allocation.allocating;

import java.time.Instant;
import java.util.List;

/**
 * Notifications to people. One is stored in the caller's transaction and sent after it, so nobody
 * hears of what did not happen, and nothing waits for a mail server.
 */
public interface Notifications {

  /**
   * A crossing: from now on no batch of the product has a free unit.
   *
   * @param sequence of the event; another crossing has another
   */
  record Crossing(String sku, long sequence) {}

  /** Notifies purchasing of all products that a group of commands has sold out. */
  void outOfStock(List<Crossing> crossings, Instant since);
}
