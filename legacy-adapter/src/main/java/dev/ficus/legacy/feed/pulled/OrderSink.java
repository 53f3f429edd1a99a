package dev.ficus.legacy.feed.pulled;

import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;

/** The receiver of the orders that a shop has shown. */
interface OrderSink {

  /** An order that is being taken in. */
  @FunctionalInterface
  interface PendingOrder {

    /**
     * Waits until the order is safe, in quarantine if need be; throws when no order can be taken in
     * at present.
     *
     * @return false when it is in quarantine, because it as such cannot be taken in
     */
    boolean await();
  }

  /** Begins to take in an order that was shown. */
  PendingOrder take(Value order, String correlation);

  /** Keeps in quarantine an order that the shop has listed and does not show. */
  void keepNotShown(String number, Answer answer, String correlation);
}
