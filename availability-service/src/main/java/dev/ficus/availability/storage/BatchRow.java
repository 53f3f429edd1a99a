package dev.ficus.availability.storage;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDate;
import java.util.Objects;

/** A row of {@code batch_view}. */
@Entity
@Table(name = "batch_view")
@IdClass(BatchRow.Key.class)
class BatchRow {

  @Id String sku;

  @Id String batchref;

  LocalDate eta;

  int available;

  /** The primary key. */
  static class Key implements Serializable {
    String sku;
    String batchref;

    @Override
    public boolean equals(Object other) {
      return other instanceof Key key && sku.equals(key.sku) && batchref.equals(key.batchref);
    }

    @Override
    public int hashCode() {
      return Objects.hash(sku, batchref);
    }
  }
}
