package dev.ficus.availability.storage;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** The one row of {@code comparison}. */
@Entity
@Table(name = "comparison")
class ComparisonRow {

  static final int ONLY = 1;

  @Id int id;

  @Column(name = "compared_at")
  Instant comparedAt;
}
