package dev.ficus.allocation.inbox;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/**
 * One entry of the audit: what somebody did with a parked or waiting command. It outlives the
 * command.
 */
@Entity
@Table(name = "command_audit")
class AuditRow {
  @Id
  @GeneratedValue(strategy = GenerationType.IDENTITY)
  Long id;

  String messageId;
  Instant at;
  String action;
  String who;
  String outcome;
  String code;
  String reason;
  byte[] bodyBefore;
  byte[] bodyAfter;
}
