package dev.ficus.allocation.storage;

import dev.ficus.allocation.allocating.Inbox;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;

@Entity
@Table(name = "inbox")
class InboxRow {
  @Id
  @Column(name = "message_id")
  String messageId;

  @Column(name = "came_as")
  String cameAs;

  UUID content;

  @Enumerated(EnumType.STRING)
  Inbox.State state;

  String type;
  String sku;
  String batchref;
  String orderid;
  String lineid;

  @Column(name = "received_at")
  Instant receivedAt;

  @Column(name = "correlation_id")
  String correlationId;

  String traceparent;
  String who;
  byte[] body;
  String headers;
  String code;
  String reason;
}
