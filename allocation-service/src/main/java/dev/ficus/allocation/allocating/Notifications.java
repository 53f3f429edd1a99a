package dev.ficus.allocation.allocating;

import java.time.Instant;

/**
 * Notifications to people. One is stored in the caller's transaction and sent after it, so nobody
 * hears of what did not happen, and nothing waits for a mail server.
 */
public interface Notifications {

  /**
   * Notifies purchasing that no batch of the product has a free unit.
   *
   * @param sequence of the event; another crossing has another
   */
  void outOfStock(String sku, long sequence, Instant since);
}
