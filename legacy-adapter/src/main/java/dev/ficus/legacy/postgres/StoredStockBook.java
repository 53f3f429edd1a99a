package dev.ficus.legacy.postgres;

import dev.ficus.legacy.push.StockBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Book of the stock figures sent to the shops, in PostgreSQL. The shop is joined like a key of
 * many, as in {@link StoredOrderBook}.
 */
@ApplicationScoped
class StoredStockBook implements StockBook {

  private final Database database;
  private final RoundLocks locks;

  StoredStockBook(Database database, RoundLocks locks) {
    this.database = database;
    this.locks = locks;
  }

  @Override
  public PushProgress of(String shop) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    """
                    select after, paused, compared_at, comparison_asked_at
                    from push_progress where shop = ?
                    """,
                    row ->
                        new PushProgress(
                            row.getLong("after"),
                            row.getBoolean("paused"),
                            instant(row, "compared_at"),
                            instant(row, "comparison_asked_at")),
                    Sql.value(shop)))
        .stream()
        .findFirst()
        .orElse(new PushProgress(0, false, Optional.empty(), Optional.empty()));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  @Override
  public void askComparison(String shop, Instant at) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into push_progress (shop, comparison_asked_at) values (?, ?)
                on conflict (shop) do update
                set comparison_asked_at = excluded.comparison_asked_at
                """,
                Sql.value(shop),
                Sql.value(at.atOffset(ZoneOffset.UTC))));
  }

  @Override
  public void pause(String shop, boolean paused) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into push_progress (shop, paused) values (?, ?)
                on conflict (shop) do update set paused = excluded.paused
                """,
                Sql.value(shop),
                Sql.value(paused)));
  }

  @Override
  public void changed(String shop, Map<String, Long> inStock, long after) {
    locks.requireHeld(lock(shop));
    database.inTransaction(
        connection -> {
          Sql.update(
              connection,
              """
              insert into shop_figure (shop, sku, in_stock)
              select ?, sku, in_stock from unnest(?, ?) as each (sku, in_stock)
              order by sku collate "C"
              on conflict (shop, sku) do update set in_stock = excluded.in_stock
              """,
              Sql.value(shop),
              Sql.column("text", inStock.entrySet(), Map.Entry::getKey),
              Sql.column("int8", inStock.entrySet(), Map.Entry::getValue));
          return Sql.update(
              connection,
              """
              insert into push_progress (shop, after) values (?, ?)
              on conflict (shop) do update set after = excluded.after
              """,
              Sql.value(shop),
              Sql.value(after));
        });
  }

  @Override
  public List<String> outdated(String shop, long margin) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku from shop_figure left join sku_route using (sku)
                where shop = ? and listed_at is not null and in_stock is not null
                  and told is distinct from greatest(in_stock - ?, 0)
                  and coalesce(route, (select default_route from routing)) = 'new'
                """,
                row -> row.getString("sku"),
                Sql.value(shop),
                Sql.value(margin)));
  }

  @Override
  public List<String> toTell(String shop) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select sku from shop_figure where shop = ? and to_tell",
                row -> row.getString("sku"),
                Sql.value(shop)));
  }

  @Override
  public List<ShopFigure> figures(String shop, Collection<String> skus) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, in_stock, case when to_tell then null else told end as told
                from unnest(?, ?) as each (shop, sku) join shop_figure using (shop, sku)
                  left join sku_route using (sku)
                where listed_at is not null and in_stock is not null
                  and coalesce(route, (select default_route from routing)) = 'new'
                """,
                row -> {
                  Long told = row.getObject("told", Long.class);
                  return new ShopFigure(
                      row.getString("sku"),
                      row.getLong("in_stock"),
                      told == null ? OptionalLong.empty() : OptionalLong.of(told));
                },
                Sql.column("text", skus, sku -> shop),
                Sql.column("text", skus, sku -> sku)));
  }

  @Override
  public long sending(String shop, Collection<String> skus) {
    locks.requireHeld(lock(shop));
    return database.inTransaction(
        connection -> {
          long number =
              Sql.query(connection, "select nextval('shop_figure_telling')", row -> row.getLong(1))
                  .get(0);
          Sql.update(
              connection,
              """
              update shop_figure
              set told = null, telling = ?, to_tell = false,
                  doubted_at = case when told is null then now() else doubted_at end
              from unnest(?, ?) as each (shop, sku)
              where shop_figure.shop = each.shop and shop_figure.sku = each.sku
              """,
              Sql.value(number),
              Sql.column("text", skus, sku -> shop),
              Sql.column("text", skus, sku -> sku));
          return number;
        });
  }

  @Override
  public void taken(String shop, long sending, Map<String, Long> figures) {
    // If somebody else has sent a figure since, it is theirs to write down.
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update shop_figure set told = each.told
                from unnest(?, ?, ?) as each (shop, sku, told)
                where shop_figure.shop = each.shop and shop_figure.sku = each.sku
                  and shop_figure.telling = ?
                """,
                Sql.column("text", figures.entrySet(), figure -> shop),
                Sql.column("text", figures.entrySet(), Map.Entry::getKey),
                Sql.column("int8", figures.entrySet(), Map.Entry::getValue),
                Sql.value(sending)));
  }

  @Override
  public List<String> doubted(String shop, Duration since, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku from shop_figure
                where shop = ? and doubted_at <= now() - ? * interval '1 ms'
                order by doubted_at limit ?
                """,
                row -> row.getString("sku"),
                Sql.value(shop),
                Sql.value(since.toMillis()),
                Sql.value(most)));
  }

  @Override
  public void settled(String shop, Collection<String> skus, Duration since) {
    locks.requireHeld(lock(shop));
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update shop_figure set doubted_at = null
                from unnest(?, ?) as each (shop, sku)
                where shop_figure.shop = each.shop and shop_figure.sku = each.sku
                  and doubted_at <= now() - ? * interval '1 ms'
                """,
                Sql.column("text", skus, sku -> shop),
                Sql.column("text", skus, sku -> sku),
                Sql.value(since.toMillis())));
  }

  @Override
  public int found(String shop, Instant round, Map<String, Long> figures) {
    locks.requireHeld(lock(shop));
    return database.inTransaction(
        connection -> {
          int otherwise =
              Sql.query(
                      connection,
                      """
                      select count(*) from unnest(?, ?, ?) as each (shop, sku, has)
                        join shop_figure using (shop, sku) left join sku_route using (sku)
                      where told <> has
                        and coalesce(route, (select default_route from routing)) = 'new'
                      """,
                      row -> row.getInt(1),
                      Sql.column("text", figures.entrySet(), figure -> shop),
                      Sql.column("text", figures.entrySet(), Map.Entry::getKey),
                      Sql.column("int8", figures.entrySet(), Map.Entry::getValue))
                  .get(0);
          Sql.update(
              connection,
              """
              insert into shop_figure (shop, sku, told, listed_at)
              select ?, sku, has, ? from unnest(?, ?) as each (sku, has)
              order by sku collate "C"
              on conflict (shop, sku) do update
              set told = excluded.told, listed_at = excluded.listed_at,
                  doubted_at =
                    case when shop_figure.told is null and shop_figure.telling is not null
                      then now() else shop_figure.doubted_at end
              """,
              Sql.value(shop),
              Sql.value(round.atOffset(ZoneOffset.UTC)),
              Sql.column("text", figures.entrySet(), Map.Entry::getKey),
              Sql.column("int8", figures.entrySet(), Map.Entry::getValue));
          return otherwise;
        });
  }

  @Override
  public void compared(String shop, Instant round) {
    locks.requireHeld(lock(shop));
    database.inTransaction(
        connection -> {
          Sql.update(
              connection,
              "update shop_figure set listed_at = null where shop = ? and listed_at < ?",
              Sql.value(shop),
              Sql.value(round.atOffset(ZoneOffset.UTC)));
          return Sql.update(
              connection,
              """
              insert into push_progress (shop, compared_at) values (?, ?)
              on conflict (shop) do update set compared_at = excluded.compared_at
              """,
              Sql.value(shop),
              Sql.value(round.atOffset(ZoneOffset.UTC)));
        });
  }

  @Override
  public boolean alone(String shop, Runnable work) {
    return locks.alone(lock(shop), work);
  }

  /** The lock of a shop's rounds. */
  static String lock(String shop) {
    return "pushing " + shop;
  }
}
