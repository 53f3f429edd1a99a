package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.SourceStock;
import dev.ficus.legacy.switching.CutOverSteps;
import dev.ficus.legacy.switching.LeaseLostException;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
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

  /** Orders that are under way to the monolith, or in doubt, and have a line of these SKUs. */
  private static final String UNDER_WAY =
      """
      (select count(distinct (shop, number)) from forward join ledger_order using (shop, number)
       where exists (
           select from ledger_line as line join cut_over_sku as one using (sku)
           where line.shop = forward.shop and line.number = forward.number
             and one.cut_over = cut_over.id)
         or exists (
           select from regexp_split_to_table(ledger_order.refused, E'\\n') as refused
             join cut_over_sku as one on one.sku = split_part(refused, E'\\t', 2)
           where one.cut_over = cut_over.id))""";

  /**
   * Another text, if any open line of the monolith, any report of a figure or any batch of ours
   * does of these SKUs.
   */
  private static final String MARK =
      """
      concat_ws('/',
        (select sum(hashtextextended(
             concat_ws(E'\\t', line.shop, line.number, line.sku, line.lineid, line.revision), 0))
         from cut_over_sku as one join ledger_line as line using (sku)
         where one.cut_over = cut_over.id and line.owner = 'monolith' and line.state = 'ordered'),
        (select sum(called) from cut_over_sku as one join reported_figure using (sku)
         where one.cut_over = cut_over.id),
        (select sum(revision) from cut_over_sku as one join ledger_batch using (sku)
         where one.cut_over = cut_over.id))""";

  private final Database database;

  StoredCutOverSteps(Database database) {
    this.database = database;
  }

  @Override
  public void endOverdue(Duration frozenAtMost) {
    if (!isAnyRunning()) {
      return;
    }
    database.inTransaction(
        connection -> {
          for (Long id :
              running(connection, "exists (select from strangling_halt)", new Sql.Parameter[0])) {
            CutOverRows.end(connection, id, CutOverOutcome.HALTED, "everything was halted");
          }
          for (Long id :
              running(
                  connection,
                  "frozen_at + ? * interval '1 ms' < clock_timestamp()",
                  Sql.value(frozenAtMost.toMillis()))) {
            CutOverRows.end(
                connection,
                id,
                CutOverOutcome.GIVEN_UP,
                "its SKUs were frozen for longer than %s; it waited for %s"
                    .formatted(frozenAtMost, waitedFor(connection, id)));
          }
          return null;
        });
  }

  private boolean isAnyRunning() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    "select exists (select from cut_over where ended_at is null)",
                    row -> row.getBoolean(1))
                .get(0));
  }

  private static List<Long> running(
      Connection connection, String which, Sql.Parameter... parameters) throws SQLException {
    return Sql.query(
        connection,
        "select id from cut_over where switched_at is null and ended_at is null and %s for update"
            .formatted(which),
        row -> row.getLong(1),
        parameters);
  }

  private static String waitedFor(Connection connection, long id) throws SQLException {
    return Sql.query(
            connection,
            "select coalesce(waits_for, 'its step ' || step) from cut_over where id = ?",
            row -> row.getString(1),
            Sql.value(id))
        .get(0);
  }

  @Override
  public List<HeldCutOver> take(String holder, Duration lease) {
    if (!isAnyRunning()) {
      return List.of();
    }
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                update cut_over
                set holder = ?, lease_until = clock_timestamp() + ? * interval '1 ms',
                    step = case when lapsed then 'freeze' else step end,
                    step_since = case when lapsed then now() else step_since end,
                    quiet_since = case when lapsed then null else quiet_since end
                from (select id,
                        switched_at is null and lease_until < clock_timestamp() as lapsed
                      from cut_over
                      where ended_at is null
                        and (lease_until < clock_timestamp() or holder = ?)
                      order by id for update skip locked) as taken
                where cut_over.id = taken.id
                returning cut_over.id, wave, step, holder
                """,
                row ->
                    new HeldCutOver(
                        row.getLong("id"),
                        row.getString("wave"),
                        CutOverStep.of(row.getString("step")),
                        row.getString("holder")),
                Sql.value(holder),
                Sql.value(lease.toMillis()),
                Sql.value(holder)));
  }

  @Override
  public void renew(String holder, Duration lease) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update cut_over set lease_until = clock_timestamp() + ? * interval '1 ms'
                where ended_at is null and holder = ? and lease_until > clock_timestamp()
                """,
                Sql.value(lease.toMillis()),
                Sql.value(holder)));
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
                    select distinct source
                    from cut_over_sku join reported_figure using (sku) where cut_over = ?
                    """,
                    row -> row.getString(1),
                    Sql.value(id))));
  }

  @Override
  public CutOverStep freeze(HeldCutOver cutOver) {
    return Barrier.alone(
        database,
        connection -> {
          requireHeld(connection, cutOver, CutOverStep.FREEZE);
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

  /** What is under way, and what stands for the lines and figures. */
  private record WaveQuiet(long underWay, String mark, boolean isAsBefore) {}

  private static WaveQuiet quiet(Connection connection, HeldCutOver cutOver) throws SQLException {
    return Sql.query(
            connection,
            """
            select under_way, now_mark, quiet_since is not null and now_mark = mark as as_before
            from (select *, %s as under_way, %s as now_mark from cut_over where id = ?) as looked
            """
                .formatted(UNDER_WAY, MARK),
            row ->
                new WaveQuiet(
                    row.getLong("under_way"),
                    row.getString("now_mark"),
                    row.getBoolean("as_before")),
            Sql.value(cutOver.id()))
        .get(0);
  }

  @Override
  public CutOverStep drain(HeldCutOver cutOver, Duration quiet) {
    return database.inTransaction(
        connection -> {
          requireHeld(connection, cutOver, CutOverStep.DRAIN);
          WaveQuiet now = quiet(connection, cutOver);
          if (now.underWay() > 0) {
            becomeQuiet(
                connection,
                cutOver,
                "%d orders with lines of these SKUs that were sent to the monolith and have no answer"
                    .formatted(now.underWay()));
            return CutOverStep.DRAIN;
          }
          if (!now.isAsBefore()) {
            Sql.update(
                connection,
                "update cut_over set quiet_since = clock_timestamp(), mark = ? where id = ?",
                Sql.value(now.mark()),
                Sql.value(cutOver.id()));
          }
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
            return step(connection, cutOver, CutOverStep.COUNT);
          }
          setWaitsFor(
              connection, cutOver, "the monolith to decide: nothing may change for " + quiet);
          return CutOverStep.DRAIN;
        });
  }

  /** What is under way has to come to rest first. */
  private static void becomeQuiet(Connection connection, HeldCutOver cutOver, String what)
      throws SQLException {
    Sql.update(
        connection, "update cut_over set quiet_since = null where id = ?", Sql.value(cutOver.id()));
    setWaitsFor(connection, cutOver, what);
  }

  private static void setWaitsFor(Connection connection, HeldCutOver cutOver, String what)
      throws SQLException {
    Sql.update(
        connection,
        "update cut_over set waits_for = ? where id = ? and waits_for is distinct from ?",
        Sql.value(what),
        Sql.value(cutOver.id()),
        Sql.value(what));
  }

  /** Whether all is as it was when it had become quiet; if not, it has to become so once more. */
  private static boolean isStillQuiet(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    WaveQuiet now = quiet(connection, cutOver);
    if (now.underWay() == 0 && now.isAsBefore()) {
      return true;
    }
    step(connection, cutOver, CutOverStep.DRAIN);
    becomeQuiet(connection, cutOver, "lines or figures of these SKUs that have changed meanwhile");
    return false;
  }

  @Override
  public CutOverStep count(HeldCutOver cutOver, Map<FigureKey, OptionalLong> listed) {
    return database.inTransaction(
        connection -> {
          requireHeld(connection, cutOver, CutOverStep.COUNT);
          if (!isStillQuiet(connection, cutOver)) {
            return CutOverStep.DRAIN;
          }
          Sql.update(
              connection, "delete from cut_over_stock where cut_over = ?", Sql.value(cutOver.id()));
          List<Map.Entry<FigureKey, OptionalLong>> rows = List.copyOf(listed.entrySet());
          Sql.update(
              connection,
              """
              insert into cut_over_stock (cut_over, sku, source, listed)
              select ?, sku, source, listed from unnest(?, ?, ?) as each (sku, source, listed)
              """,
              Sql.value(cutOver.id()),
              Sql.column("text", rows, row -> row.getKey().sku()),
              Sql.column("text", rows, row -> row.getKey().source()),
              Sql.column(
                  "int8",
                  rows,
                  row -> row.getValue().isPresent() ? row.getValue().getAsLong() : null));
          Sql.update(
              connection,
              """
              insert into cut_over_stock (cut_over, sku, source)
              select distinct cut_over, sku, source
              from cut_over_sku join reported_figure using (sku) where cut_over = ?
              on conflict do nothing
              """,
              Sql.value(cutOver.id()));
          return step(connection, cutOver, CutOverStep.COMPARE);
        });
  }

  @Override
  public void waits(HeldCutOver cutOver, String what) {
    database.inTransaction(
        connection -> {
          requireHeld(connection, cutOver, cutOver.step());
          setWaitsFor(connection, cutOver, what);
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
                  cast(null as integer) as held
                from cut_over_stock as each
                  left join source_stock as stock using (source, sku)
                  left join ledger_batch as batch
                    on batch.batchref = each.source || ':' || each.sku
                where cut_over = ? order by each.sku, each.source
                """,
                CutOverRows::stock,
                Sql.value(cutOver.id())));
  }

  @Override
  public CutOverStep compare(HeldCutOver cutOver, List<ComparedStock> stocks, Duration secondLook) {
    return database.inTransaction(
        connection -> {
          requireHeld(connection, cutOver, CutOverStep.COMPARE);
          if (!isStillQuiet(connection, cutOver)) {
            return CutOverStep.DRAIN;
          }
          keep(connection, cutOver, stocks);
          long different = stocks.stream().filter(stock -> !stock.isEven()).count();
          if (different == 0) {
            return step(connection, cutOver, CutOverStep.SWITCH);
          }
          String found =
              "of %d SKUs the list, the ledger and allocation-service do not have the same"
                  .formatted(different);
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
            step(connection, cutOver, CutOverStep.COUNT);
            setWaitsFor(connection, cutOver, found);
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
            sent = each.sent, confirmed = each.confirmed, held = each.held
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (sku, source, figure, uncounted, pending, despatched, sent, confirmed, held)
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
        Sql.value(cutOver.id()));
  }

  private static Integer orNull(OptionalInt units) {
    return units.isPresent() ? units.getAsInt() : null;
  }

  @Override
  public CutOverStep switchOver(HeldCutOver cutOver, Duration letThrough) {
    return Barrier.alone(
        database,
        connection -> {
          requireHeld(connection, cutOver, CutOverStep.SWITCH);
          if (!isStillQuiet(connection, cutOver)) {
            return CutOverStep.DRAIN;
          }
          List<Openness> opened = changeRoutes(connection, cutOver);
          StoredOpenProducts.put(connection, opened);
          StoredCertificates.write(
              connection, CutOverRows.certified(connection, cutOver.id(), opened));
          haveShopsTold(connection, cutOver);
          haveUndecidedAskedFor(connection, cutOver);
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

  private static List<Openness> changeRoutes(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    Sql.update(
        connection,
        """
        update cut_over_sku as one
        set (lines, units) = (
          select count(*), coalesce(sum(qty), 0) from ledger_line as line
          where line.sku = one.sku and line.owner = 'monolith' and line.state = 'ordered')
        where cut_over = ?
        """,
        Sql.value(cutOver.id()));
    List<Openness> opened =
        Sql.query(
            connection,
            """
            with changed as (
              update sku_route set route = 'new', epoch = epoch + 1, changed_at = now()
              from cut_over_sku as one
              where one.cut_over = ? and sku_route.sku = one.sku
                and sku_route.route = 'legacy' and sku_route.epoch = one.epoch_before
              returning sku_route.sku, sku_route.epoch, sku_route.wave),
            noted as (
              insert into route_change
                (sku, epoch, from_route, to_route, wave, cut_over, done_by, reason)
              select sku, epoch, 'legacy', 'new', changed.wave, id, done_by, reason
              from changed cross join cut_over where id = ?)
            select sku, epoch from changed order by sku
            """,
            row -> new Openness(row.getString("sku"), true, row.getInt("epoch")),
            Sql.value(cutOver.id()),
            Sql.value(cutOver.id()));
    int skus =
        Sql.query(
                connection,
                "select count(*) from cut_over_sku where cut_over = ?",
                row -> row.getInt(1),
                Sql.value(cutOver.id()))
            .get(0);
    if (opened.size() != skus) {
      throw new IllegalStateException(
          "of %d SKUs of cut-over %d, %d can change their route"
              .formatted(skus, cutOver.id(), opened.size()));
    }
    return opened;
  }

  /** Whatever the shops were sent by the monolith, from now on their figures come from us. */
  private static void haveShopsTold(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    Sql.update(
        connection,
        """
        update shop_figure set told = null, to_tell = true
        from (select shop_figure.shop, sku
              from cut_over_sku join shop_figure using (sku) where cut_over = ?
              order by shop_figure.shop, sku for no key update of shop_figure) as locked
        where shop_figure.shop = locked.shop and shop_figure.sku = locked.sku
        """,
        Sql.value(cutOver.id()));
  }

  private static void haveUndecidedAskedFor(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    Sql.update(
        connection,
        """
        update undecided_line set to_ask = true
        from cut_over_sku as one
        where one.cut_over = ? and undecided_line.sku = one.sku
        """,
        Sql.value(cutOver.id()));
  }

  @Override
  public CutOverStep open(HeldCutOver cutOver) {
    return database.inTransaction(
        connection -> {
          requireHeld(connection, cutOver, CutOverStep.OPEN);
          long left =
              Sql.query(
                      connection,
                      """
                      select count(*) from cut_over_sku join sku_openness using (sku)
                      where cut_over = ? and not confirmed
                      """,
                      row -> row.getLong(1),
                      Sql.value(cutOver.id()))
                  .get(0);
          if (left == 0) {
            return step(connection, cutOver, CutOverStep.ANNOUNCE);
          }
          setWaitsFor(
              connection,
              cutOver,
              "the broker to confirm that %d products are open".formatted(left));
          return CutOverStep.OPEN;
        });
  }

  @Override
  public CutOverStep announce(HeldCutOver cutOver, Set<String> shops) {
    return database.inTransaction(
        connection -> {
          requireHeld(connection, cutOver, CutOverStep.ANNOUNCE);
          List<String> left =
              Sql.query(
                  connection,
                  """
                  select shop_figure.shop || ' (' || count(*) || ')'
                  from cut_over_sku join shop_figure using (sku)
                  where cut_over = ? and shop_figure.shop = any(?)
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
            return step(connection, cutOver, CutOverStep.SETTLE);
          }
          setWaitsFor(
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
          requireHeld(connection, cutOver, CutOverStep.SETTLE);
          noteSettled(connection, cutOver);
          if (isToTellAgain(connection, cutOver)) {
            haveShopsTold(connection, cutOver);
            return step(connection, cutOver, CutOverStep.ANNOUNCE);
          }
          long left =
              Sql.query(
                      connection,
                      """
                      select count(*) from cut_over_sku where cut_over = ? and settled_at is null
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
                "the monolith has no open line of these SKUs any more");
            return CutOverStep.ENDED;
          }
          setWaitsFor(
              connection,
              cutOver,
              left > 0
                  ? "open lines of the monolith of %d SKUs".formatted(left)
                  : "the last update of the monolith that was let through to a shop to end");
          return CutOverStep.SETTLE;
        });
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
                and not exists (
                  select from ledger_line as line
                  where line.sku = cut_over_sku.sku and line.owner = 'monolith'
                    and line.state = 'ordered')
              returning sku, epoch_before)
            select sku from settled join sku_route using (sku) where epoch = epoch_before + 1
            """,
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

  private static CutOverStep step(Connection connection, HeldCutOver cutOver, CutOverStep next)
      throws SQLException {
    Sql.update(
        connection,
        "update cut_over set step = ?, step_since = now(), waits_for = null where id = ?",
        Sql.value(next.code()),
        Sql.value(cutOver.id()));
    return next;
  }

  /** Nobody else can end it, or go on with it, until the transaction ends. */
  private static void requireHeld(Connection connection, HeldCutOver cutOver, CutOverStep step)
      throws SQLException {
    boolean held =
        !Sql.query(
                connection,
                """
                select id from cut_over
                where id = ? and holder = ? and step = ? and lease_until > clock_timestamp()
                for update
                """,
                row -> true,
                Sql.value(cutOver.id()),
                Sql.value(cutOver.holder()),
                Sql.value(step.code()))
            .isEmpty();
    if (!held) {
      throw new LeaseLostException(cutOver.id());
    }
  }
}
