package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.CutOverCheck;
import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.routing.GateLimits;
import dev.ficus.legacy.routing.GateRules;
import dev.ficus.legacy.routing.Many;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.SourceStock;
import dev.ficus.legacy.switching.CutOverSteps;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.HeldCutOver;
import dev.ficus.legacy.switching.SwitchedSku;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Steps of cut-overs in PostgreSQL. What is waited for is asked of the tables of lines and figures,
 * for all SKUs at once.
 */
@ApplicationScoped
class StoredCutOverSteps implements CutOverSteps {

  private final Database database;

  StoredCutOverSteps(Database database) {
    this.database = database;
  }

  @Override
  public Set<String> skus(long id) {
    return Set.copyOf(
        database.connected(
            connection ->
                Sql.query(
                    connection,
                    "select sku from cut_over_sku where cut_over = ?",
                    row -> row.getString(1),
                    Sql.value(id))));
  }

  @Override
  public Set<String> sources(long id) {
    return Set.copyOf(
        database.connected(
            connection ->
                Sql.query(
                    connection,
                    """
                    select distinct figure_source(source)
                    from cut_over_sku join figure_in_force using (sku) where cut_over = ?
                    """,
                    row -> row.getString(1),
                    Sql.value(id))));
  }

  @Override
  public CutOverStep freeze(HeldCutOver cutOver) {
    return Barrier.alone(
        database,
        connection -> {
          HeldRow.requireHeld(connection, cutOver, CutOverStep.FREEZE);
          Sql.update(
              connection,
              """
              insert into frozen_sku (sku, cut_over)
              select sku, cut_over from cut_over_sku where cut_over = ? order by sku
              on conflict (sku) do update set cut_over = excluded.cut_over
              """,
              Sql.value(cutOver.id()));
          Sql.update(
              connection,
              """
              update cut_over
              set step = 'drain', step_since = now(), quiet_since = null, waits_for = null,
                  frozen_at = coalesce(frozen_at, clock_timestamp())
              where id = ?
              """,
              Sql.value(cutOver.id()));
          return CutOverStep.DRAIN;
        });
  }

  @Override
  public CutOverStep drain(HeldCutOver cutOver, Duration quiet) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, cutOver, CutOverStep.DRAIN);
          WaveQuiet now = WaveQuiet.of(connection, cutOver);
          if (now.underWay() > 0) {
            WaveQuiet.becomeQuiet(connection, cutOver, now.underWayInWords());
            return CutOverStep.DRAIN;
          }
          now.noteQuiet(connection, cutOver);
          boolean drained =
              Sql.query(
                      connection,
                      """
                      select quiet_since + ? * interval '1 ms' <= clock_timestamp()
                      from cut_over where id = ?
                      """,
                      row -> row.getBoolean(1),
                      Sql.value(quiet.toMillis()),
                      Sql.value(cutOver.id()))
                  .get(0);
          if (drained) {
            return HeldRow.step(connection, cutOver, CutOverStep.COUNT);
          }
          HeldRow.setWaitsFor(
              connection, cutOver, "the monolith to decide: nothing may change for " + quiet);
          return CutOverStep.DRAIN;
        });
  }

  @Override
  public CutOverStep count(
      HeldCutOver cutOver, Map<FigureKey, OptionalLong> listed, Map<FigureKey, LocalDate> days) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, cutOver, CutOverStep.COUNT);
          if (!WaveQuiet.isStillQuiet(connection, cutOver)) {
            return WaveQuiet.quietStep(cutOver);
          }
          Sql.update(
              connection, "delete from cut_over_stock where cut_over = ?", Sql.value(cutOver.id()));
          List<Map.Entry<FigureKey, OptionalLong>> rows = List.copyOf(listed.entrySet());
          Sql.update(
              connection,
              """
              insert into cut_over_stock (cut_over, sku, source, listed, listed_eta)
              select ?, sku, source, listed, eta
              from unnest(?, ?, ?, ?) as each (sku, source, listed, eta)
              where source <> figure_source(source) or not exists (
                select from ledger_batch as named
                where named.sku = each.sku and not named.figure)
              """,
              Sql.value(cutOver.id()),
              Sql.column("text", rows, row -> row.getKey().sku()),
              Sql.column("text", rows, row -> row.getKey().source()),
              Sql.column(
                  "int8",
                  rows,
                  row -> row.getValue().isPresent() ? row.getValue().getAsLong() : null),
              Sql.column("date", rows, row -> days.get(row.getKey())));
          Sql.update(
              connection,
              """
              insert into cut_over_stock (cut_over, sku, source)
              select distinct cut_over, sku, source
              from cut_over_sku join figure_in_force using (sku) where cut_over = ?
              on conflict do nothing
              """,
              Sql.value(cutOver.id()));
          return HeldRow.step(connection, cutOver, CutOverStep.COMPARE);
        });
  }

  @Override
  public void waits(HeldCutOver cutOver, String what) {
    database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, cutOver, cutOver.step());
          HeldRow.setWaitsFor(connection, cutOver, what);
          return null;
        });
  }

  @Override
  public List<ComparedStock> stocks(HeldCutOver cutOver) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select each.sku, each.source, each.listed,
                  (select min(qty) from reported_figure as reported
                   where reported.source = each.source and reported.sku = each.sku) as figure,
                  coalesce(stock.uncounted, 0) as uncounted, coalesce(stock.pending, 0) as pending,
                  coalesce(stock.despatched, 0) as despatched,
                  batch.qty as sent, batch.confirmed >= batch.revision as confirmed,
                  cast(null as integer) as held,
                  each.listed_eta, batch.eta, cast(null as date) as held_eta
                from cut_over_stock as each
                  left join source_stock as stock using (source, sku)
                  left join ledger_batch as batch
                    on batch.batchref = figure_batch(each.source, each.sku)
                where cut_over = ? order by each.sku, each.source
                """,
                CutOverRows::stock,
                Sql.value(cutOver.id())));
  }

  @Override
  public CutOverStep compare(HeldCutOver cutOver, List<ComparedStock> stocks, Duration secondLook) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, cutOver, CutOverStep.COMPARE);
          if (!WaveQuiet.isStillQuiet(connection, cutOver)) {
            return WaveQuiet.quietStep(cutOver);
          }
          keep(connection, cutOver, stocks);
          long different = stocks.stream().filter(stock -> !stock.isEven()).count();
          if (different == 0) {
            return HeldRow.step(connection, cutOver, CutOverStep.SWITCH);
          }
          String found =
              "of %s the list, the ledger and allocation-service do not have the same"
                  .formatted(Many.of(different, "SKU", "SKUs"));
          boolean again =
              Sql.query(
                      connection,
                      """
                      update cut_over set differs_since = coalesce(differs_since, clock_timestamp())
                      where id = ?
                      returning differs_since + ? * interval '1 ms' > clock_timestamp()
                      """,
                      row -> row.getBoolean(1),
                      Sql.value(cutOver.id()),
                      Sql.value(secondLook.toMillis()))
                  .get(0);
          if (again) {
            HeldRow.step(connection, cutOver, CutOverStep.COUNT);
            HeldRow.setWaitsFor(connection, cutOver, found);
            return CutOverStep.COUNT;
          }
          CutOverRows.end(connection, cutOver.id(), CutOverOutcome.DIFFERS, found);
          return CutOverStep.ENDED;
        });
  }

  private static void keep(Connection connection, HeldCutOver cutOver, List<ComparedStock> stocks)
      throws SQLException {
    Sql.update(
        connection,
        """
        update cut_over_stock
        set figure = each.figure, uncounted = each.uncounted, pending = each.pending,
            despatched = each.despatched,
            sent = each.sent, confirmed = each.confirmed, held = each.held, eta = each.eta,
            held_eta = each.held_eta
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (sku, source, figure, uncounted, pending, despatched, sent, confirmed, held, eta,
            held_eta)
        where cut_over_stock.cut_over = ? and cut_over_stock.sku = each.sku
          and cut_over_stock.source = each.source
        """,
        Sql.column("text", stocks, ComparedStock::sku),
        Sql.column("text", stocks, ComparedStock::source),
        Sql.column("int8", stocks, each -> each.counted().map(SourceStock::figure).orElse(null)),
        Sql.column("int8", stocks, each -> each.counted().map(SourceStock::uncounted).orElse(null)),
        Sql.column("int8", stocks, each -> each.counted().map(SourceStock::pending).orElse(null)),
        Sql.column(
            "int8", stocks, each -> each.counted().map(SourceStock::despatched).orElse(null)),
        Sql.column("int4", stocks, each -> orNull(each.sent())),
        Sql.column("bool", stocks, ComparedStock::confirmed),
        Sql.column("int4", stocks, each -> orNull(each.held())),
        Sql.column("date", stocks, each -> each.days().sent().orElse(null)),
        Sql.column("date", stocks, each -> each.days().held().orElse(null)),
        Sql.value(cutOver.id()));
  }

  private static Integer orNull(OptionalInt units) {
    return units.isPresent() ? units.getAsInt() : null;
  }

  @Override
  public CutOverStep endNotPassed(HeldCutOver cutOver, List<CutOverCheck> red) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, cutOver, CutOverStep.SWITCH);
          return endNotPassed(connection, cutOver, red);
        });
  }

  private static CutOverStep endNotPassed(
      Connection connection, HeldCutOver cutOver, List<CutOverCheck> red) throws SQLException {
    CutOverRows.end(
        connection, cutOver.id(), CutOverOutcome.NOT_PASSED, GateRules.whyNotPassed(red));
    return CutOverStep.ENDED;
  }

  @Override
  public CutOverStep switchOver(HeldCutOver cutOver, Duration letThrough, GateLimits gate) {
    return Barrier.alone(
        database,
        connection -> {
          HeldRow.requireHeld(connection, cutOver, CutOverStep.SWITCH);
          if (!WaveQuiet.isStillQuiet(connection, cutOver)) {
            return WaveQuiet.quietStep(cutOver);
          }
          List<CutOverCheck> red = StoredGateBook.red(connection, cutOver.wave(), gate);
          if (!red.isEmpty()) {
            return endNotPassed(connection, cutOver, red);
          }
          List<SwitchedSku> switched = SwitchRows.changeRoutes(connection, cutOver);
          StoredOpenProducts.change(connection, cutOver.id(), true, 0);
          StoredCertificates.write(
              connection, CertifiedRows.content(connection, cutOver, switched));
          SwitchRows.haveShopsTold(connection, cutOver);
          SwitchRows.haveUndecidedAskedFor(connection, cutOver);
          CutOverRows.thaw(connection, cutOver.id());
          Sql.update(
              connection,
              """
              update cut_over
              set step = 'open', step_since = now(), waits_for = null,
                  switched_at = clock_timestamp(),
                  tell_again_at = case when ? > 0
                    then clock_timestamp() + ? * interval '1 ms' end
              where id = ?
              """,
              Sql.value(letThrough.toMillis()),
              Sql.value(letThrough.toMillis()),
              Sql.value(cutOver.id()));
          CutOverRows.log(connection, cutOver.id(), "switched");
          return CutOverStep.OPEN;
        });
  }

  @Override
  public CutOverStep open(HeldCutOver cutOver) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, cutOver, CutOverStep.OPEN);
          long left = StoredOpenProducts.unconfirmed(connection, cutOver.id());
          if (left == 0) {
            return HeldRow.step(connection, cutOver, CutOverStep.ANNOUNCE);
          }
          HeldRow.setWaitsFor(
              connection,
              cutOver,
              "the broker to confirm that %s open"
                  .formatted(Many.of(left, "product is", "products are")));
          return CutOverStep.OPEN;
        });
  }

  @Override
  public CutOverStep announce(HeldCutOver cutOver, Set<String> shops) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, cutOver, CutOverStep.ANNOUNCE);
          List<String> left =
              Sql.query(
                  connection,
                  """
                  select shop_figure.shop || ' (' || count(*) || ')'
                  from cut_over_sku join shop_figure using (sku) join sku_route using (sku)
                  where cut_over = ? and shop_figure.shop = any(?) and route = 'new'
                    and in_stock is not null and listed_at is not null
                    and (to_tell or told is null)
                  group by shop_figure.shop order by shop_figure.shop
                  """,
                  row -> row.getString(1),
                  Sql.value(cutOver.id()),
                  Sql.column("text", shops, shop -> shop));
          if (left.isEmpty()) {
            Sql.update(
                connection,
                "update cut_over set told_at = clock_timestamp() where id = ?",
                Sql.value(cutOver.id()));
            return HeldRow.step(connection, cutOver, CutOverStep.SETTLE);
          }
          HeldRow.setWaitsFor(
              connection, cutOver, "these shops to take their figures: " + String.join(", ", left));
          return CutOverStep.ANNOUNCE;
        });
  }

  @Override
  public CutOverStep settle(HeldCutOver cutOver) {
    return database.inTransaction(
        connection -> {
          // So that no other epoch begins meanwhile.
          Barrier.share(connection);
          HeldRow.requireHeld(connection, cutOver, CutOverStep.SETTLE);
          boolean isBack = cutOver.direction() == Direction.ROLL_BACK;
          noteSettled(connection, cutOver);
          if (isToTellAgain(connection, cutOver)) {
            SwitchRows.haveShopsTold(connection, cutOver);
            return HeldRow.step(connection, cutOver, CutOverStep.ANNOUNCE);
          }
          if (isOfThePast(connection, cutOver)) {
            CutOverRows.end(
                connection,
                cutOver.id(),
                CutOverOutcome.DONE,
                "the routes of its SKUs have changed once more");
            return CutOverStep.ENDED;
          }
          long left =
              Sql.query(
                      connection,
                      """
                      select count(*) from cut_over_sku left join sku_route using (sku)
                      where cut_over = ? and settled_at is null
                        and coalesce(epoch = epoch_before + 1, true)
                      """,
                      row -> row.getLong(1),
                      Sql.value(cutOver.id()))
                  .get(0);
          boolean done =
              left == 0
                  && Sql.query(
                          connection,
                          "select tell_again_at is null from cut_over where id = ?",
                          row -> row.getBoolean(1),
                          Sql.value(cutOver.id()))
                      .get(0);
          if (done) {
            CutOverRows.end(
                connection,
                cutOver.id(),
                CutOverOutcome.DONE,
                (isBack ? "we have" : "the monolith has") + " no open line of these SKUs any more");
            return CutOverStep.ENDED;
          }
          HeldRow.setWaitsFor(
              connection,
              cutOver,
              left > 0
                  ? "open lines of %s of %s"
                      .formatted(isBack ? "ours" : "the monolith", Many.of(left, "SKU", "SKUs"))
                  : "the last update of the monolith that was let through to a shop to end");
          return CutOverStep.SETTLE;
        });
  }

  /** Whether all its SKUs have changed their route once more: whoever had them has them again. */
  private static boolean isOfThePast(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    return Sql.query(
            connection,
            """
            select not exists (
              select from cut_over_sku left join sku_route using (sku)
              where cut_over = ? and coalesce(epoch = epoch_before + 1, true))
            """,
            row -> row.getBoolean(1),
            Sql.value(cutOver.id()))
        .get(0);
  }

  /** Of a SKU whose route has changed once more somebody else says when it has settled. */
  private static void noteSettled(Connection connection, HeldCutOver cutOver) throws SQLException {
    List<String> settled =
        Sql.query(
            connection,
            """
            with settled as (
              update cut_over_sku set settled_at = clock_timestamp()
              where cut_over = ? and settled_at is null
                and not exists (%s)
              returning sku, epoch_before)
            select sku from settled join sku_route using (sku) where epoch = epoch_before + 1
            """
                .formatted(SwitchRows.openLines(cutOver)),
            row -> row.getString("sku"),
            Sql.value(cutOver.id()));
    StoredLegacyEvents.settled(connection, settled);
  }

  private static boolean isToTellAgain(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    return Sql.update(
            connection,
            """
            update cut_over set tell_again_at = null
            where id = ? and tell_again_at <= clock_timestamp()
            """,
            Sql.value(cutOver.id()))
        > 0;
  }
}
