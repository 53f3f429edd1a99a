package dev.ficus.legacy.routing;

import dev.ficus.legacy.order.Owner;

/** Keeper of stock: whose reports on a SKU count. */
public interface StockKeeper {

  /**
   * Who keeps the books of a SKU's stock at present. While it is the monolith, our batches follow
   * its reports; afterwards these change nothing.
   */
  Owner keeperOf(String shop, String sku);
}
