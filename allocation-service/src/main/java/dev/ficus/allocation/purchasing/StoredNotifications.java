package dev.ficus.allocation.purchasing;

import dev.ficus.allocation.allocating.Notifications;
import io.quarkus.hibernate.orm.panache.PanacheRepositoryBase;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Notes what is to be mailed in the transaction of the event, when there is anybody to mail to. */
@ApplicationScoped
class StoredNotifications implements Notifications, PanacheRepositoryBase<MailRow, MailRow.Key> {
  private final PurchasingConfig config;

  StoredNotifications(PurchasingConfig config) {
    this.config = config;
  }

  @Override
  public void outOfStock(String sku, long sequence, Instant since) {
    if (config.mailTo().isEmpty()) {
      return;
    }
    MailRow row = new MailRow();
    row.sku = sku;
    row.sequence = sequence;
    row.since = since;
    row.dueAt = since;
    persist(row);
  }
}
