package dev.ficus.allocation.storage;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(name = "batch_reference")
class BatchReferenceRow {
  @Id String batchref;
  String sku;
}
