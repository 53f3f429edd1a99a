package dev.ficus.legacy.storage;

import dev.ficus.legacy.order.OrderNumber;
import jakarta.persistence.Column;
import jakarta.persistence.Embeddable;
import jakarta.persistence.EmbeddedId;
import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.io.Serializable;
import java.time.LocalDateTime;

/** An order of the ledger. It is inserted by SQL, since two calls may see it first. */
@Entity
@Table(name = "ledger_order")
class OrderRow {

  @Embeddable
  record Key(String shop, String number) implements Serializable {
    static Key of(OrderNumber order) {
      return new Key(order.shop(), order.number());
    }
  }

  @EmbeddedId Key key;

  @Column(nullable = false)
  boolean cancelled;

  String image;

  @Column(name = "shop_updated_at")
  LocalDateTime shopUpdatedAt;
}
