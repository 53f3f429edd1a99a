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
    List<Held> newest(String sku, String batchref, long before, int limit) {
      return getEntityManager()
          .createQuery(
              """
              select line, held
              from AllocationRow held join OrderLineRow line
                on line.orderid = held.orderid and line.sku = held.sku and line.lineid = held.lineid
              where held.sku = ?1 and held.batchref = ?2 and held.sequence < ?3
                and line.state = ALLOCATED
              order by held.sequence desc
              """,
              Object[].class)
          .setParameter(1, sku)
          .setParameter(2, batchref)
          .setParameter(3, before)
          .setMaxResults(limit)
          .getResultList()
          .stream()
          .map(row -> new Held((OrderLineRow) row[0], (AllocationRow) row[1]))
          .toList();
    }

    List<AllocationRow> named(Collection<OrderLineRow.Key> keys) {
      return present(getSession().findMultiple(AllocationRow.class, List.copyOf(keys)));
    }
  }

  /** A line and the units it holds. */
  record Held(OrderLineRow line, AllocationRow allocation) {}

  private static <T> List<T> present(List<T> found) {
    return found.stream().filter(Objects::nonNull).toList();
  }
}
