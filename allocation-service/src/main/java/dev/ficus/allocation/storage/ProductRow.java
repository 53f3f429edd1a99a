package dev.ficus.allocation.storage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "product")
class ProductRow {
  @Id String sku;
  long sequence;

  @Column(name = "out_of_stock_since")
  Instant outOfStockSince;
}
