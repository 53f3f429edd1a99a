package dev.ficus.allocation.storage;

import dev.ficus.allocation.product.OrderLine;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

@Entity
@Table(name = "order_line")
@IdClass(OrderLineRow.Key.class)
class OrderLineRow {
  /** Also the key of the line's {@link AllocationRow}. */
  record Key(String orderid, String sku, String lineid) {}

  @Id String orderid;
  @Id String sku;
  @Id String lineid;
  Integer qty;

  @Column(name = "wanted_revision")
  Long wantedRevision;

  @Column(name = "cancelled_revision")
  Long cancelledRevision;

  @Column(name = "despatched_revision")
  Long despatchedRevision;

  Long arrival;

  @Enumerated(EnumType.STRING)
  OrderLine.State state;
}
