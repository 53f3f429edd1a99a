package dev.ficus.legacy.intake;

class InMemoryOpenProductsTest extends OpenProductsContract {

  private final InMemoryOpenProducts products = new InMemoryOpenProducts();

  @Override
  protected OpenProducts products() {
    return products;
  }

  @Override
  protected void put(Openness product) {
    products.put(product);
  }
}
