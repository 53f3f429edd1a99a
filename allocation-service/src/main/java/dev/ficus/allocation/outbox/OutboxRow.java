package dev.ficus.allocation.outbox;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import java.time.Instant;

@Entity
@Table(name = "outbox")
@IdClass(OutboxRow.Key.class)
class OutboxRow {
  record Key(String subject, long sequence, String topic) {}

  @Id String topic;
  @Id String subject;
  @Id long sequence;
  short shard;
  String type;
  String body;

  @Column(name = "occurred_at")
  Instant occurredAt;

  @Column(name = "correlation_id")
  String correlationId;

  String traceparent;

  @Column(name = "caused_by")
  String causedBy;

  String who;

  @Column(name = "published_at")
  Instant publishedAt;
}
