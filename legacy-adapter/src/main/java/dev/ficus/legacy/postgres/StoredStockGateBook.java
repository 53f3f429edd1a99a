package dev.ficus.legacy.postgres;

import dev.ficus.legacy.switching.StockGateBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/** What is known of waves' stock for the gate, in PostgreSQL. */
@ApplicationScoped
class StoredStockGateBook implements StockGateBook {

  private final Database database;

  StoredStockGateBook(Database database) {
    this.database = database;
  }

  @Override
  public WaveStock stock(String wave, Duration lately) {
    return database.inSnapshot(
        connection -> {
          List<String> notAgreed = notAgreed(connection, wave, lately);
          return Sql.query(
                  connection,
                  """
                  select leaks.units, leaks.since,
                    (select count(*)
                     from sku_route as route join ledger_line as line using (sku)
                       join lateral (
                         select waits from monolith_decision as each
                         where each.sku = line.sku and each.shop = line.shop
                           and each.number = line.number and each.lineid = line.lineid
                         order by id desc limit 1) as last on true
                     where route.wave = ? and owner = 'monolith' and state = 'ordered' and waits)
                      as waiting,
                    greatest(
                      (select extract(epoch from now() - min(at))
                       from figure_movement where looked_at is null),
                      (select extract(epoch from now() - min(at)) from shadow_change), 0) as lag
                  from (select coalesce(sum(leaked), 0) as units, min(at) as since
                        from figure_movement where leaked > 0 and settled_at is null) as leaks
                  """,
                  row ->
                      new WaveStock(
                          notAgreed,
                          row.getLong("units"),
                          Optional.ofNullable(row.getObject("since", OffsetDateTime.class))
                              .map(OffsetDateTime::toInstant),
                          row.getLong("waiting"),
                          Duration.ofSeconds(row.getLong("lag"))),
                  Sql.value(wave))
              .get(0);
        });
  }

  private static List<String> notAgreed(Connection connection, String wave, Duration lately)
      throws SQLException {
    return Sql.query(
        connection,
        """
        select distinct sku
        from sku_route join figure_in_force as figure using (sku)
        where wave = ? and kept_since is null
          and not exists (
            select from reconciled_stock as last
            where last.sku = sku_route.sku and last.source = figure.source and not counts
              and agreed_at > now() - ? * interval '1 ms')
        order by sku
        """,
        row -> row.getString(1),
        Sql.value(wave),
        Sql.value(lately.toMillis()));
  }
}
