package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.OrderBaskets;
import dev.ficus.legacy.switching.WaveBaskets;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** Orders as baskets, of the ledger in PostgreSQL. */
@ApplicationScoped
class StoredWaveBaskets implements WaveBaskets {

  private static final int ROWS_AT_A_TIME = 20_000;

  private final Database database;

  StoredWaveBaskets(Database database) {
    this.database = database;
  }

  @Override
  public Optional<WaveSkus> skus(String wave) {
    return database.inSnapshot(
        connection -> {
          boolean known =
              Sql.query(
                      connection,
                      "select exists (select from wave where name = ?)",
                      row -> row.getBoolean(1),
                      Sql.value(wave))
                  .get(0);
          return known
              ? Optional.of(
                  new WaveSkus(
                      skus(connection, "route = ?", "new"), skus(connection, "wave = ?", wave)))
              : Optional.empty();
        });
  }

  private static Set<String> skus(Connection connection, String which, String value)
      throws SQLException {
    return new HashSet<>(
        Sql.query(
            connection,
            "select sku from sku_route where " + which,
            row -> row.getString(1),
            Sql.value(value)));
  }

  /** In the order of the primary keys, by which both tables are read side by side. */
  @Override
  public OrderBaskets baskets(Duration over) {
    return database.inSnapshot(
        connection -> {
          OrderBaskets baskets = new OrderBaskets();
          try (PreparedStatement statement =
              Sql.prepared(
                  connection,
                  """
                  select shop, number, sku
                  from ledger_order join ledger_line using (shop, number)
                  where first_seen_at >= now() - ? * interval '1 ms'
                  order by shop, number
                  """,
                  Sql.value(over.toMillis()))) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            try (ResultSet rows = statement.executeQuery()) {
              String shop = "";
              String number = "";
              while (rows.next()) {
                String nextShop = rows.getString(1);
                String nextNumber = rows.getString(2);
                if (!nextNumber.equals(number) || !nextShop.equals(shop)) {
                  baskets.end();
                  shop = nextShop;
                  number = nextNumber;
                }
                baskets.add(rows.getString(3));
              }
              baskets.end();
            }
          }
          return baskets;
        });
  }
}
