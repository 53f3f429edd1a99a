package dev.ficus.allocation.storage;

import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Collection;
import java.util.List;
import java.util.Objects;

/** The repositories of the product tables. */
final class Rows {
  private Rows() {}

  @ApplicationScoped
  static class Products implements PanacheRepositoryBase<ProductRow, String> {
    List<ProductRow> lock(Collection<String> skus) {
      return find("sku in ?1 order by sku", skus).withLock(LockModeType.PESSIMISTIC_WRITE).list();
    }
  }

  @ApplicationScoped
  static class Batches implements PanacheRepositoryBase<BatchRow, BatchRow.Key> {
    List<BatchRow> open(Collection<String> skus) {
      return list("sku in ?1 and allocated < qty", skus);
    }

    List<BatchRow> named(Collection<BatchRow.Key> keys) {
      return present(getSession().findMultiple(BatchRow.class, List.copyOf(keys)));
    }
  }

  @ApplicationScoped
  static class BatchReferences implements PanacheRepositoryBase<BatchReferenceRow, String> {}

  @ApplicationScoped
  static class OrderLines implements PanacheRepositoryBase<OrderLineRow, OrderLineRow.Key> {
    List<OrderLineRow> backordered(String sku, long arrival, int largest, int limit) {
      return find(
              "sku = ?1 and state = BACKORDERED and arrival > ?2 and qty <= ?3 order by arrival",
              sku,
              arrival,
              largest)
          .page(0, limit)
          .list();
    }

    List<OrderLineRow> named(Collection<OrderLineRow.Key> keys) {
      return present(getSession().findMultiple(OrderLineRow.class, List.copyOf(keys)));
    }
  }

  @ApplicationScoped
  static class Allocations implements PanacheRepositoryBase<AllocationRow, OrderLineRow.Key> {
    List<AllocationRow> named(Collection<OrderLineRow.Key> keys) {
      return present(getSession().findMultiple(AllocationRow.class, List.copyOf(keys)));
    }
  }

  private static <T> List<T> present(List<T> found) {
    return found.stream().filter(Objects::nonNull).toList();
  }
}
