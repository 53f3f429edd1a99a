package dev.ficus.allocation.purchasing;

import dev.ficus.allocation.allocating.Notifications;
import dev.ficus.allocation.storage.GroupSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;

/**
 * Stores the mail to purchasing in the transaction of the event, when there is anybody to mail to.
 */
@ApplicationScoped
class StoredNotifications implements Notifications {
  private final GroupSql sql;
  private final PurchasingSettings settings;

  StoredNotifications(GroupSql sql, PurchasingSettings settings) {
    this.sql = sql;
    this.settings = settings;
  }

  @Override
  public void outOfStock(String sku, long sequence, Instant since) {
    if (settings.mailTo().isPresent()) {
      sql.update(
          "insert into purchasing_mail (sku, sequence, since, due_at) values (?, ?, ?, ?)",
          sku,
          sequence,
          since.atOffset(ZoneOffset.UTC),
          since.atOffset(ZoneOffset.UTC));
    }
  }
}
