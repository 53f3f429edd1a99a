package dev.ficus.legacy.routing;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import jakarta.enterprise.context.ApplicationScoped;

/**
 * Routes nothing to the monolith: every line is allocation-service's, allocated from the stock that
 * the monolith still purchases and counts.
 */
@ApplicationScoped
class AllNew implements Ownership {

  @Override
  public Owner ownerOf(OrderNumber order, LineKey line) {
    return Owner.NEW;
  }

  @Override
  public Owner keeperOf(String shop, String sku) {
    return Owner.MONOLITH;
  }
}
