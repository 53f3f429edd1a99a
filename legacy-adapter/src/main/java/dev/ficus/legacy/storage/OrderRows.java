package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.OrderNumber;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.Optional;

@ApplicationScoped
class OrderRows implements PanacheRepositoryBase<OrderRow, OrderRow.Key> {

  /** Whether the order was not there before; either way it is now. */
  boolean insertUnlessThere(OrderNumber order) {
    return getEntityManager()
            .createNativeQuery(
                "insert into ledger_order (shop, number) values (:shop, :number)"
                    + " on conflict do nothing")
            .setParameter("shop", order.shop())
            .setParameter("number", order.number())
            .executeUpdate()
        == 1;
  }

  Optional<OrderRow> lock(OrderNumber order) {
    return findByIdOptional(OrderRow.Key.of(order), LockModeType.PESSIMISTIC_WRITE);
  }
}
