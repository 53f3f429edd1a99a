package dev.ficus.allocation.purchasing;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "purchasing_mail")
@IdClass(MailRow.Key.class)
class MailRow {
  record Key(String sku, long sequence) {}

  @Id String sku;
  @Id long sequence;
  Instant since;
  int attempts;

  @Column(name = "due_at")
  Instant dueAt;
}
