package dev.ficus.oldworld.shop;

import dev.ficus.oldworld.Seed;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The products of the shop and what it believes to have of each. */
final class Stock {
  private final List<Product> products = new ArrayList<>();
  private final Map<String, Product> bySku = new HashMap<>();
  private final boolean counted;

  /**
   * What the shop knows of a product.
   *
   * @param id the shop's own, from 1
   * @param quantity with four digits behind the point
   * @param updates how often partners have set its figures
   * @param repeats how many of these changed nothing
   */
  record Figures(
      int id,
      String sku,
      String name,
      BigDecimal quantity,
      boolean inStock,
      boolean managed,
      int updates,
      int repeats) {

    /** Where no stock is kept, Magento sells without end; where it is, not what is not there. */
    private Figures with(BigDecimal quantity, boolean inStock, boolean managed) {
      boolean empty = managed && quantity.signum() <= 0;
      return new Figures(id, sku, name, quantity, inStock && !empty, managed, updates, repeats);
    }

    private Figures updated(Figures before) {
      boolean same =
          quantity.equals(before.quantity)
              && inStock == before.inStock
              && managed == before.managed;
      return new Figures(
          id, sku, name, quantity, inStock, managed, updates + 1, repeats + (same ? 1 : 0));
    }
  }

  /** What a partner sets; null leaves it as it is. */
  record Update(BigDecimal quantity, Boolean inStock, Boolean managed) {}

  private static final class Product {
    private volatile Figures figures;

    Product(Figures figures) {
      this.figures = figures;
    }
  }

  /**
   * @param names of all products by SKU
   * @param most each begins with a quantity up to this
   * @param counted whether orders change the figures
   */
  Stock(Map<String, String> names, int most, boolean counted, Seed seed) {
    this.counted = counted;
    names.forEach(
        (sku, name) -> {
          int id = products.size() + 1;
          BigDecimal quantity = places(BigDecimal.valueOf(seed.below(most + 1, "stock", id)));
          Product product =
              new Product(new Figures(id, sku, name, quantity, quantity.signum() > 0, true, 0, 0));
          products.add(product);
          bySku.put(sku, product);
        });
  }

  /** All products, by id. */
  Iterable<Figures> all() {
    return () -> products.stream().map(product -> product.figures).iterator();
  }

  /** A product by its SKU or, where no product has it for a SKU, by its id: so does Magento. */
  Optional<Figures> find(String skuOrId) {
    return product(skuOrId).map(product -> product.figures);
  }

  Optional<String> name(String sku) {
    return Optional.ofNullable(bySku.get(sku)).map(product -> product.figures.name());
  }

  /** Sets figures; whether there is such a product. */
  synchronized boolean update(String skuOrId, Update update) {
    Optional<Product> found = product(skuOrId);
    found.ifPresent(
        product -> {
          Figures before = product.figures;
          product.figures =
              before
                  .with(
                      update.quantity() == null ? before.quantity() : places(update.quantity()),
                      update.inStock() == null ? before.inStock() : update.inStock(),
                      update.managed() == null ? before.managed() : update.managed())
                  .updated(before);
        });
    return found.isPresent();
  }

  /** Adds to a figure, where orders are counted. */
  synchronized void count(String sku, BigDecimal quantity) {
    Product product = bySku.get(sku);
    if (counted && product != null) {
      Figures before = product.figures;
      product.figures =
          before.with(places(before.quantity().add(quantity)), before.inStock(), before.managed());
    }
  }

  private Optional<Product> product(String skuOrId) {
    Product product = bySku.get(skuOrId);
    if (product == null && skuOrId.matches("[1-9][0-9]{0,8}")) {
      int id = Integer.parseInt(skuOrId);
      product = id <= products.size() ? products.get(id - 1) : null;
    }
    return Optional.ofNullable(product);
  }

  private static BigDecimal places(BigDecimal quantity) {
    return quantity.setScale(4, RoundingMode.HALF_UP);
  }
}
