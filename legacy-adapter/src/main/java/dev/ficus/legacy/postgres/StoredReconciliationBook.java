package dev.ficus.legacy.postgres;

import dev.ficus.legacy.leaks.ReconciliationBook;
import dev.ficus.legacy.leaks.RepairPlan;
import dev.ficus.legacy.leaks.RepairPlan.Applying;
import dev.ficus.legacy.leaks.RepairPlan.RepairAction;
import dev.ficus.legacy.leaks.RepairPlan.RepairStep;
import dev.ficus.legacy.leaks.StockComparison;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.postgres.Sql.Parameter;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.SourceStock;
import dev.ficus.legacy.stock.StockRules;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Book of comparisons and of plans to mend what differs, in PostgreSQL. */
@ApplicationScoped
class StoredReconciliationBook implements ReconciliationBook {

  private static final String PLANS =
      """
      select id, made_at, made_by, made_for, begun_at, applied_by, applied_for, applied_at
      from repair_plan
      """;

  private final Database database;

  StoredReconciliationBook(Database database) {
    this.database = database;
  }

  @Override
  public Instant now() {
    return database.connected(Sql::clock);
  }

  @Override
  public List<ComparedStock> ledger(Optional<Set<String>> among) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select each.sku, each.source, each.figure, null::bigint as listed,
                  coalesce(stock.uncounted, 0) as uncounted, coalesce(stock.pending, 0) as pending,
                  coalesce(stock.despatched, 0) as despatched,
                  batch.qty as sent, coalesce(batch.confirmed >= batch.revision, true) as confirmed,
                  null::integer as held,
                  null::date as listed_eta, batch.eta, null::date as held_eta
                from (
                  select sku, source, min(qty) as figure
                  from sku_route join figure_in_force using (sku)
                  where kept_since is null and sku = any(coalesce(?, array[sku]))
                  group by sku, source) as each
                  left join source_stock as stock using (source, sku)
                  left join ledger_batch as batch on batch.batchref = figure_batch(each.source, each.sku)
                order by each.sku, each.source
                """,
                CutOverRows::stock,
                among.isPresent() ? Sql.column("text", among.get(), sku -> sku) : Sql.value(null)));
  }

  @Override
  public void looked(
      List<StockComparison> found,
      Set<String> moving,
      boolean whole,
      Instant asked,
      Duration secondLook) {
    database.inTransaction(
        connection -> {
          Sql.query(
              connection,
              "select pg_advisory_xact_lock(hashtextextended('reconciliation', 0))",
              row -> true);
          write(connection, found, secondLook);
          if (whole) {
            Sql.update(
                connection,
                """
                delete from reconciled_stock as last
                where sku <> all (?) and not exists (
                  select from unnest(?, ?) as each (sku, source)
                  where each.sku = last.sku and each.source = last.source)
                """,
                Sql.column("text", moving, sku -> sku),
                skus(found),
                sources(found));
          }
          showsAll(connection, found, asked);
          return null;
        });
  }

  /** Looks that follow each other sooner than the second one is to are one look. */
  private static void write(Connection connection, List<StockComparison> found, Duration secondLook)
      throws SQLException {
    List<Parameter> parameters = new ArrayList<>(columns(found, each -> each));
    parameters.add(Sql.column("bool", found, StockComparison::isEven));
    parameters.add(Sql.value(secondLook.toMillis()));
    Sql.update(
        connection,
        """
        insert into reconciled_stock as last
          (sku, source, listable, listed, figure, uncounted, pending, despatched, sent, confirmed,
           held, units, listed_eta, eta, held_eta, looked_at, even_looks, differs_since)
        select sku, source, listable, listed, figure, uncounted, pending, despatched, sent,
          confirmed, held, units, listed_eta, eta, held_eta, clock_timestamp(), case when even then 1 else 0 end,
          case when not even then clock_timestamp() end
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (sku, source, listable, listed, figure, uncounted, pending, despatched, sent,
            confirmed, held, units, listed_eta, eta, held_eta, even)
        order by sku collate "C", source collate "C"
        on conflict (sku, source) do update
        set listable = excluded.listable, listed = excluded.listed, figure = excluded.figure,
            uncounted = excluded.uncounted, pending = excluded.pending,
            despatched = excluded.despatched, sent = excluded.sent,
            confirmed = excluded.confirmed, held = excluded.held, units = excluded.units,
            listed_eta = excluded.listed_eta, eta = excluded.eta, held_eta = excluded.held_eta,
            even_looks = case
              when excluded.even_looks = 0 then 0
              when last.even_looks > 0 and excluded.looked_at < last.looked_at + limits.second
                then last.even_looks
              else last.even_looks + 1 end,
            agreed_at = case
              when excluded.even_looks > 0 and last.even_looks > 0
                and (last.even_looks > 1 or excluded.looked_at >= last.looked_at + limits.second)
                then excluded.looked_at
              else last.agreed_at end,
            looked_at = case
              when excluded.even_looks > 0 and last.even_looks > 0
                and excluded.looked_at < last.looked_at + limits.second then last.looked_at
              else excluded.looked_at end,
            counts = excluded.even_looks = 0 and last.differs_since is not null
              and (last.counts or excluded.looked_at >= last.differs_since + limits.second),
            differs_since = case
              when excluded.even_looks = 0 then coalesce(last.differs_since, excluded.looked_at)
              end
        """
            .replace("limits.second", "(? * interval '1 ms')"),
        repeated(parameters));
  }

  /** The pause until the second look is in it four times. */
  private static Parameter[] repeated(List<Parameter> parameters) {
    Parameter last = parameters.get(parameters.size() - 1);
    parameters.addAll(List.of(last, last, last));
    return parameters.toArray(Parameter[]::new);
  }

  /**
   * A figure that is just what the list has shows all that had changed before it was asked for. As
   * if it had been reported once more, for the watch on what is ours.
   */
  private static void showsAll(Connection connection, List<StockComparison> found, Instant asked)
      throws SQLException {
    List<StockComparison> same =
        found.stream()
            .filter(each -> each.listable() && !each.isListOther())
            .filter(each -> each.stock().listed().isPresent())
            .toList();
    if (same.isEmpty()) {
      return;
    }
    BatchStore.lock(connection);
    Sql.update(
        connection,
        """
        insert into figure_movement (sku, source, epoch, wave, at, figure_before, figure, told)
        select sku, source, epoch, wave, ?, listed, listed, 0
        from unnest(?, ?, ?) as each (sku, source, listed)
          join sku_route using (sku) join stock_watch using (sku, source)
        where route = 'new' and epoch > 0 and kept_since is null and rests_at < ?
          and (placed > 0 or released > 0 or risen)
          and listed = (select min(qty) from reported_figure as now
                        where now.sku = each.sku and now.source = each.source)
        order by sku collate "C", source collate "C"
        """,
        Sql.value(asked.atOffset(ZoneOffset.UTC)),
        skus(same),
        sources(same),
        Sql.column("int8", same, each -> each.stock().listed().getAsLong()),
        Sql.value(asked.atOffset(ZoneOffset.UTC)));
  }

  private static Parameter skus(List<StockComparison> found) {
    return Sql.column("text", found, each -> each.stock().sku());
  }

  private static Parameter sources(List<StockComparison> found) {
    return Sql.column("text", found, each -> each.stock().source());
  }

  /** sku, source, listable, listed, figure, uncounted, pending, despatched, sent, …, held_eta. */
  private static <R> List<Parameter> columns(
      List<R> rows, Function<R, StockComparison> comparison) {
    Function<R, ComparedStock> stock = row -> comparison.apply(row).stock();
    return List.of(
        Sql.column("text", rows, row -> stock.apply(row).sku()),
        Sql.column("text", rows, row -> stock.apply(row).source()),
        Sql.column("bool", rows, row -> comparison.apply(row).listable()),
        Sql.column("int8", rows, row -> orNull(stock.apply(row).listed())),
        Sql.column("int8", rows, row -> counted(stock.apply(row), SourceStock::figure)),
        Sql.column("int8", rows, row -> counted(stock.apply(row), SourceStock::uncounted)),
        Sql.column("int8", rows, row -> counted(stock.apply(row), SourceStock::pending)),
        Sql.column("int8", rows, row -> counted(stock.apply(row), SourceStock::despatched)),
        Sql.column("int4", rows, row -> orNull(stock.apply(row).sent())),
        Sql.column("bool", rows, row -> stock.apply(row).confirmed()),
        Sql.column("int4", rows, row -> orNull(stock.apply(row).held())),
        Sql.column("int8", rows, row -> comparison.apply(row).units()),
        Sql.column("date", rows, row -> stock.apply(row).days().listed().orElse(null)),
        Sql.column("date", rows, row -> stock.apply(row).days().sent().orElse(null)),
        Sql.column("date", rows, row -> stock.apply(row).days().held().orElse(null)));
  }

  private static Long counted(ComparedStock stock, Function<SourceStock, Long> what) {
    return stock.counted().map(what).orElse(null);
  }

  private static Long orNull(OptionalLong number) {
    return number.isPresent() ? number.getAsLong() : null;
  }

  private static Integer orNull(OptionalInt number) {
    return number.isPresent() ? number.getAsInt() : null;
  }

  @Override
  public List<ReconciledStock> differing(
      long fromUnits, String afterSku, String afterSource, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select last.*, route.wave, route.route = 'new' as ours, looked.unclear
                from reconciled_stock as last left join sku_route as route using (sku)
                  left join looked_sku as looked
                    on looked.source = figure_source(last.source) and looked.sku = last.sku
                      and last.source <> figure_source(last.source)
                where differs_since is not null
                  and (units < ? or units = ? and (last.sku, last.source) > (?, ?))
                order by units desc, last.sku, last.source limit ?
                """,
                StoredReconciliationBook::reconciled,
                Sql.value(fromUnits),
                Sql.value(fromUnits),
                Sql.value(afterSku),
                Sql.value(afterSource),
                Sql.value(most)));
  }

  @Override
  public ReconciledTotals totals() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    """
                    select max(looked_at), count(*), count(differs_since),
                      count(*) filter (where counts),
                      coalesce(sum(units) filter (where differs_since is not null), 0)
                    from reconciled_stock
                    """,
                    row ->
                        new ReconciledTotals(
                            instant(row, 1),
                            row.getLong(2),
                            row.getLong(3),
                            row.getLong(4),
                            row.getLong(5)))
                .get(0));
  }

  @Override
  public boolean wasSentAgain(StockComparison found) {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    """
                    select exists (
                      select from repair_step join repair_plan on repair_plan.id = plan
                      where sku = ? and source = ? and action = 'send_again'
                        and sent is not distinct from ? and held is not distinct from ?
                        and eta is not distinct from ? and held_eta is not distinct from ?
                        and applied_at is not null)
                    """,
                    row -> row.getBoolean(1),
                    Sql.value(found.stock().sku()),
                    Sql.value(found.stock().source()),
                    Sql.value(orNull(found.stock().sent())),
                    Sql.value(orNull(found.stock().held())),
                    Sql.value(found.stock().days().sent().orElse(null)),
                    Sql.value(found.stock().days().held().orElse(null)))
                .get(0));
  }

  /** Step with its place in the plan. */
  private record PlacedStep(int place, RepairStep step) {}

  @Override
  public long make(List<RepairStep> steps, String by, String reason) {
    return database.inTransaction(
        connection -> {
          long id =
              Sql.query(
                      connection,
                      "insert into repair_plan (made_by, made_for) values (?, ?) returning id",
                      row -> row.getLong(1),
                      Sql.value(by),
                      Sql.value(reason))
                  .get(0);
          List<PlacedStep> placed = new ArrayList<>();
          steps.forEach(step -> placed.add(new PlacedStep(placed.size() + 1, step)));
          List<Parameter> parameters = new ArrayList<>();
          parameters.add(Sql.value(id));
          parameters.addAll(columns(placed, each -> each.step().found()));
          parameters.add(Sql.column("int4", placed, PlacedStep::place));
          parameters.add(Sql.column("text", placed, each -> each.step().action().code()));
          parameters.add(Sql.column("text", placed, each -> each.step().why()));
          Sql.update(
              connection,
              """
              insert into repair_step
                (plan, sku, source, listable, listed, figure, uncounted, pending, despatched, sent,
                 confirmed, held, units, listed_eta, eta, held_eta, place, action, why)
              select ?, each.*
              from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                as each (sku, source, listable, listed, figure, uncounted, pending, despatched,
                  sent, confirmed, held, units, listed_eta, eta, held_eta, place, action, why)
              """,
              parameters.toArray(Parameter[]::new));
          return id;
        });
  }

  @Override
  public Optional<RepairPlan> plan(long id) {
    return plans(PLANS + "where id = ?", Sql.value(id)).stream().findFirst();
  }

  @Override
  public List<RepairPlan> plans(long before, int most) {
    return plans(
        PLANS + "where id < ? order by id desc limit ?", Sql.value(before), Sql.value(most));
  }

  private List<RepairPlan> plans(String sql, Parameter... parameters) {
    return database.inSnapshot(
        connection -> {
          List<RepairPlan> plans =
              Sql.query(connection, sql, StoredReconciliationBook::plan, parameters);
          Map<Long, List<RepairStep>> steps = new HashMap<>();
          Sql.query(
              connection,
              """
              select * from repair_step where plan = any(?) order by plan, place
              """,
              row ->
                  steps
                      .computeIfAbsent(row.getLong("plan"), any -> new ArrayList<>())
                      .add(
                          new RepairStep(
                              RepairAction.of(row.getString("action")),
                              comparison(row),
                              row.getString("why"))),
              Sql.column("int8", plans, RepairPlan::id));
          return plans.stream()
              .map(
                  each ->
                      new RepairPlan(
                          each.id(),
                          each.madeAt(),
                          each.by(),
                          each.reason(),
                          steps.getOrDefault(each.id(), List.of()),
                          each.applying(),
                          each.appliedAt()))
              .toList();
        });
  }

  @Override
  public Applied begin(long id, String by, String reason) {
    return database.inTransaction(
        connection -> {
          List<Boolean> done =
              Sql.query(
                  connection,
                  """
                  update repair_plan
                  set begun_at = coalesce(begun_at, clock_timestamp()),
                      applied_by = coalesce(applied_by, ?), applied_for = coalesce(applied_for, ?)
                  where id = ? returning applied_at is not null
                  """,
                  row -> row.getBoolean(1),
                  Sql.value(by),
                  Sql.value(reason),
                  Sql.value(id));
          return done.isEmpty() ? Applied.UNKNOWN : done.get(0) ? Applied.BEFORE : Applied.BEGUN;
        });
  }

  @Override
  public List<StockReportResult> sendAgain(List<ComparedStock> stocks) {
    if (stocks.isEmpty()) {
      return List.of();
    }
    Set<String> batchrefs =
        stocks.stream()
            .map(stock -> KnownBatch.ofFigure(stock.source(), stock.sku()))
            .collect(Collectors.toSet());
    return database.inTransaction(
        connection -> {
          Ownership routes =
              Barrier.shareAndRead(
                  connection, stocks.stream().map(ComparedStock::sku).collect(Collectors.toSet()));
          BatchStore.lock(connection);
          Sql.update(
              connection,
              """
              update ledger_batch set confirmed = 0
              from (select batchref from unnest(?) as each (batchref) join ledger_batch using (batchref)
                    order by batchref collate "C" for no key update of ledger_batch) as locked
              where ledger_batch.batchref = locked.batchref
              """,
              Sql.column("text", batchrefs, each -> each));
          StockRules rules = BatchStore.open(connection, Set.of(), batchrefs);
          BatchStore.store(connection, rules);
          return batchrefs.stream()
              .map(rules::batch)
              .filter(Objects::nonNull)
              .map(
                  batch ->
                      new StockReportResult(
                          ReportOutcome.CHANGED,
                          List.of(batch),
                          Optional.empty(),
                          false,
                          routes.ownerOf(batch.sku())))
              .toList();
        });
  }

  @Override
  public void applied(long id) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update repair_plan set applied_at = coalesce(applied_at, clock_timestamp()) where id = ?",
                Sql.value(id)));
  }

  private static RepairPlan plan(ResultSet row) throws SQLException {
    Optional<Instant> begun = instant(row, row.findColumn("begun_at"));
    return new RepairPlan(
        row.getLong("id"),
        instant(row, row.findColumn("made_at")).orElseThrow(),
        row.getString("made_by"),
        row.getString("made_for"),
        List.of(),
        begun.isEmpty()
            ? Optional.empty()
            : Optional.of(
                new Applying(
                    begun.get(), row.getString("applied_by"), row.getString("applied_for"))),
        instant(row, row.findColumn("applied_at")));
  }

  private static ReconciledStock reconciled(ResultSet row) throws SQLException {
    return new ReconciledStock(
        comparison(row),
        Optional.ofNullable(row.getString("wave")),
        row.getBoolean("ours"),
        instant(row, row.findColumn("looked_at")).orElseThrow(),
        row.getInt("even_looks"),
        instant(row, row.findColumn("differs_since")),
        row.getBoolean("counts"),
        Optional.ofNullable(row.getString("unclear")));
  }

  private static StockComparison comparison(ResultSet row) throws SQLException {
    return new StockComparison(CutOverRows.stock(row), row.getBoolean("listable"));
  }

  private static Optional<Instant> instant(ResultSet row, int column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }
}
