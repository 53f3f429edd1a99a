package dev.ficus.allocation.storage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.LocalDate;

@Entity
@Table(name = "batch")
@IdClass(BatchRow.Key.class)
class BatchRow {
  record Key(String sku, String batchref) {}

  @Id String sku;
  @Id String batchref;

  @Column(name = "original_qty")
  int originalQty;

  @Column(name = "original_eta")
  LocalDate originalEta;

  int qty;
  LocalDate eta;

  @Column(name = "quantity_revision")
  Long quantityRevision;

  @Column(name = "eta_revision")
  Long etaRevision;

  /** Kept by the database, from the allocations. */
  @Column(insertable = false, updatable = false)
  int allocated;
}
