package dev.ficus.legacy.push;

import java.time.Clock;

class InMemoryStockBookTest extends StockBookContract {

  private final StockBook book = new InMemoryStockBook(Clock.systemUTC());

  @Override
  protected StockBook book() {
    return book;
  }
}
