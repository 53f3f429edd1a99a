package dev.ficus.legacy.routing;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;

/** Says who fulfils a line, and whose word on the stock of a SKU counts. */
public interface Ownership {

  /**
   * The owner of a line that has not been seen before. It is asked once; the answer goes into the
   * ledger and holds for good, so that switching a product over never moves an order under way.
   */
  Owner ownerOf(OrderNumber order, LineKey line);

  /**
   * Who keeps the books of a SKU's stock at present. While it is the monolith, our batches follow
   * what it says; afterwards its word changes nothing.
   */
  Owner keeperOf(String shop, String sku);
}
