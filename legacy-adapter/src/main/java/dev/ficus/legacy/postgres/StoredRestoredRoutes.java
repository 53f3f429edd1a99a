package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.Many;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.switching.RestoredRoutes;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/** Book of routes that are older than allocation-service's registers, in PostgreSQL. */
@ApplicationScoped
class StoredRestoredRoutes implements RestoredRoutes {

  /** In which SKUs are that were in none when the backup was made. */
  static final String WAVE = "adopted";

  /** Why everything is halted then. */
  static final String FOUND =
      "allocation-service knows newer routes: this database was restored to an earlier point"
          + " (GET /strangling/restored)";

  private final Database database;

  StoredRestoredRoutes(Database database) {
    this.database = database;
  }

  @Override
  public boolean areInUse() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    """
                    select default_route = 'legacy' or exists (select from sku_route) from routing
                    """,
                    row -> row.getBoolean(1))
                .stream()
                .anyMatch(inUse -> inUse));
  }

  /** What is newer than the route and than what we have sent ourselves. */
  private static List<Openness> newer(Connection connection, Collection<Openness> registers)
      throws SQLException {
    return Sql.query(
        connection,
        """
        select sku, each.open, each.revision
        from unnest(?, ?, ?) as each (sku, open, revision)
          left join sku_route using (sku) left join sku_openness as sent using (sku)
          left join older_route as noted using (sku)
        where each.revision >
          greatest(coalesce(epoch, 0), coalesce(sent.revision, 0), coalesce(noted.revision, 0))
        order by sku collate "C"
        """,
        row -> new Openness(row.getString("sku"), row.getBoolean("open"), row.getInt("revision")),
        Sql.column("text", registers, Openness::sku),
        Sql.column("bool", registers, Openness::open),
        Sql.column("int4", registers, Openness::revision));
  }

  @Override
  public void compare(Collection<Openness> registers) {
    if (database.connected(connection -> newer(connection, registers)).isEmpty()) {
      return;
    }
    Barrier.alone(
        database,
        connection -> {
          boolean first = numbers(connection).skus() == 0;
          List<Openness> newer = newer(connection, registers);
          Sql.update(
              connection,
              """
              insert into older_route (sku, open, revision)
              select * from unnest(?, ?, ?) as each (sku, open, revision)
              on conflict (sku) do update
              set open = excluded.open, revision = excluded.revision
              """,
              Sql.column("text", newer, Openness::sku),
              Sql.column("bool", newer, Openness::open),
              Sql.column("int4", newer, Openness::revision));
          if (first && !newer.isEmpty()) {
            StoredCutOverBook.log(connection, "routes_older", CutOverRows.ADAPTER, FOUND);
            StoredCutOverBook.pauseAll(connection, CutOverRows.ADAPTER, FOUND);
          }
          return null;
        });
  }

  @Override
  public OlderNumbers numbers() {
    return database.connected(StoredRestoredRoutes::numbers);
  }

  private static OlderNumbers numbers(Connection connection) throws SQLException {
    return Sql.query(
            connection,
            "select count(*), coalesce(max(revision), 0) from older_route",
            row -> new OlderNumbers(row.getLong(1), row.getInt(2)))
        .get(0);
  }

  @Override
  public List<OlderRoute> older(String after, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, coalesce(route, default_route) as route, coalesce(epoch, 0) as epoch,
                  open, revision
                from older_route left join sku_route using (sku) cross join routing
                where sku > ? order by sku limit ?
                """,
                row ->
                    new OlderRoute(
                        row.getString("sku"),
                        Route.of(row.getString("route")).orElseThrow(),
                        row.getInt("epoch"),
                        row.getBoolean("open") ? Route.NEW : Route.LEGACY,
                        row.getInt("revision")),
                Sql.value(after),
                Sql.value(most)));
  }

  @Override
  public int linesAbove() {
    return database.connected(
        connection ->
            Sql.query(connection, "select lines_above from routing", row -> row.getInt(1)).get(0));
  }

  @Override
  public boolean adopt(Adoption adoption) {
    return Barrier.alone(
        database,
        connection -> {
          StoredCutOverBook.lockBeginnings(connection);
          if (!numbers(connection).equals(adoption.found())) {
            return false;
          }
          endThoseOnTheirWay(connection, adoption);
          adoptRoutes(connection, adoption);
          Sql.update(
              connection,
              "update routing set lines_above = greatest(lines_above, ?)",
              Sql.value(adoption.linesAbove()));
          StoredCutOverBook.log(
              connection,
              "adopted",
              adoption.by(),
              "%s (%s; lines go on above revision %d)"
                  .formatted(
                      adoption.reason(),
                      Many.of(adoption.found().skus(), "SKU", "SKUs"),
                      adoption.linesAbove()));
          return true;
        });
  }

  private static void endThoseOnTheirWay(Connection connection, Adoption adoption)
      throws SQLException {
    for (Long id :
        Sql.query(
            connection,
            """
            select id from cut_over
            where switched_at is null and ended_at is null
              and exists (select from cut_over_sku join older_route using (sku)
                          where cut_over = cut_over.id)
            for update
            """,
            row -> row.getLong(1))) {
      CutOverRows.end(
          connection,
          id,
          CutOverOutcome.ABORTED,
          adoption.by(),
          "newer routes of its SKUs were adopted: " + adoption.reason());
    }
  }

  private static void adoptRoutes(Connection connection, Adoption adoption) throws SQLException {
    if (adoption.found().skus() == 0) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into wave (name)
        select ? where exists (
          select from older_route where not exists (
            select from sku_route where sku_route.sku = older_route.sku))
        on conflict do nothing
        """,
        Sql.value(WAVE));
    Sql.update(
        connection,
        """
        insert into adopted_route
          (sku, epoch, from_route, from_epoch, to_route, done_by, reason)
        select sku, revision, coalesce(route, default_route), coalesce(epoch, 0),
          case when open then 'new' else 'legacy' end, ?, ?
        from older_route left join sku_route using (sku) cross join routing
        """,
        Sql.value(adoption.by()),
        Sql.value(adoption.reason()));
    Sql.update(
        connection,
        """
        insert into sku_route (sku, route, epoch, wave)
        select sku, case when open then 'new' else 'legacy' end, revision,
          coalesce((select wave from sku_route where sku_route.sku = older_route.sku), ?)
        from older_route order by sku
        on conflict (sku) do update
        set route = excluded.route, epoch = excluded.epoch, changed_at = now()
        """,
        Sql.value(WAVE));
    List<Openness> adopted =
        Sql.query(
            connection,
            "delete from older_route returning sku, open, revision",
            row ->
                new Openness(row.getString("sku"), row.getBoolean("open"), row.getInt("revision")));
    StoredOpenProducts.put(connection, adopted);
  }
}
