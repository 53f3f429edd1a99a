package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.quarantine.Entry;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;

/** An entry of the quarantine, to read; entries are inserted by SQL. */
@Entity
@Table(name = "quarantine_entry")
class QuarantineRow {

  @Id long id;
  String shop;
  String number;
  String sku;
  String lineid;
  String qty;
  String reason;
  String feed;
  String correlation;
  byte[] document;

  @Column(name = "received_at")
  Instant receivedAt;

  Entry entry() {
    return new Entry(
        id, shop, number, sku, lineid, qty, Reason.of(reason), feed, correlation, receivedAt);
  }
}
