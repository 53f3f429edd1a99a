package dev.ficus.availability.storage;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

@ApplicationScoped
class ProductRows implements PanacheRepositoryBase<ProductRow, String> {

  /** A product with one of its batches; {@code batch} is null where it has none. */
  record WithBatch(ProductRow product, BatchRow batch) {}

  // One statement, so that a product and its batches are of the same moment.
  List<WithBatch> withBatches(Collection<String> skus) {
    return getEntityManager()
        .createQuery(
            "select p, b from ProductRow p left join BatchRow b on b.sku = p.sku"
                + " where p.sku in :skus",
            Object[].class)
        .setParameter("skus", skus)
        .getResultStream()
        .map(pair -> new WithBatch((ProductRow) pair[0], (BatchRow) pair[1]))
        .toList();
  }
}
