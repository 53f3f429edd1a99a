package dev.ficus.legacy.postgres;

import dev.ficus.legacy.stock.BatchLedger.NotedLook;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.StockRules.SkuOfSource;
import dev.ficus.legacy.stock.StockSources;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** SQL of what is known of the named batches of SKUs by looking at their source's lists. */
final class LookedRows {

  private LookedRows() {}

  /** Notes that named batches of these SKUs were reported, each with the number of the call. */
  static void noteCalls(Connection connection, Map<SkuOfSource, Long> calls) throws SQLException {
    if (calls.isEmpty()) {
      return;
    }
    List<Map.Entry<SkuOfSource, Long>> all = List.copyOf(calls.entrySet());
    Sql.update(
        connection,
        """
        insert into looked_sku (source, sku, called)
        select * from unnest(?, ?, ?) as each (source, sku, called)
        order by source collate "C", sku collate "C"
        on conflict (source, sku) do update
        set called = greatest(looked_sku.called, excluded.called)
        """,
        Sql.column("text", all, each -> each.getKey().source()),
        Sql.column("text", all, each -> each.getKey().sku()),
        Sql.column("int8", all, Map.Entry::getValue));
  }

  /**
   * Notes that these SKUs were looked at.
   *
   * @param unclear those of which it was not found out what is left, and the code of the reason
   */
  static void note(
      Connection connection, NotedLook look, Set<String> skus, Map<String, String> unclear)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into looked_sku (source, sku, tried, looked, clear_at, unclear)
        select ?, sku, case when why is distinct from 'moving' then asked else 0 end,
          case when why is null then asked else 0 end,
          case when why is null then clock_timestamp() end, why
        from unnest(?, ?) as each (sku, why) cross join (select cast(? as bigint) as asked) as begun
        order by sku collate "C"
        on conflict (source, sku) do update
        set tried = greatest(looked_sku.tried, excluded.tried),
            looked = greatest(looked_sku.looked, excluded.looked),
            clear_at = coalesce(excluded.clear_at, looked_sku.clear_at),
            unclear = excluded.unclear
        """,
        Sql.value(look.source()),
        Sql.column("text", skus, sku -> sku),
        Sql.column("text", skus, unclear::get),
        Sql.value(look.asked()));
  }

  static Set<String> namedSkus(Connection connection, String source, StockSources shops)
      throws SQLException {
    Set<String> named = new HashSet<>();
    Sql.query(
        connection,
        """
        select sku, shop, promises_of = ? as is_its from ledger_batch where not figure
        union
        select sku, null, true from looked_sku where source = ?
        """,
        row -> {
          boolean its = row.getBoolean("is_its");
          boolean unknown = row.wasNull();
          return (its || unknown && shops.sourceOf(row.getString("shop")).equals(source))
              && named.add(row.getString("sku"));
        },
        Sql.value(source),
        Sql.value(source));
    return named;
  }

  /**
   * SKUs of a wave with named batches of which it is not known what is left, each with the reason.
   */
  static List<String> unknown(Connection connection, String wave) throws SQLException {
    return Sql.query(
        connection,
        """
        with named as (
          select sku, bool_or(promises_of is null) as is_gross
          from sku_route join ledger_batch using (sku)
          where wave = ? and not figure group by sku),
        looked as (
          select sku, max(unclear) as unclear, bool_or(called > looked) as is_late
          from sku_route join looked_sku using (sku) where wave = ? group by sku)
        select sku, is_gross, unclear, is_late
        from named full join looked using (sku)
        where is_gross or unclear is not null or is_late
        order by sku
        """,
        row ->
            "%s (%s)"
                .formatted(
                    row.getString("sku"),
                    row.getString("unclear") != null
                        ? BatchLook.Unclear.words(row.getString("unclear"))
                        : row.getBoolean("is_gross")
                            ? "its source lists no promises"
                            : "a batch was reported, and not looked at since"),
        Sql.value(wave),
        Sql.value(wave));
  }

  /** Those of these sources with a SKU that is to be looked at. */
  static Set<String> toLookAt(Connection connection, Set<String> sources) throws SQLException {
    return Set.copyOf(
        Sql.query(
            connection,
            """
            select source from unnest(?) as asked (source)
            where exists (select from looked_sku
                          where looked_sku.source = asked.source
                            and (called > tried or unclear = 'moving'))
            """,
            row -> row.getString(1),
            Sql.column("text", sources, source -> source)));
  }
}
