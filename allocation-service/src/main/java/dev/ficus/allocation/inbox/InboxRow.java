package dev.ficus.allocation.inbox;

import dev.ficus.allocation.allocating.Inbox;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.OneToMany;
import jakarta.persistence.OrderBy;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** A command that came as a message. */
@Entity
@Table(name = "inbox")
class InboxRow {
  @Id String messageId;
  String cameAs;
  UUID content;

  @Enumerated(EnumType.STRING)
  Inbox.CommandState state;

  String type;
  String sku;
  String batchref;
  String orderid;
  String lineid;

  /** Given by the database. */
  @Column(insertable = false, updatable = false)
  long arrival;

  Instant receivedAt;
  String correlationId;
  String traceparent;
  String who;
  byte[] body;
  String headers;
  String code;
  String reason;

  @OneToMany
  @JoinColumn(name = "messageId", insertable = false, updatable = false)
  @OrderBy("id")
  List<AuditRow> audit;
}
