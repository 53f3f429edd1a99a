package dev.ficus.allocation.purchasing;

import static dev.ficus.allocation.storage.GroupSql.column;

import dev.ficus.allocation.allocating.Notifications;
import dev.ficus.allocation.storage.GroupSql;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/**
 * Stores the mails to purchasing in the transaction of the events, when there is anybody to mail
 * to.
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
  public void outOfStock(List<Crossing> crossings, Instant since) {
    if (settings.mailTo().isPresent()) {
      // One statement for all of them: their products are locked until it has ended.
      sql.update(
          """
          insert into purchasing_mail (since, due_at, sku, sequence)
          select ?, ?, * from unnest(?, ?)
          """,
          since.atOffset(ZoneOffset.UTC),
          since.atOffset(ZoneOffset.UTC),
          column(crossings, String[]::new, Crossing::sku),
          column(crossings, Long[]::new, Crossing::sequence));
    }
  }
}
