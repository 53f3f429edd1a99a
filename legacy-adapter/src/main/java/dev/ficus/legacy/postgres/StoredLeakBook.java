package dev.ficus.legacy.postgres;

import dev.ficus.legacy.leaks.LeakBook;
import dev.ficus.legacy.leaks.LineChange;
import dev.ficus.legacy.leaks.LineChange.LineEnd;
import dev.ficus.legacy.leaks.StockWatch;
import dev.ficus.legacy.leaks.StockWatch.Explanation;
import dev.ficus.legacy.leaks.StockWatch.OpenUnits;
import dev.ficus.legacy.leaks.WatchedLine;
import dev.ficus.legacy.leaks.WatchedLine.LineStock;
import dev.ficus.legacy.stock.FigureMovement;
import dev.ficus.legacy.stock.StockSources;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Book of movements of figures in PostgreSQL. What explains them is for {@link StockWatch}. */
@ApplicationScoped
class StoredLeakBook implements LeakBook {

  private static final String LEAKS =
      """
      select id, source, sku, epoch, wave, at, figure_before, figure, told, placed, served, leaked,
        settled_at, settled_by, settled_for
      from figure_movement where leaked > 0
      """;

  private final Database database;
  private final StockSources sources;

  StoredLeakBook(Database database, StockSources sources) {
    this.database = database;
    this.sources = sources;
  }

  /** A source's stock of a SKU. */
  private record WatchedStock(String source, String sku) {}

  /** A movement that nobody has looked at. */
  private record Unlooked(long id, Instant at, FigureMovement movement) {

    WatchedStock stock() {
      return new WatchedStock(movement.source(), movement.sku());
    }
  }

  /** What was found out about a movement. */
  private record Looked(Unlooked unlooked, Explanation found) {}

  /** A watch as it is written, until when what has changed may not show yet. */
  private record Watch(WatchedStock stock, StockWatch watch, Instant restsAt) {}

  /**
   * A line of the monolith that is another one than when it was last looked.
   *
   * @param ends whether its SKU is not watched any more
   */
  private record ChangedLine(
      String sku, String shop, String number, String lineid, LineChange change, boolean ends) {}

  @Override
  public List<Leak> look(Duration showsWithin, int most) {
    return database.inTransaction(
        connection -> {
          Barrier.share(connection);
          if (!isAlone(connection)) {
            return List.of();
          }
          // Before the lines: whatever has moved a figure was written before the figure was.
          List<Unlooked> unlooked = unlooked(connection, most);
          List<ChangedLine> changed = changed(connection);
          if (unlooked.isEmpty() && changed.isEmpty()) {
            return List.of();
          }
          List<Looked> looked =
              explain(connection, unlooked, changed, Sql.clock(connection), showsWithin);
          write(connection, looked);
          if (unlooked.size() < most) {
            end(connection, changed.stream().filter(ChangedLine::ends).toList());
          }
          return found(connection, looked);
        });
  }

  private static boolean isAlone(Connection connection) throws SQLException {
    return Sql.query(
            connection,
            "select pg_try_advisory_xact_lock(hashtextextended('leaks', 0))",
            row -> row.getBoolean(1))
        .get(0);
  }

  private static List<Unlooked> unlooked(Connection connection, int most) throws SQLException {
    return Sql.query(
        connection,
        """
        select id, at, source, sku, figure_before, figure, told
        from figure_movement where looked_at is null order by id limit ?
        """,
        row ->
            new Unlooked(
                row.getLong("id"),
                row.getObject("at", OffsetDateTime.class).toInstant(),
                new FigureMovement(
                    row.getString("source"),
                    row.getString("sku"),
                    row.getLong("figure_before"),
                    row.getLong("figure"),
                    row.getLong("told"))),
        Sql.value(most));
  }

  private static List<ChangedLine> changed(Connection connection) throws SQLException {
    return Sql.query(
        connection,
        """
        select sku, shop, number, lineid, was.units, was.stock, coalesce(now.qty, was.units) as qty,
          case when now.qty is not null then 'ordered' else
            (select state from ledger_line as gone
             where gone.shop = was.shop and gone.number = was.number and gone.sku = was.sku
               and gone.lineid = was.lineid) end as state,
          now.qty is null and not exists (
            select from sku_route as route
            where route.sku = was.sku and route = 'new' and epoch > 0 and kept_since is null)
            as ends
        from (
          select sku, line.shop, line.number, line.lineid, line.qty
          from sku_route join ledger_line as line using (sku)
          where route = 'new' and epoch > 0 and kept_since is null
            and owner = 'monolith' and state = 'ordered') as now
        full join watched_line as was using (sku, shop, number, lineid)
        where now.qty is distinct from was.units
        order by sku, shop, number, lineid
        """,
        StoredLeakBook::changedLine);
  }

  private static ChangedLine changedLine(ResultSet row) throws SQLException {
    String state = row.getString("state");
    Optional<WatchedLine> before =
        row.getString("stock") == null
            ? Optional.empty()
            : Optional.of(new WatchedLine(row.getInt("units"), stock(row.getString("stock"))));
    LineEnd after =
        "ordered".equals(state)
            ? LineEnd.OPEN
            : "despatched".equals(state) ? LineEnd.DESPATCHED : LineEnd.CANCELLED;
    return new ChangedLine(
        row.getString("sku"),
        row.getString("shop"),
        row.getString("number"),
        row.getString("lineid"),
        new LineChange(before, row.getInt("qty"), after),
        row.getBoolean("ends"));
  }

  /** Explains the movements, and writes the watches and the lines as they are then. */
  private List<Looked> explain(
      Connection connection,
      List<Unlooked> unlooked,
      List<ChangedLine> changed,
      Instant now,
      Duration showsWithin)
      throws SQLException {
    Set<String> skus = new HashSet<>();
    unlooked.forEach(each -> skus.add(each.movement().sku()));
    changed.forEach(each -> skus.add(each.sku()));
    Map<WatchedStock, Watch> watches = watches(connection, skus);
    Set<WatchedStock> touched = new HashSet<>();
    for (ChangedLine line : changed) {
      WatchedStock stock = new WatchedStock(sources.sourceOf(line.shop()), line.sku());
      if (!line.ends()) {
        StockWatch after = watch(watches, stock).watch().after(line.change());
        watches.put(stock, new Watch(stock, after, now.plus(rest(stock, showsWithin))));
        touched.add(stock);
      }
    }
    writeLines(connection, changed.stream().filter(line -> !line.ends()).toList());
    Map<WatchedStock, OpenUnits> open = open(connection, skus);
    Set<String> underWay = underWay(connection, skus);
    List<Looked> looked = new ArrayList<>();
    for (Unlooked each : unlooked) {
      Watch before = watch(watches, each.stock());
      Explanation found =
          before
              .watch()
              .explain(each.movement(), open.getOrDefault(each.stock(), new OpenUnits(0, 0)));
      looked.add(new Looked(each, found));
      boolean showsAll =
          each.at().isAfter(before.restsAt()) && !underWay.contains(each.movement().sku());
      StockWatch then = showsAll ? found.then().atRest() : found.then();
      boolean rose = found.released() + found.received() > 0;
      watches.put(
          each.stock(),
          rose
              ? new Watch(
                  each.stock(), then.withRisen(), each.at().plus(rest(each.stock(), showsWithin)))
              : new Watch(each.stock(), then, before.restsAt()));
      touched.add(each.stock());
    }
    writeWatches(connection, touched.stream().map(watches::get).toList());
    return looked;
  }

  private Duration rest(WatchedStock stock, Duration showsWithin) {
    return sources.decidesWithin(stock.source()).plus(showsWithin);
  }

  private static Watch watch(Map<WatchedStock, Watch> watches, WatchedStock stock) {
    return watches.getOrDefault(stock, new Watch(stock, StockWatch.AT_REST, Instant.EPOCH));
  }

  private static Map<WatchedStock, Watch> watches(Connection connection, Set<String> skus)
      throws SQLException {
    Map<WatchedStock, Watch> watches = new HashMap<>();
    Sql.query(
        connection,
        """
        select source, sku, placed, released, served, risen, rests_at
        from stock_watch where sku = any(?)
        """,
        row -> {
          WatchedStock stock = new WatchedStock(row.getString("source"), row.getString("sku"));
          return watches.put(
              stock,
              new Watch(
                  stock,
                  new StockWatch(
                      row.getLong("placed"),
                      row.getLong("released"),
                      row.getLong("served"),
                      row.getBoolean("risen")),
                  row.getObject("rests_at", OffsetDateTime.class).toInstant()));
        },
        Sql.column("text", skus, sku -> sku));
    return watches;
  }

  /** Units of the monolith's open lines, as they were taken over. */
  private Map<WatchedStock, OpenUnits> open(Connection connection, Set<String> skus)
      throws SQLException {
    Map<WatchedStock, OpenUnits> open = new HashMap<>();
    Sql.query(
        connection,
        """
        select sku, shop,
          coalesce(sum(units) filter (where stock = 'waits'), 0) as waiting,
          coalesce(sum(units) filter (where stock = 'unknown'), 0) as unknown
        from watched_line where sku = any(?) group by sku, shop
        """,
        row ->
            open.merge(
                new WatchedStock(sources.sourceOf(row.getString("shop")), row.getString("sku")),
                new OpenUnits(row.getLong("waiting"), row.getLong("unknown")),
                OpenUnits::plus),
        Sql.column("text", skus, sku -> sku));
    return open;
  }

  /** Those of these SKUs of which an order is under way to the monolith, or in doubt. */
  private static Set<String> underWay(Connection connection, Set<String> skus) throws SQLException {
    return new HashSet<>(
        Sql.query(
            connection,
            """
            select distinct line.sku
            from forward join ledger_line as line using (shop, number)
            where line.owner = 'monolith' and line.sku = any(?)
            """,
            row -> row.getString(1),
            Sql.column("text", skus, sku -> sku)));
  }

  private static void writeLines(Connection connection, List<ChangedLine> lines)
      throws SQLException {
    List<ChangedLine> open =
        lines.stream().filter(line -> line.change().after() == LineEnd.OPEN).toList();
    Sql.update(
        connection,
        """
        insert into watched_line (sku, shop, number, lineid, units, stock)
        select sku, shop, number, lineid, units, 'unknown'
        from unnest(?, ?, ?, ?, ?) as each (sku, shop, number, lineid, units)
        order by sku collate "C", shop collate "C", number collate "C", lineid collate "C"
        on conflict (sku, shop, number, lineid) do update
        set units = excluded.units, stock = excluded.stock
        """,
        Sql.column("text", open, ChangedLine::sku),
        Sql.column("text", open, ChangedLine::shop),
        Sql.column("text", open, ChangedLine::number),
        Sql.column("text", open, ChangedLine::lineid),
        Sql.column("int4", open, line -> line.change().units()));
    end(connection, lines.stream().filter(line -> line.change().after() != LineEnd.OPEN).toList());
  }

  private static void end(Connection connection, List<ChangedLine> lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        delete from watched_line
        using unnest(?, ?, ?, ?) as each (sku, shop, number, lineid)
        where watched_line.sku = each.sku and watched_line.shop = each.shop
          and watched_line.number = each.number and watched_line.lineid = each.lineid
        """,
        Sql.column("text", lines, ChangedLine::sku),
        Sql.column("text", lines, ChangedLine::shop),
        Sql.column("text", lines, ChangedLine::number),
        Sql.column("text", lines, ChangedLine::lineid));
  }

  private static void writeWatches(Connection connection, Collection<Watch> watches)
      throws SQLException {
    Sql.update(
        connection,
        """
        insert into stock_watch (sku, source, placed, released, served, risen, rests_at)
        select sku, source, placed, released, served, risen, rests_at
        from unnest(?, ?, ?, ?, ?, ?, ?)
          as each (sku, source, placed, released, served, risen, rests_at)
        order by sku collate "C", source collate "C"
        on conflict (sku, source) do update
        set placed = excluded.placed, released = excluded.released, served = excluded.served,
            risen = excluded.risen, rests_at = excluded.rests_at
        """,
        Sql.column("text", watches, each -> each.stock().sku()),
        Sql.column("text", watches, each -> each.stock().source()),
        Sql.column("int8", watches, each -> each.watch().placed()),
        Sql.column("int8", watches, each -> each.watch().released()),
        Sql.column("int8", watches, each -> each.watch().served()),
        Sql.column("bool", watches, each -> each.watch().risen()),
        Sql.column("timestamptz", watches, each -> each.restsAt().atOffset(ZoneOffset.UTC)));
  }

  /** What a figure did that was only reported again is of no interest any more. */
  private static void write(Connection connection, List<Looked> looked) throws SQLException {
    Sql.update(
        connection,
        """
        update figure_movement as movement
        set looked_at = clock_timestamp(), placed = each.placed, served = each.served,
          released = each.released, received = each.received, leaked = each.leaked
        from unnest(?, ?, ?, ?, ?, ?, ?)
          as each (sku, id, placed, served, released, received, leaked)
        where movement.sku = each.sku and movement.id = each.id
        """,
        Sql.column("text", looked, each -> each.unlooked().movement().sku()),
        Sql.column("int8", looked, each -> each.unlooked().id()),
        Sql.column("int8", looked, each -> each.found().placed()),
        Sql.column("int8", looked, each -> each.found().served()),
        Sql.column("int8", looked, each -> each.found().released()),
        Sql.column("int8", looked, each -> each.found().received()),
        Sql.column("int8", looked, each -> each.found().leaked()));
    Sql.update(
        connection,
        """
        delete from figure_movement as movement
        using unnest(?, ?) as each (sku, id)
        where movement.sku = each.sku and movement.id = each.id
          and movement.figure = movement.figure_before
        """,
        Sql.column("text", looked, each -> each.unlooked().movement().sku()),
        Sql.column("int8", looked, each -> each.unlooked().id()));
  }

  private static List<Leak> found(Connection connection, List<Looked> looked) throws SQLException {
    List<Looked> leaks = looked.stream().filter(each -> each.found().leaked() > 0).toList();
    return leaks.isEmpty()
        ? List.of()
        : Sql.query(
            connection,
            LEAKS + "and id = any(?) order by id",
            StoredLeakBook::leak,
            Sql.column("int8", leaks, each -> each.unlooked().id()));
  }

  @Override
  public List<Leak> leaks(LeakQuery query) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                LEAKS
                    + """
                      and id < ? and settled_at is null = coalesce(not ?::boolean, settled_at is null)
                      and wave = coalesce(?::text, wave) and sku = coalesce(?::text, sku)
                    order by id desc limit ?
                    """,
                StoredLeakBook::leak,
                Sql.value(query.before()),
                Sql.value(query.settled().orElse(null)),
                Sql.value(query.wave().orElse(null)),
                Sql.value(query.sku().orElse(null)),
                Sql.value(query.most())));
  }

  @Override
  public UnsettledLeaks unsettled() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    """
                    select count(*), count(distinct sku), coalesce(sum(leaked), 0), min(at)
                    from figure_movement where leaked > 0 and settled_at is null
                    """,
                    row ->
                        new UnsettledLeaks(
                            row.getLong(1),
                            row.getLong(2),
                            row.getLong(3),
                            Optional.ofNullable(row.getObject(4, OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant)))
                .get(0));
  }

  @Override
  public Settling settle(long id, String by, String reason) {
    return database.inTransaction(
        connection -> {
          int settled =
              Sql.update(
                  connection,
                  """
                  update figure_movement
                  set settled_at = clock_timestamp(), settled_by = ?, settled_for = ?
                  where id = ? and leaked > 0 and settled_at is null
                  """,
                  Sql.value(by),
                  Sql.value(reason),
                  Sql.value(id));
          if (settled > 0) {
            return Settling.SETTLED;
          }
          boolean known =
              Sql.query(
                      connection,
                      "select exists (select from figure_movement where id = ? and leaked > 0)",
                      row -> row.getBoolean(1),
                      Sql.value(id))
                  .get(0);
          return known ? Settling.SETTLED_BEFORE : Settling.UNKNOWN;
        });
  }

  @Override
  public int forget(Duration ago) {
    return database.connected(
        connection ->
            Sql.update(
                connection,
                """
                delete from figure_movement
                where leaked = 0 and looked_at is not null
                  and at < now() - ? * interval '1 ms'
                """,
                Sql.value(ago.toMillis())));
  }

  private static Leak leak(ResultSet row) throws SQLException {
    Optional<LeakSettled> settled =
        row.getObject("settled_at") == null
            ? Optional.empty()
            : Optional.of(
                new LeakSettled(
                    row.getObject("settled_at", OffsetDateTime.class).toInstant(),
                    row.getString("settled_by"),
                    row.getString("settled_for")));
    return new Leak(
        row.getLong("id"),
        row.getString("source"),
        row.getString("sku"),
        row.getInt("epoch"),
        row.getString("wave"),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getLong("figure_before"),
        row.getLong("figure"),
        row.getLong("told"),
        row.getLong("placed"),
        row.getLong("served"),
        row.getLong("leaked"),
        settled);
  }

  private static Instant instant(ResultSet row, int column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class).toInstant();
  }

  private static LineStock stock(String code) {
    return LineStock.valueOf(code.toUpperCase(Locale.ROOT));
  }
}
