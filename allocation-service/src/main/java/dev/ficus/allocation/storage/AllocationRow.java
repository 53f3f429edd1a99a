package dev.ficus.allocation.storage;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;

@Entity
@Table(name = "allocation")
@IdClass(OrderLineRow.Key.class)
class AllocationRow {
  @Id String orderid;
  @Id String sku;
  @Id String lineid;
  String batchref;
  int qty;
  long sequence;
}
