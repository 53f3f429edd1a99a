package dev.ficus.legacy.strangling;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;

/**
 * Says who fulfils a line. It is asked once, when the line is first seen; the answer goes into the
 * ledger and holds for good, so that switching a product over never moves an order under way.
 */
public interface Ownership {

  /** The owner of a line that has not been seen before. */
  Owner ownerOf(OrderNumber order, LineKey line);
}
