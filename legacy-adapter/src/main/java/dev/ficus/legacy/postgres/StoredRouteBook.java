package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.SkuRoute;
import dev.ficus.legacy.routing.Wave;
import dev.ficus.legacy.routing.WaveDecision;
import dev.ficus.legacy.routing.WaveDecision.WaveRefusal;
import dev.ficus.legacy.routing.WaveDecision.WaveRefused;
import dev.ficus.legacy.routing.WaveDecision.WaveStored;
import dev.ficus.legacy.routing.WaveRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Book of routes in PostgreSQL. */
@ApplicationScoped
class StoredRouteBook implements RouteBook {

  private static final String DEFAULT_ROUTE = "select default_route from routing";
  private static final String WAVES =
      """
      select name, wave.changed_at, count(sku) filter (where route = 'legacy') as legacy,
        count(sku) filter (where route = 'new') as ours, count(kept_since) as kept
      from wave left join sku_route on sku_route.wave = wave.name
      """;

  private final Database database;

  StoredRouteBook(Database database) {
    this.database = database;
  }

  @Override
  public Optional<Route> defaultRoute() {
    return database.connected(connection -> defaultRoute(connection, DEFAULT_ROUTE));
  }

  private static Optional<Route> defaultRoute(Connection connection, String sql)
      throws SQLException {
    return Sql.query(connection, sql, row -> coded(row.getString(1))).stream().findFirst();
  }

  @Override
  public Route storeDefaultRoute(Route route) {
    return database.connected(
        connection -> {
          Sql.update(
              connection,
              "insert into routing (default_route) values (?) on conflict do nothing",
              Sql.value(route.code()));
          return defaultRoute(connection, DEFAULT_ROUTE).orElseThrow();
        });
  }

  @Override
  public boolean hasLinesOfOurs() {
    return database.inTransaction(StoredRouteBook::hasLinesOfOurs);
  }

  /** A line that was refused is ours as well, as long as it waits or its owner is recorded. */
  static boolean hasLinesOfOurs(Connection connection) throws SQLException {
    mayReadWhole(connection);
    return Sql.query(
            connection,
            """
            select exists (select from ledger_line where owner = 'new')
              or exists (select from quarantine_entry where subject = 'line' and state = 'waiting')
              or exists (select from ledger_order where refused ~ '(^|\\n)new\\t')
            """,
            row -> row.getBoolean(1))
        .get(0);
  }

  /**
   * A list without a route changes none, so it need not keep anybody waiting. With one, nobody may
   * see a SKU for the first time while it is looked up whether somebody has.
   */
  @Override
  public WaveDecision put(Wave wave) {
    return wave.start().isPresent()
        ? Barrier.alone(database, connection -> put(connection, wave))
        : database.inTransaction(connection -> put(connection, wave));
  }

  private static WaveDecision put(Connection connection, Wave wave) throws SQLException {
    // One list at a time.
    Route byDefault = defaultRoute(connection, DEFAULT_ROUTE + " for no key update").orElseThrow();
    if (isChanging(connection, wave.name())) {
      return new WaveRefused(WaveRefusal.CHANGING, List.of());
    }
    Map<String, SkuRoute> known = new HashMap<>();
    Sql.query(
            connection,
            """
            select sku, route, epoch, wave
            from unnest(?) as asked (sku) join sku_route using (sku)
            union
            select sku, route, epoch, wave from sku_route where wave = ?
            """,
            StoredRouteBook::skuRoute,
            Sql.column("text", wave.skus(), sku -> sku),
            Sql.value(wave.name()))
        .forEach(each -> known.put(each.sku(), each));
    Set<String> seen = wave.start().isPresent() ? seen(connection, wave.skus()) : Set.of();
    Set<String> kept = StoredKeptStock.kept(connection, wave.name());
    WaveDecision decision =
        new WaveRules(byDefault, known, seen::contains, kept::contains).decide(wave);
    if (decision instanceof WaveStored stored) {
      store(connection, wave, stored);
      // What has the default route is closed, if at all, with its first stock.
      StoredOpenProducts.put(
          connection,
          stored.added().stream()
              .filter(each -> each.route() != byDefault)
              .map(each -> new Openness(each.sku(), each.route() == Route.NEW, each.epoch()))
              .toList());
    }
    return decision;
  }

  /** Whether a cut-over of it is on its way to its switch. */
  private static boolean isChanging(Connection connection, String wave) throws SQLException {
    return Sql.query(
            connection,
            """
            select exists (select from cut_over
                           where switched_at is null and ended_at is null and wave = ?)
            """,
            row -> row.getBoolean(1),
            Sql.value(wave))
        .get(0);
  }

  private static void store(Connection connection, Wave wave, WaveStored stored)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into wave (name) values (?)
        on conflict (name) do update set changed_at = now()
        """,
        Sql.value(wave.name()));
    Sql.update(
        connection,
        """
        insert into sku_route (sku, route, epoch, wave)
        select sku, route, 0, ? from unnest(?, ?) as each (sku, route) order by sku collate "C"
        """,
        Sql.value(wave.name()),
        Sql.column("text", stored.added(), SkuRoute::sku),
        Sql.column("text", stored.added(), each -> each.route().code()));
    Sql.update(
        connection,
        "delete from sku_route using unnest(?) as each (sku) where sku_route.sku = each.sku",
        Sql.column("text", stored.removed(), sku -> sku));
  }

  /** Those of these SKUs of which a line or stock was received, be it that it was refused. */
  static Set<String> seen(Connection connection, Set<String> skus) throws SQLException {
    mayReadWhole(connection);
    return new HashSet<>(
        Sql.query(
            connection,
            """
            with asked as materialized (select sku from unnest(?) as each (sku)),
            refused as (
              select split_part(line, E'\\t', 2) as sku
              from ledger_order, regexp_split_to_table(refused, E'\\n') as line
              where refused is not null)
            select sku from asked where sku in (select sku from ledger_line)
            union
            select sku from asked where sku in (select sku from ledger_batch)
            union
            select sku from asked where sku in (select sku from refused)
            union
            select sku from asked
            where sku in (select sku from quarantine_entry where sku is not null)
            """,
            row -> row.getString(1),
            Sql.column("text", skus, sku -> sku)));
  }

  /**
   * No index finds the lines of a SKU: writing it would cost every order more than this is worth.
   */
  private static void mayReadWhole(Connection connection) throws SQLException {
    Sql.update(connection, "set local enable_seqscan = on");
    Sql.update(connection, "set local enable_hashjoin = on");
    // A nested loop would read all lines once for each SKU.
    Sql.update(connection, "set local enable_nestloop = off");
  }

  @Override
  public Set<String> neverSeen(Set<String> skus) {
    Set<String> left = new HashSet<>(skus);
    left.removeAll(database.inTransaction(connection -> seen(connection, skus)));
    return left;
  }

  @Override
  public List<WaveSummary> waves(String part, String after, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                WAVES
                    + """
                    where name > ? and strpos(lower(name), lower(?)) > 0
                    group by name order by name limit ?
                    """,
                StoredRouteBook::summary,
                Sql.value(after),
                Sql.value(part),
                Sql.value(most)));
  }

  @Override
  public Optional<WaveSummary> wave(String name) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    WAVES + "where name = ? group by name",
                    StoredRouteBook::summary,
                    Sql.value(name)))
        .stream()
        .findFirst();
  }

  @Override
  public List<SkuRoute> wave(String name, String after, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, route, epoch, wave from sku_route
                where wave = ? and sku > ? order by sku limit ?
                """,
                StoredRouteBook::skuRoute,
                Sql.value(name),
                Sql.value(after),
                Sql.value(most)));
  }

  @Override
  public List<SkuRoute> routes(Optional<Route> route, String after, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, route, epoch, wave from sku_route
                where route = coalesce(cast(? as text), route) and sku > ? order by sku limit ?
                """,
                StoredRouteBook::skuRoute,
                Sql.value(route.map(Route::code).orElse(null)),
                Sql.value(after),
                Sql.value(most)));
  }

  @Override
  public SkuRoute route(String sku) {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    """
                    select ? as sku, coalesce(route, default_route) as route,
                      coalesce(epoch, 0) as epoch, wave
                    from routing left join sku_route on sku_route.sku = ?
                    """,
                    StoredRouteBook::skuRoute,
                    Sql.value(sku),
                    Sql.value(sku))
                .get(0));
  }

  @Override
  public RoutingProgress progress() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    """
                    with seen as (
                      select sku from ledger_batch
                      union select sku from ledger_line where owner = 'monolith'
                      union select sku from sku_route),
                    routed as (
                      select coalesce(route, (select default_route from routing)) as route
                      from seen left join sku_route using (sku)),
                    draining as materialized (select settled_at from %s as each),
                    open as (
                      select qty from ledger_line where owner = 'monolith' and state = 'ordered')
                    select
                      (select count(*) from routed where route = 'legacy') as legacy,
                      (select count(*) from routed where route = 'new') as ours,
                      (select count(*) from open) as lines,
                      (select coalesce(sum(qty), 0) from open) as units,
                      (select count(*) from draining) as draining,
                      (select count(settled_at) from draining) as again,
                      (select count(distinct sku) from ledger_batch
                       where figure and not exists (
                         select from sku_route
                         where sku_route.sku = ledger_batch.sku and kept_since is not null))
                        as figures
                    """
                        .formatted(StoredDrainingSkus.DRAINING),
                    row ->
                        new RoutingProgress(
                            row.getLong("legacy"),
                            row.getLong("ours"),
                            row.getLong("lines"),
                            row.getLong("units"),
                            row.getLong("draining"),
                            row.getLong("again"),
                            row.getLong("figures")))
                .get(0));
  }

  private static WaveSummary summary(ResultSet row) throws SQLException {
    return new WaveSummary(
        row.getString("name"),
        row.getLong("legacy"),
        row.getLong("ours"),
        row.getLong("kept"),
        row.getObject("changed_at", OffsetDateTime.class).toInstant());
  }

  private static SkuRoute skuRoute(ResultSet row) throws SQLException {
    return new SkuRoute(
        row.getString("sku"),
        coded(row.getString("route")),
        row.getInt("epoch"),
        Optional.ofNullable(row.getString("wave")));
  }

  private static Route coded(String code) {
    return Route.of(code).orElseThrow();
  }
}
