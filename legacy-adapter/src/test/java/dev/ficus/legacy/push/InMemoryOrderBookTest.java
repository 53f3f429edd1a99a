package dev.ficus.legacy.push;

import dev.ficus.legacy.order.FinalStatuses;
import dev.ficus.legacy.placement.Placement;
import java.time.Clock;

class InMemoryOrderBookTest extends OrderBookContract {

  private final InMemoryOrderBook book = new InMemoryOrderBook(Clock.systemUTC());

  @Override
  protected OrderBook book() {
    return book;
  }

  @Override
  protected FinalStatuses statuses() {
    return book;
  }

  @Override
  protected void show(String number, String sku, boolean open) {
    book.show(shop, number, sku, open);
  }

  @Override
  protected void order(String number, String sku, int quantity) {
    book.order(shop, number, sku, quantity);
  }

  @Override
  protected void place(String number, String sku, Placement.PlacementState placement) {
    book.place(shop, number, sku, placement);
  }
}
