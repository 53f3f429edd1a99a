package dev.ficus.allocation.allocating;

import java.time.Instant;

/**
 * What people are to be told. It is noted in the caller's transaction and told after it, so nobody
 * is told of what did not happen, and nothing waits for a mail server.
 */
public interface Notifications {

  /**
   * Purchasing is to know that no unit of the product is free, in no batch.
   *
   * @param sequence of the event; another crossing has another
   */
  void outOfStock(String sku, long sequence, Instant since);
}
