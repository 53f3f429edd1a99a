package dev.ficus.legacy.routing;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;

/** Ownership of lines and of stock: who fulfils a line, and whose reports on a SKU count. */
public interface Ownership {

  /**
   * The owner of a line that the ledger does not have. It is asked once; the answer goes into the
   * ledger and holds for good, so that switching a product over never moves an order under way.
   */
  Owner ownerOf(OrderNumber order, LineKey line);

  /**
   * Who keeps the books of a SKU's stock at present. While it is the monolith, our batches follow
   * its reports; afterwards these change nothing.
   */
  Owner keeperOf(String shop, String sku);
}
