package dev.ficus.legacy.push;

import java.time.Clock;

class InMemoryStockBookTest extends StockBookContract {

  private final InMemoryStockBook book = new InMemoryStockBook(Clock.systemUTC());

  @Override
  protected void legacy(String sku) {
    book.legacy(sku);
  }

  @Override
  protected StockBook book() {
    return book;
  }
}
