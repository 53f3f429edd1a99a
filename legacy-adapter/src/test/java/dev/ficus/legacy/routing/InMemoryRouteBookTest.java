package dev.ficus.legacy.routing;

class InMemoryRouteBookTest extends RouteBookContract {

  private final InMemoryRouteBook book = new InMemoryRouteBook();

  @Override
  protected RouteBook book() {
    return book;
  }

  @Override
  protected void received(String sku) {
    book.received(sku);
  }
}
