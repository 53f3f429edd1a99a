package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.KeepingRules;
import dev.ficus.legacy.routing.KeepingState;
import dev.ficus.legacy.routing.KeptStock;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Stock that we keep, in PostgreSQL. It is decided behind the barrier, so no report that was read
 * before can still change a batch afterwards.
 */
@ApplicationScoped
class StoredKeptStock implements KeptStock {

  private final Database database;

  StoredKeptStock(Database database) {
    this.database = database;
  }

  @Override
  public Optional<KeepingResult> keep(String wave, String by, String reason) {
    return Barrier.alone(
        database,
        connection -> {
          StoredCutOverBook.lockBeginnings(connection);
          boolean there =
              Sql.query(
                      connection,
                      "select exists (select from wave where name = ?)",
                      row -> row.getBoolean(1),
                      Sql.value(wave))
                  .get(0);
          return there ? Optional.of(keepKnown(connection, wave, by, reason)) : Optional.empty();
        });
  }

  private static KeepingResult keepKnown(
      Connection connection, String wave, String by, String reason) throws SQLException {
    List<CutOverCheck> checks = KeepingRules.checks(state(connection, wave));
    int now = 0;
    if (checks.stream().allMatch(CutOverCheck::holds)) {
      now =
          Sql.update(
              connection,
              "update sku_route set kept_since = now() where wave = ? and kept_since is null",
              Sql.value(wave));
    }
    if (now > 0) {
      Sql.update(
          connection,
          "insert into strangling_log (what, done_by, reason, wave) values ('keeper', ?, ?, ?)",
          Sql.value(by),
          Sql.value(reason),
          Sql.value(wave));
    }
    int changed = now;
    return Sql.query(
            connection,
            """
            select count(*) as skus,
              case when count(*) = count(kept_since) then max(kept_since) end as since
            from sku_route where wave = ?
            """,
            row ->
                new KeepingResult(
                    checks,
                    row.getLong("skus"),
                    changed,
                    Optional.ofNullable(row.getObject("since", OffsetDateTime.class))
                        .map(OffsetDateTime::toInstant)),
            Sql.value(wave))
        .get(0);
  }

  /** Of SKUs that we keep already nothing can be in the way. */
  private static KeepingState state(Connection connection, String wave) throws SQLException {
    return new KeepingState(
        skus(connection, wave, "route <> 'new'"),
        Sql.query(
                connection,
                """
                select id from cut_over
                where switched_at is null and ended_at is null and wave = ?
                """,
                row -> OptionalLong.of(row.getLong(1)),
                Sql.value(wave))
            .stream()
            .findFirst()
            .orElse(OptionalLong.empty()),
        skus(
            connection,
            wave,
            """
            exists (select from ledger_line as line
                    where line.sku = route.sku and line.owner = 'monolith'
                      and line.state = 'ordered')
            """),
        skus(
            connection,
            wave,
            """
            exists (select from source_stock as stock
                    where stock.sku = route.sku and to_give_back > 0)
            """),
        skus(
            connection,
            wave,
            """
            exists (select from source_stock as stock cross join lateral (
                      select min(qty) as figure from reported_figure as each
                      where each.source = stock.source and each.sku = stock.sku) as least
                    where stock.sku = route.sku and despatched > 0
                      and despatched - uncounted > figure)
            """));
  }

  private static List<String> skus(Connection connection, String wave, String which)
      throws SQLException {
    return Sql.query(
        connection,
        "select sku from sku_route as route where wave = ? and kept_since is null and %s order by sku"
            .formatted(which),
        row -> row.getString(1),
        Sql.value(wave));
  }

  /** Those of these SKUs of which we keep the stock: their routes stay. */
  static Set<String> kept(Connection connection, String wave) throws SQLException {
    return new HashSet<>(
        Sql.query(
            connection,
            "select sku from sku_route where wave = ? and kept_since is not null",
            row -> row.getString(1),
            Sql.value(wave)));
  }
}
