package dev.ficus.availability.storage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;

/** A row of {@code product_view}. */
@Entity
@Table(name = "product_view")
class ProductRow {

  @Id String sku;

  long sequence;

  long heard;

  @Column(name = "as_of")
  Instant asOf;

  // The guard against two writers: an update hits only the version that was read. The batches of
  // the product change only together with this row, so it guards them too.
  @Version long version;
}
