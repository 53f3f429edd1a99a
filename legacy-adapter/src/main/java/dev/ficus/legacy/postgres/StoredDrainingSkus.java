package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.DrainingSkus;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** SKUs of ours of which the monolith has open lines, in PostgreSQL. */
@ApplicationScoped
class StoredDrainingSkus implements DrainingSkus {

  /** That a SKU has settled its event says, once for each epoch. */
  static final String DRAINING =
      """
      (select sku, wave, sku_route.epoch, count(*) as lines, sum(line.qty) as units,
         (select at from legacy_event as settled
          where settled.type = 'sku_settled' and settled.sku = sku_route.sku
            and settled.epoch = sku_route.epoch) as settled_at
       from sku_route join ledger_line as line using (sku)
       where route = 'new' and line.owner = 'monolith' and line.state = 'ordered'
       group by sku)
      """;

  private final Database database;

  StoredDrainingSkus(Database database) {
    this.database = database;
  }

  @Override
  public List<DrainingSku> after(String sku, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select * from %s as draining where sku > ? order by sku limit ?"
                    .formatted(DRAINING),
                row ->
                    new DrainingSku(
                        row.getString("sku"),
                        row.getString("wave"),
                        row.getInt("epoch"),
                        row.getLong("lines"),
                        row.getLong("units"),
                        Optional.ofNullable(row.getObject("settled_at", OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant)),
                Sql.value(sku),
                Sql.value(most)));
  }
}
