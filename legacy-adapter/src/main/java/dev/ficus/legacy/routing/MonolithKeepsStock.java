package dev.ficus.legacy.routing;

import dev.ficus.legacy.order.Owner;
import jakarta.enterprise.context.ApplicationScoped;

/** All stock is the monolith's to purchase and to count, whoever fulfils the orders for it. */
@ApplicationScoped
class MonolithKeepsStock implements StockKeeper {

  @Override
  public Owner keeperOf(String shop, String sku) {
    return Owner.MONOLITH;
  }
}
