package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.OpenProducts;
import dev.ficus.legacy.intake.Openness;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;

/** Products that are to be open or closed, in PostgreSQL: an outbox with one row for each. */
@ApplicationScoped
class StoredOpenProducts implements OpenProducts {

  private final Database database;

  StoredOpenProducts(Database database) {
    this.database = database;
  }

  /** Notes with its cause what is to be sent; a lower revision, and the same again, is nothing. */
  static void put(Connection connection, Collection<Openness> products) throws SQLException {
    if (products.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into sku_openness (sku, open, revision)
        select * from unnest(?, ?, ?) as each (sku, open, revision)
        order by sku collate "C"
        on conflict (sku) do update
        set open = excluded.open, revision = excluded.revision, confirmed = false,
            changed_at = now()
        where sku_openness.revision < excluded.revision
        """,
        Sql.column("text", products, Openness::sku),
        Sql.column("bool", products, Openness::open),
        Sql.column("int4", products, Openness::revision));
  }

  /**
   * Has the products of a cut-over or rollback opened, or closed, if they are not: by a higher
   * revision than whatever was sent of them before, and at least the epoch.
   *
   * @param toCome 1 before the routes change, if it belongs to the epoch that comes
   */
  static void change(Connection connection, long cutOver, boolean open, int toCome)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into sku_openness (sku, open, revision)
        select sku, asked.open,
          greatest(sku_route.epoch + asked.to_come, coalesce(before.revision + 1, 0))
        from cut_over_sku join sku_route using (sku) left join sku_openness as before using (sku)
          cross join (select cast(? as boolean) as open, cast(? as integer) as to_come) as asked
        where cut_over_sku.cut_over = ? and before.open is distinct from asked.open
        order by sku collate "C"
        on conflict (sku) do update
        set open = excluded.open, revision = excluded.revision, confirmed = false,
            changed_at = now()
        where sku_openness.revision < excluded.revision
        """,
        Sql.value(open),
        Sql.value(toCome),
        Sql.value(cutOver));
  }

  /** How many products of a cut-over or rollback the broker has not confirmed yet. */
  static long unconfirmed(Connection connection, long cutOver) throws SQLException {
    return Sql.query(
            connection,
            """
            select count(*) from cut_over_sku
            where cut_over = ? and (
              select not confirmed from sku_openness where sku_openness.sku = cut_over_sku.sku)
            """,
            row -> row.getLong(1),
            Sql.value(cutOver))
        .get(0);
  }

  /** The monolith fulfils these, and stock of them was reported: a product that is known stays. */
  static void close(Connection connection, Collection<String> skus) throws SQLException {
    if (skus.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into sku_openness (sku, open, revision)
        select sku, false, coalesce(epoch, 0)
        from unnest(?) as each (sku) left join sku_route using (sku)
        order by sku collate "C"
        on conflict do nothing
        """,
        Sql.column("text", skus, sku -> sku));
  }

  @Override
  public List<Openness> unconfirmed(Collection<String> skus) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select asked.sku, open, revision
                from unnest(?) as asked (sku) cross join lateral (
                  -- By the SKU: all that is not confirmed would be read once for each.
                  select * from sku_openness where sku_openness.sku = asked.sku offset 0) as known
                where not confirmed order by asked.sku
                """,
                StoredOpenProducts::openness,
                Sql.column("text", skus, sku -> sku)));
  }

  @Override
  public List<Openness> unconfirmedSince(Instant unchangedSince, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, open, revision from sku_openness
                where not confirmed and changed_at < ? order by changed_at, sku limit ?
                """,
                StoredOpenProducts::openness,
                Sql.value(unchangedSince.atOffset(ZoneOffset.UTC)),
                Sql.value(most)));
  }

  @Override
  public void confirm(List<Openness> products) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update sku_openness set confirmed = true
                from (select sku, revision from unnest(?, ?) as each (sku, revision)
                      group by sku, revision order by sku collate "C") as sent
                where sku_openness.sku = sent.sku and sku_openness.revision = sent.revision
                """,
                Sql.column("text", products, Openness::sku),
                Sql.column("int4", products, Openness::revision)));
  }

  private static Openness openness(ResultSet row) throws SQLException {
    return new Openness(row.getString("sku"), row.getBoolean("open"), row.getInt("revision"));
  }
}
