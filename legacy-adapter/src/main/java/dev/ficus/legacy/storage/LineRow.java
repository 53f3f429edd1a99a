package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/** A line of the ledger. */
@Entity
@Table(name = "ledger_line")
class LineRow {

  @Embeddable
  record Key(String shop, String number, String sku, String lineid) implements Serializable {
    static Key of(OrderNumber order, LineKey line) {
      return new Key(order.shop(), order.number(), line.sku(), line.lineid());
    }

    LineKey line() {
      return new LineKey(sku, lineid);
    }
  }

  @EmbeddedId Key key;

  int qty;
  int revision;
  String state;

  @Column(name = "cancelled_for")
  String cancelledFor;

  String owner;
  boolean confirmed;
  String correlation;

  @Column(name = "changed_at")
  Instant changedAt;

  static LineRow of(OrderNumber order, LineKey line) {
    LineRow row = new LineRow();
    row.key = Key.of(order, line);
    return row;
  }

  void take(LedgerLine line, Instant now) {
    qty = line.quantity();
    revision = line.revision();
    state = line.stands() ? "ordered" : "cancelled";
    cancelledFor = line.cancelledFor().orElse(null);
    owner = line.owner().name().toLowerCase(Locale.ROOT);
    confirmed = line.confirmed();
    correlation = line.correlation();
    changedAt = now;
  }

  LedgerLine line() {
    return new LedgerLine(
        key.line(),
        qty,
        revision,
        Optional.ofNullable(cancelledFor),
        Owner.valueOf(owner.toUpperCase(Locale.ROOT)),
        confirmed,
        correlation);
  }
}
