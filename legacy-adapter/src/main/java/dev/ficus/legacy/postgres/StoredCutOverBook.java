package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.switching.CutOver;
import dev.ficus.legacy.switching.CutOverBook;
import dev.ficus.legacy.switching.Direction;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.IntStream;

/** Book of cut-overs and rollbacks in PostgreSQL. */
@ApplicationScoped
class StoredCutOverBook implements CutOverBook {

  private static final String CUT_OVER =
      """
      select cut_over.*, (lease_until > clock_timestamp()) as is_held,
        (select count(*) from cut_over_sku where cut_over_sku.cut_over = cut_over.id) as skus,
        (select count(*) from cut_over_sku
         where cut_over_sku.cut_over = cut_over.id and settled_at is not null) as settled,
        (select count(distinct sku)
         from (select cut_over, source, sku, min(expected) as expected
               from set_aside where set_aside.cut_over = cut_over.id and switched_at is not null
               group by cut_over, source, sku) as told
           join cut_over_stock as stock using (cut_over, source, sku)
         where stock.figure < told.expected) as fell_too_far
      from cut_over
      """;

  private final Database database;

  StoredCutOverBook(Database database) {
    this.database = database;
  }

  @Override
  public Optional<KnownWave> wave(String name) {
    return database.inTransaction(
        connection -> {
          boolean there =
              Sql.query(
                      connection,
                      "select exists (select from wave where name = ?)",
                      row -> row.getBoolean(1),
                      Sql.value(name))
                  .get(0);
          return there ? Optional.of(known(connection, name)) : Optional.empty();
        });
  }

  private static KnownWave known(Connection connection, String wave) throws SQLException {
    Set<String> skus = Set.copyOf(skus(connection, wave, "true"));
    Set<String> withoutFigure =
        new HashSet<>(
            skus(
                connection,
                wave,
                """
                not exists (select from reported_figure as reported
                            where reported.sku = sku_route.sku)
                """));
    int lacking = withoutFigure.size();
    CountedWork work = work(connection, wave);
    List<String> named = LookedRows.unknown(connection, wave);
    List<String> notLegacy = skus(connection, wave, "route <> 'legacy'");
    Set<String> sources =
        Set.copyOf(
            Sql.query(
                connection,
                """
                select distinct
                  figure_source(source) || case when source <> figure_source(source) then E'\t'
                    else '' end as source
                from sku_route join figure_in_force using (sku) where wave = ?
                """,
                row -> row.getString(1),
                Sql.value(wave)));
    if (lacking > 0) {
      // Last, because from then on whole tables may be read.
      withoutFigure.retainAll(StoredRouteBook.seen(connection, withoutFigure));
    }
    return new KnownWave(
        skus,
        notLegacy,
        skus(connection, wave, "route <> 'new'"),
        skus(connection, wave, "kept_since is not null"),
        work.epoch(),
        work.onItsWay(),
        work.halted(),
        named,
        withoutFigure.stream().sorted().toList(),
        lacking - withoutFigure.size(),
        sources,
        work.doubts(),
        work.refused(),
        work.unconfirmed(),
        work.quarantined());
  }

  private static List<String> skus(Connection connection, String wave, String which)
      throws SQLException {
    return Sql.query(
        connection,
        "select sku from sku_route where wave = ? and %s order by sku".formatted(which),
        row -> row.getString(1),
        Sql.value(wave));
  }

  /** What is under way, and what is left to be done, about a wave. */
  private record CountedWork(
      int epoch,
      OptionalLong onItsWay,
      boolean halted,
      long doubts,
      long refused,
      long unconfirmed,
      long quarantined) {}

  /** Each is asked from the side that has few rows. */
  private static CountedWork work(Connection connection, String wave) throws SQLException {
    return Sql.query(
            connection,
            """
            with asked as materialized (select cast(? as text) as wave)
            select
              (select coalesce(max(epoch), 0) from sku_route where wave = asked.wave) as epoch,
              (select id from cut_over where switched_at is null and ended_at is null)
                as on_its_way,
              exists (select from strangling_halted) as halted,
              (select count(distinct (shop, number))
               from forward join ledger_line as line using (shop, number)
                 join sku_route using (sku)
               where sku_route.wave = asked.wave
                 and (given_up_at is not null or sent_at < now() - interval '1 minute')) as doubts,
              (select count(distinct (shop, number))
               from ledger_order join ledger_line as line using (shop, number)
                 join sku_route using (sku)
               where approval = 'refused' and line.owner = 'new' and line.state = 'ordered'
                 and sku_route.wave = asked.wave) as refused,
              (select count(distinct (shop, number))
               from ledger_order join ledger_line as line using (shop, number)
                 join sku_route using (sku)
               where confirmed < changes and not held and sent_with > confirmed
                 and sku_route.wave = asked.wave)
              + (select count(distinct (shop, number))
                 from ledger_order join ledger_line as line using (shop, number)
                   join sku_route using (sku)
                 where confirmed < changes and held and sent_with > confirmed
                   and sku_route.wave = asked.wave)
              + (select count(*) from ledger_batch join sku_route using (sku)
                 where confirmed < revision and sku_route.wave = asked.wave)
              + (select count(*) from sku_openness join sku_route using (sku)
                 where not confirmed and sku_route.wave = asked.wave) as unconfirmed,
              (select count(*) from quarantine_entry as entry
               where state = 'waiting'
                 and (exists (select from sku_route
                              where sku_route.sku = entry.sku and sku_route.wave = asked.wave)
                   or entry.subject = 'order' and exists (
                     select from ledger_line as line join sku_route using (sku)
                     where line.shop = entry.shop and line.number = entry.number
                       and sku_route.wave = asked.wave))) as quarantined
            from asked
            """,
            row ->
                new CountedWork(
                    row.getInt("epoch"),
                    CutOverRows.number(row, "on_its_way"),
                    row.getBoolean("halted"),
                    row.getLong("doubts"),
                    row.getLong("refused"),
                    row.getLong("unconfirmed"),
                    row.getLong("quarantined")),
            Sql.value(wave))
        .get(0);
  }

  @Override
  public List<ShopsChange> preview(String wave, Map<String, Long> margins, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, pushed.shop, epoch, greatest(reported.qty, 0) as now,
                  greatest(figure.in_stock - margin, 0) as then,
                  (select count(*) from ledger_line as line
                   where line.sku = each.sku and line.owner = 'monolith'
                     and line.state = 'ordered') as open_lines
                from (select sku, epoch from sku_route where wave = ? order by sku limit ?) as each
                  cross join unnest(?, ?) as pushed (shop, margin)
                  left join shop_figure as figure using (shop, sku)
                  left join lateral (
                    select min(qty) as qty from sold_figure
                    where sold_figure.sku = each.sku
                      and sold_figure.shop = pushed.shop) as reported on true
                order by sku, pushed.shop
                """,
                row ->
                    new ShopsChange(
                        row.getString("sku"),
                        row.getString("shop"),
                        row.getInt("epoch"),
                        CutOverRows.number(row, "now"),
                        CutOverRows.number(row, "then"),
                        row.getLong("open_lines")),
                Sql.value(wave),
                Sql.value(most),
                Sql.column("text", margins.entrySet(), Map.Entry::getKey),
                Sql.column("int8", margins.entrySet(), Map.Entry::getValue)));
  }

  @Override
  public OptionalLong begin(BegunSwitch begun) {
    return database.inTransaction(
        connection -> {
          lockBeginnings(connection);
          if (!isAsLookedAt(connection, begun)) {
            return OptionalLong.empty();
          }
          long id =
              Sql.query(
                      connection,
                      """
                      insert into cut_over
                        (wave, direction, step, done_by, reason, accept_waiting, accept_own_stock,
                         accept_stranded, not_asked, parity)
                      values (?, ?, 'freeze', ?, ?, ?, ?, ?, nullif(?, ''), ?) returning id
                      """,
                      row -> row.getLong(1),
                      Sql.value(begun.wave()),
                      Sql.value(begun.direction().code()),
                      Sql.value(begun.by()),
                      Sql.value(begun.reason()),
                      Sql.value(begun.acceptWaiting()),
                      Sql.value(begun.acceptOwnStock()),
                      Sql.value(begun.acceptStranded()),
                      Sql.value(String.join(", ", begun.notAsked())),
                      Sql.value(begun.compared().orElse(null)))
                  .get(0);
          Sql.update(
              connection,
              """
              insert into cut_over_sku (cut_over, sku, epoch_before)
              select ?, sku, epoch from sku_route where wave = ? order by sku
              """,
              Sql.value(id),
              Sql.value(begun.wave()));
          List<CutOverCheck> checks = begun.checks();
          List<Integer> places = IntStream.range(0, checks.size()).boxed().toList();
          Sql.update(
              connection,
              """
              insert into cut_over_check (cut_over, place, name, value, bound)
              select ?, place, name, value, bound
              from unnest(?, ?, ?, ?) as each (place, name, value, bound)
              """,
              Sql.value(id),
              Sql.column("int4", places, place -> place),
              Sql.column("text", checks, CutOverCheck::name),
              Sql.column("text", checks, CutOverCheck::value),
              Sql.column("text", checks, CutOverCheck::limit));
          CutOverRows.log(connection, id, "begun");
          return OptionalLong.of(id);
        });
  }

  private static boolean isAsLookedAt(Connection connection, BegunSwitch begun)
      throws SQLException {
    return Sql.query(
                connection,
                """
            select not exists (select from cut_over where switched_at is null and ended_at is null)
              and not exists (select from strangling_halted)
              and (select coalesce(max(epoch), 0) = ? and coalesce(bool_and(route = ?), true)
                   from sku_route where wave = ?)
            """,
                row -> row.getBoolean(1),
                Sql.value(begun.expectEpoch()),
                Sql.value(begun.direction().from().code()),
                Sql.value(begun.wave()))
            .get(0)
        && Set.copyOf(skus(connection, begun.wave(), "true")).equals(begun.skus());
  }

  @Override
  public Optional<CutOver> find(long id) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    CUT_OVER + "where id = ?",
                    StoredCutOverBook::cutOver,
                    Sql.value(id)))
        .stream()
        .findFirst();
  }

  @Override
  public List<CutOver> before(long id, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                CUT_OVER + "where id < ? order by id desc limit ?",
                StoredCutOverBook::cutOver,
                Sql.value(id),
                Sql.value(most)));
  }

  @Override
  public List<ComparedStock> differences(long id, int most) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select * from cut_over_stock where cut_over = ? order by sku, source",
                    CutOverRows::stock,
                    Sql.value(id)))
        .stream()
        .filter(stock -> !stock.isEven())
        .limit(most)
        .toList();
  }

  @Override
  public List<CutOverCheck> checks(long id) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select name, value, bound from cut_over_check where cut_over = ? order by place",
                row ->
                    new CutOverCheck(
                        row.getString("name"),
                        row.getString("value"),
                        row.getString("bound"),
                        true,
                        ""),
                Sql.value(id)));
  }

  @Override
  public AbortOutcome abort(long id, String by, String reason) {
    return database.inTransaction(
        connection -> {
          List<AbortOutcome> found =
              Sql.query(
                  connection,
                  "select switched_at, ended_at from cut_over where id = ? for update",
                  row ->
                      row.getObject("switched_at") != null
                          ? AbortOutcome.SWITCHED
                          : row.getObject("ended_at") != null
                              ? AbortOutcome.ENDED
                              : AbortOutcome.ABORTED,
                  Sql.value(id));
          if (found.isEmpty()) {
            return AbortOutcome.UNKNOWN;
          }
          if (found.get(0) == AbortOutcome.ABORTED) {
            CutOverRows.end(connection, id, CutOverOutcome.ABORTED, by, reason);
          }
          return found.get(0);
        });
  }

  @Override
  public Optional<Halt> halted() {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    """
                    select done_by, reason, at, 1 as place from strangling_halt
                    union all
                    select ?, ?, min(found_at), 2 from older_route having count(*) > 0
                    order by place
                    """,
                    row ->
                        new Halt(
                            row.getString("done_by"),
                            row.getString("reason"),
                            instant(row, "at").orElseThrow()),
                    Sql.value(CutOverRows.ADAPTER),
                    Sql.value(StoredRestoredRoutes.FOUND)))
        .stream()
        .findFirst();
  }

  @Override
  public boolean halt(String by, String reason) {
    return database.inTransaction(
        connection -> {
          lockBeginnings(connection);
          int halted =
              Sql.update(
                  connection,
                  """
                  insert into strangling_halt (done_by, reason) values (?, ?)
                  on conflict do nothing
                  """,
                  Sql.value(by),
                  Sql.value(reason));
          if (halted == 0) {
            return false;
          }
          log(connection, "halted", by, reason);
          pauseAll(connection, by, reason);
          return true;
        });
  }

  @Override
  public boolean resume(String by, String reason) {
    return database.inTransaction(
        connection ->
            Sql.update(connection, "delete from strangling_halt") > 0
                && log(connection, "resumed", by, reason));
  }

  /** Nobody begins one, or stores a list, until the transaction ends. */
  static void lockBeginnings(Connection connection) throws SQLException {
    Sql.query(connection, "select default_route from routing for no key update", row -> true);
  }

  /** Pauses what is on its way to its switch. */
  static void pauseAll(Connection connection, String by, String reason) throws SQLException {
    for (Long id :
        Sql.query(
            connection,
            "select id from cut_over where switched_at is null and ended_at is null for update",
            row -> row.getLong(1))) {
      CutOverRows.pause(connection, id, by, reason);
    }
  }

  static boolean log(Connection connection, String what, String by, String reason)
      throws SQLException {
    return Sql.update(
            connection,
            "insert into strangling_log (what, done_by, reason) values (?, ?, ?)",
            Sql.value(what),
            Sql.value(by),
            Sql.value(reason))
        > 0;
  }

  @Override
  public List<LogEntry> log(long before, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select * from strangling_log where id < ? order by id desc limit ?",
                row ->
                    new LogEntry(
                        row.getLong("id"),
                        instant(row, "at").orElseThrow(),
                        row.getString("what"),
                        row.getString("done_by"),
                        row.getString("reason"),
                        Optional.ofNullable(row.getString("wave")),
                        CutOverRows.number(row, "cut_over")),
                Sql.value(before),
                Sql.value(most)));
  }

  private static CutOver cutOver(ResultSet row) throws SQLException {
    return new CutOver(
        row.getLong("id"),
        row.getString("wave"),
        Direction.of(row.getString("direction")).orElseThrow(),
        CutOverStep.of(row.getString("step")),
        row.getString("done_by"),
        row.getString("reason"),
        row.getLong("skus"),
        row.getLong("settled"),
        row.getLong("fell_too_far"),
        instant(row, "started_at").orElseThrow(),
        instant(row, "step_since").orElseThrow(),
        row.getBoolean("is_held") ? instant(row, "lease_until") : Optional.empty(),
        instant(row, "frozen_at"),
        instant(row, "switched_at"),
        instant(row, "ended_at"),
        Optional.ofNullable(row.getString("outcome")).map(CutOverOutcome::of),
        Optional.ofNullable(row.getString("why")),
        Optional.ofNullable(row.getString("waits_for")));
  }

  private static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
