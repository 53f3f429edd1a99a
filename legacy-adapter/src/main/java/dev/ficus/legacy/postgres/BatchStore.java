package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.postgres.Sql.Parameter;
import dev.ficus.legacy.quarantine.NewEntry;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.KnownBatch.BatchContent;
import dev.ficus.legacy.stock.KnownBatch.LastReports;
import dev.ficus.legacy.stock.PromisingSources;
import dev.ficus.legacy.stock.ReportedFigure;
import dev.ficus.legacy.stock.SourceFigures;
import dev.ficus.legacy.stock.SourceStock;
import dev.ficus.legacy.stock.StockChange;
import dev.ficus.legacy.stock.StockRules;
import dev.ficus.legacy.stock.StockSources;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Ledger of batches in PostgreSQL: one group at a time, one transaction for each. */
@ApplicationScoped
class BatchStore implements BatchLedger {

  private static final String BATCH =
      "batchref, shop, sku, figure, promises_of, original_qty, original_eta, qty, qty_revision, eta,"
          + " eta_revision, confirmed, called, qty_said, eta_said, correlation";

  private final Database database;
  private final StockSources shops;
  private final PromisingSources promising;

  BatchStore(Database database, StockSources shops, PromisingSources promising) {
    this.database = database;
    this.shops = shops;
    this.promising = promising;
  }

  @Override
  public List<StockReportResult> apply(List<StockReport> stockReports) {
    return database.inTransaction(
        connection -> {
          Ownership routes = Barrier.shareAndRead(connection, skus(stockReports));
          StockRules rules = open(connection, stockReports, promising);
          // After the rules are open, lest a later group has lower numbers.
          List<Long> calls = nextCalls(connection, stockReports.size());
          List<StockRules.Decision> decisions = new ArrayList<>();
          for (int place = 0; place < stockReports.size(); place++) {
            decisions.add(rules.apply(stockReports.get(place), calls.get(place)));
          }
          store(connection, rules);
          StoredOpenProducts.close(connection, toClose(stockReports, decisions, routes));
          Set<Integer> kept =
              QuarantineRows.keep(connection, entries(stockReports, calls, decisions)).keySet();
          List<StockReportResult> results = new ArrayList<>();
          for (int place = 0; place < decisions.size(); place++) {
            results.add(
                StockReportResult.of(
                    stockReports.get(place),
                    decisions.get(place),
                    rules,
                    routes,
                    kept.contains(place)));
          }
          return results;
        });
  }

  /** Applies a report that came before, by its number of then; if it is refused it is not kept. */
  static StockReportResult applyLate(
      Connection connection,
      StockReport report,
      long call,
      Ownership routes,
      PromisingSources promising)
      throws SQLException {
    StockRules rules = open(connection, List.of(report), promising);
    StockRules.Decision decision = rules.apply(report, call);
    store(connection, rules);
    StoredOpenProducts.close(connection, toClose(List.of(report), List.of(decision), routes));
    return StockReportResult.of(report, decision, rules, routes, false);
  }

  @Override
  public List<StockReportResult> noteLook(NotedLook look, Set<String> skus) {
    return database.inTransaction(
        connection -> {
          Ownership routes = Barrier.shareAndRead(connection, skus);
          StockRules rules = open(connection, skus, batchrefs(connection, look, skus));
          Map<String, StockRules.Decision> decisions = new TreeMap<>();
          Map<String, String> unclear = new TreeMap<>();
          for (String sku : skus) {
            Optional<BatchLook.Unclear> why = look.look().whyUnclear(sku);
            if (why.isPresent()) {
              unclear.put(sku, why.get().code());
              continue;
            }
            StockRules.Decision decision =
                rules.looked(
                    new StockRules.SkuOfSource(look.source(), sku),
                    look.look().of(sku),
                    look.shop(),
                    look.asked(),
                    batch -> shops.sourceOf(batch.shop()).equals(look.source()),
                    look.correlation());
            decision.reason().ifPresent(refused -> unclear.put(sku, refused.code()));
            decisions.put(sku, decision);
          }
          store(connection, rules);
          Set<String> noted = new TreeSet<>(skus);
          noted.removeIf(
              sku ->
                  decisions.containsKey(sku)
                      && decisions.get(sku).outcome() == ReportOutcome.OVERRULED);
          LookedRows.note(connection, look, noted, unclear);
          noted.removeAll(unclear.keySet());
          ShadowedBatches.note(connection, look, noted, unclear);
          if (promising.answered().contains(look.source())) {
            StoredAnsweredPromises.keep(connection, look, noted);
          }
          Set<String> toClose =
              decisions.entrySet().stream()
                  .filter(each -> each.getValue().outcome() == ReportOutcome.CHANGED)
                  .map(Map.Entry::getKey)
                  .filter(sku -> routes.ownerOf(sku) == Owner.MONOLITH)
                  .collect(Collectors.toSet());
          StoredOpenProducts.close(connection, toClose);
          List<StockReportResult> results = new ArrayList<>();
          decisions.forEach(
              (sku, decision) ->
                  results.add(
                      new StockReportResult(
                          decision.outcome(),
                          decision.batches().stream().map(rules::batch).toList(),
                          decision.reason(),
                          false,
                          routes.ownerOf(sku))));
          return results;
        });
  }

  /** The named batches of these SKUs, those that are known and those that were found. */
  private static Set<String> batchrefs(Connection connection, NotedLook look, Set<String> skus)
      throws SQLException {
    Set<String> batchrefs =
        new HashSet<>(
            Sql.query(
                connection,
                "select batchref from ledger_batch where sku = any(?) and not figure",
                row -> row.getString(1),
                Sql.column("text", skus, sku -> sku)));
    skus.forEach(sku -> look.look().of(sku).forEach(batch -> batchrefs.add(batch.batchref())));
    return batchrefs;
  }

  @Override
  public List<KnownBatch> namedBatches(String source, Set<String> skus) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                "select %s from ledger_batch where sku = any(?) and promises_of = ?"
                    .formatted(BATCH),
                BatchStore::batch,
                Sql.column("text", skus, sku -> sku),
                Sql.value(source)));
  }

  @Override
  public Set<String> namedSkus(String source) {
    return database.connected(connection -> LookedRows.namedSkus(connection, source, shops));
  }

  @Override
  public Set<String> toLookAt(Set<String> sources) {
    return database.connected(connection -> LookedRows.toLookAt(connection, sources));
  }

  /** Of what the monolith fulfils nothing may be promised, so it is closed with its first stock. */
  private static Set<String> toClose(
      List<StockReport> reports, List<StockRules.Decision> decisions, Ownership routes) {
    return IntStream.range(0, reports.size())
        .filter(place -> decisions.get(place).outcome() == ReportOutcome.CHANGED)
        .mapToObj(place -> reports.get(place).sku())
        .flatMap(Optional::stream)
        .filter(sku -> routes.ownerOf(sku) == Owner.MONOLITH)
        .collect(Collectors.toSet());
  }

  /** The SKUs that these reports are about. */
  static Set<String> skus(List<StockReport> stockReports) {
    return stockReports.stream()
        .flatMap(report -> report.sku().stream())
        .collect(Collectors.toSet());
  }

  @Override
  public void confirm(List<KnownBatch> batches) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update ledger_batch
                set confirmed = greatest(confirmed, sent.revision)
                from (select batchref, max(revision) as revision, min(before) as before
                      from unnest(?, ?, ?) as each (batchref, revision, before)
                      group by batchref order by batchref collate "C") as sent
                where ledger_batch.batchref = sent.batchref
                  -- Somebody wants all of it sent again, and only the rest of it was.
                  and ledger_batch.confirmed >= sent.before
                """,
                Sql.column("text", batches, KnownBatch::batchref),
                Sql.column("int4", batches, KnownBatch::revision),
                Sql.column("int4", batches, KnownBatch::confirmed)));
  }

  @Override
  public long nextCall() {
    return database.connected(connection -> nextCalls(connection, 1)).get(0);
  }

  @Override
  public Optional<KnownBatch> find(String batchref) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select %s from ledger_batch where batchref = ?".formatted(BATCH),
                    BatchStore::batch,
                    Sql.value(batchref)))
        .stream()
        .findFirst();
  }

  @Override
  public Optional<BatchState> state(String batchref) {
    return database.inSnapshot(
        connection -> {
          List<KnownBatch> found =
              Sql.query(
                  connection,
                  "select %s from ledger_batch where batchref = ?".formatted(BATCH),
                  BatchStore::batch,
                  Sql.value(batchref));
          List<SourceFigures> figures = figures(connection, found);
          return found.stream()
              .findFirst()
              .map(batch -> new BatchState(batch, figures.stream().findFirst()));
        });
  }

  @Override
  public Map<String, Set<String>> sources() {
    Map<String, Set<String>> sources = new HashMap<>();
    database.connected(
        connection ->
            Sql.query(
                connection,
                "select distinct shop, figure_source(source) as source from reported_figure",
                row ->
                    sources
                        .computeIfAbsent(row.getString("shop"), any -> new HashSet<>())
                        .add(row.getString("source"))));
    return sources;
  }

  @Override
  public List<KnownBatch> unconfirmedSince(Instant unchangedSince, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select %s from ledger_batch
                where confirmed < revision and changed_at < ?
                order by changed_at limit ?
                """
                    .formatted(BATCH),
                BatchStore::batch,
                Sql.value(unchangedSince.atOffset(ZoneOffset.UTC)),
                Sql.value(most)));
  }

  /** Notes that lines have given units of these SKUs back. */
  static void noteReturned(Connection connection, Set<String> skus) throws SQLException {
    if (skus.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        update source_stock set changes = changes + 1
        from (select source, sku from unnest(?) as returned (sku) join source_stock using (sku)
              where uncounted + pending > 0
              order by source collate "C", sku collate "C"
              for no key update of source_stock) as locked
        where source_stock.source = locked.source and source_stock.sku = locked.sku
        """,
        Sql.column("text", skus, sku -> sku));
  }

  @Override
  public List<StockReportResult> takeOverWhatLeft(int most) {
    Map<String, String> left = new HashMap<>();
    database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select distinct batchref, batch.sku
                from informed_line as line
                  join ledger_batch as batch
                    on batchref = figure_batch(source, line.sku)
                      and (figure or promises_of is not null)
                where taken <> units limit ?
                """,
                row -> left.put(row.getString("batchref"), row.getString("sku")),
                Sql.value(most)));
    if (left.isEmpty()) {
      return List.of();
    }
    return database.inTransaction(
        connection -> {
          Ownership routes = Barrier.shareAndRead(connection, Set.copyOf(left.values()));
          StockRules rules = open(connection, Set.of(), left.keySet());
          store(connection, rules);
          return rules.changed().stream()
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
  public List<ReturnedUnits> returned(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select source, sku, changes, looks from source_stock left join sku_route using (sku)
                where looked < changes and look_after <= now()
                  and coalesce(route, (select default_route from routing)) = 'legacy'
                  and (select min(qty) from reported_figure as figure
                       where figure.source = source_stock.source
                         and figure.sku = source_stock.sku) >= 0
                order by look_after, source, sku limit ?
                """,
                row ->
                    new ReturnedUnits(
                        row.getString("source"),
                        row.getString("sku"),
                        row.getLong("changes"),
                        row.getInt("looks")),
                Sql.value(most)));
  }

  @Override
  public void looking(ReturnedUnits returned, Duration rest) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update source_stock
                set looks = looks + 1, look_after = now() + ? * interval '1 ms'
                where source = ? and sku = ?
                """,
                Sql.value(rest.toMillis()),
                Sql.value(returned.source()),
                Sql.value(returned.sku())));
  }

  @Override
  public Optional<StockReportResult> heldNow(
      ReturnedUnits returned, long held, String correlation) {
    return database.inTransaction(
        connection -> {
          Ownership routes = Barrier.shareAndRead(connection, Set.of(returned.sku()));
          if (routes.ownerOf(returned.sku()) != Owner.MONOLITH) {
            return Optional.empty();
          }
          StockRules rules = open(connection, Set.of(returned.sku()), Set.of(returned.batchref()));
          Optional<StockRules.Decision> decision =
              rules.heldNow(returned.batchref(), held, correlation);
          store(connection, rules);
          if (decision.isPresent()) {
            Sql.update(
                connection,
                """
                update source_stock
                set looked = greatest(looked, ?), looks = 0, look_after = now()
                where source = ? and sku = ?
                """,
                Sql.value(returned.times()),
                Sql.value(returned.source()),
                Sql.value(returned.sku()));
          }
          return decision.map(
              made ->
                  new StockReportResult(
                      made.outcome(),
                      made.batches().stream().map(rules::batch).toList(),
                      Optional.empty(),
                      false,
                      Owner.MONOLITH));
        });
  }

  @Override
  public List<UnitsToGiveBack> toGiveBack(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select source, sku, to_give_back,
                  (select coalesce(sum(units), 0) from given_back
                   where given_back.source = source_stock.source
                     and given_back.sku = source_stock.sku) as before
                from source_stock where to_give_back > 0 order by source, sku limit ?
                """,
                row ->
                    new UnitsToGiveBack(
                        row.getString("source"),
                        row.getString("sku"),
                        row.getLong("to_give_back"),
                        row.getLong("before")),
                Sql.value(most)));
  }

  @Override
  public GivenBackResult gaveBack(String batchref, GivenBack found) {
    return database.inTransaction(
        connection -> {
          Barrier.share(connection);
          StockRules rules = open(connection, Set.of(), Set.of(batchref));
          Optional<SourceFigures> figures = rules.figures(batchref);
          if (figures.isEmpty()) {
            return new GivenBackResult.UnknownBatch();
          }
          UnitsToGiveBack now = toGiveBack(connection, figures.get());
          boolean repeated = now.givenBackBefore() != found.givenBackBefore();
          boolean noted = !repeated && rules.gaveBack(batchref, found.units());
          store(connection, rules);
          if (!noted) {
            return repeated
                ? new GivenBackResult.NotedMeanwhile(now)
                : new GivenBackResult.TooMany(now);
          }
          Sql.update(
              connection,
              "insert into given_back (source, sku, units, done_by, reason) values (?, ?, ?, ?, ?)",
              Sql.value(now.source()),
              Sql.value(now.sku()),
              Sql.value(found.units()),
              Sql.value(found.by()),
              Sql.value(found.reason()));
          return new GivenBackResult.Noted();
        });
  }

  private static UnitsToGiveBack toGiveBack(Connection connection, SourceFigures figures)
      throws SQLException {
    long before =
        Sql.query(
                connection,
                "select coalesce(sum(units), 0) from given_back where source = ? and sku = ?",
                row -> row.getLong(1),
                Sql.value(figures.source()),
                Sql.value(figures.sku()))
            .get(0);
    return new UnitsToGiveBack(
        figures.source(), figures.sku(), figures.stock().toGiveBack(), before);
  }

  @Override
  public List<OversoldUnits> oversold(int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select source, sku, despatched, despatched - uncounted - figure as units
                from source_stock cross join lateral (
                  select min(qty) as figure from reported_figure as each
                  where each.source = source_stock.source and each.sku = source_stock.sku) as least
                where despatched > 0 and despatched - uncounted > figure
                  and not exists (select from sku_route as route
                                  where route.sku = source_stock.sku and kept_since is not null)
                  and (source <> figure_source(source)
                    or not exists (select from ledger_batch as named
                                   where named.sku = source_stock.sku and not named.figure))
                order by source, sku limit ?
                """,
                row ->
                    new OversoldUnits(
                        row.getString("source"),
                        row.getString("sku"),
                        row.getLong("despatched"),
                        row.getLong("units")),
                Sql.value(most)));
  }

  /** Until the transaction ends nobody else may write. */
  static void lock(Connection connection) throws SQLException {
    Sql.query(
        connection,
        "select pg_advisory_xact_lock(hashtextextended('ledger_batch', 0))",
        row -> true);
  }

  /** The rules on the batches and SKUs of these reports; nobody else may write meanwhile. */
  private static StockRules open(
      Connection connection, List<StockReport> stockReports, PromisingSources promising)
      throws SQLException {
    Set<String> skus = new HashSet<>();
    Set<String> batchrefs = new HashSet<>();
    for (StockReport report : stockReports) {
      if (report.change() instanceof StockChange.SkuFigure
          || report.change() instanceof StockChange.InStock) {
        skus.add(report.written().sku());
        batchrefs.add(KnownBatch.ofFigure(report.stockSource(), report.written().sku()));
      } else if (report.change() instanceof StockChange.BatchChange ofBatch) {
        batchrefs.add(ofBatch.batchref());
        Optional.ofNullable(report.written().sku()).ifPresent(skus::add);
      }
    }
    return open(connection, skus, batchrefs, promising.names());
  }

  /**
   * The rules on these batches, and those of figures of these SKUs; nobody else may write
   * meanwhile.
   */
  static StockRules open(Connection connection, Set<String> skus, Set<String> batchrefs)
      throws SQLException {
    return open(connection, skus, batchrefs, Set.of());
  }

  private static StockRules open(
      Connection connection, Set<String> skus, Set<String> batchrefs, Set<String> promising)
      throws SQLException {
    lock(connection);
    List<KnownBatch> known =
        Sql.query(
            connection,
            """
            select %1$s from unnest(?) as said (batchref) join ledger_batch using (batchref)
            union
            select %1$s from unnest(?) as said (sku) join ledger_batch using (sku) where figure
            """
                .formatted(BATCH),
            BatchStore::batch,
            Sql.column("text", batchrefs, batchref -> batchref),
            Sql.column("text", skus, sku -> sku));
    Set<String> all = new HashSet<>(skus);
    known.forEach(batch -> all.add(batch.sku()));
    Set<String> named = new HashSet<>();
    Set<String> kept = new HashSet<>();
    Sql.query(
        connection,
        """
        select sku, kept_since is not null as is_kept,
          exists (select from ledger_batch
                  where ledger_batch.sku = said.sku and not figure) as is_named
        from unnest(?) as said (sku) left join sku_route using (sku)
        """,
        row -> {
          String sku = row.getString("sku");
          if (row.getBoolean("is_kept")) {
            kept.add(sku);
          }
          return row.getBoolean("is_named") && named.add(sku);
        },
        Sql.column("text", all, sku -> sku));
    StockRules rules = new StockRules(known, reported(connection, known), named, kept, promising);
    takeInformed(connection, known).forEach(rules::left);
    return rules;
  }

  /** Takes the units of which sources are informed, and that are in no stock yet, by batch. */
  private static Map<String, Long> takeInformed(Connection connection, List<KnownBatch> batches)
      throws SQLException {
    return informed(
        connection,
        batches,
        """
        with untaken as (
          select batchref, source, sku, orderid, lineid, units, taken
          from unnest(?, ?, ?) as asked (batchref, source, sku)
            join informed_line using (source, sku)
          where taken <> units
          order by source collate "C", sku collate "C", orderid collate "C", lineid collate "C"
          for no key update of informed_line),
        now_taken as (
          update informed_line as line set taken = untaken.units from untaken
          where line.source = untaken.source and line.sku = untaken.sku
            and line.orderid = untaken.orderid and line.lineid = untaken.lineid)
        select batchref, sum(units - taken) as units from untaken group by batchref
        """);
  }

  private static Map<String, Long> informed(
      Connection connection, List<KnownBatch> batches, String sql) throws SQLException {
    List<KnownBatch> ofFigures = batches.stream().filter(KnownBatch::isOfFigures).toList();
    if (ofFigures.isEmpty()) {
      return Map.of();
    }
    Map<String, Long> units = new HashMap<>();
    Sql.query(
        connection,
        sql,
        row -> units.put(row.getString("batchref"), row.getLong("units")),
        columns(ofFigures));
    return units;
  }

  private static Parameter[] columns(List<KnownBatch> ofFigures) {
    return new Parameter[] {
      Sql.column("text", ofFigures, KnownBatch::batchref),
      Sql.column("text", ofFigures, KnownBatch::source),
      Sql.column("text", ofFigures, KnownBatch::sku)
    };
  }

  /** The figures that these batches are of, and the stock by them as it is now. */
  private static List<SourceFigures> figures(Connection connection, List<KnownBatch> batches)
      throws SQLException {
    Map<String, Long> units =
        informed(
            connection,
            batches,
            """
            select batchref, sum(units - taken) as units
            from unnest(?, ?, ?) as asked (batchref, source, sku)
              join informed_line using (source, sku)
            where taken <> units
            group by batchref
            """);
    return reported(connection, batches).stream()
        .map(each -> each.left(units.getOrDefault(each.batchref(), 0L)))
        .toList();
  }

  /** The figures that these batches are of, with the stock as it was last written. */
  private static List<SourceFigures> reported(Connection connection, List<KnownBatch> batches)
      throws SQLException {
    List<KnownBatch> ofFigures = batches.stream().filter(KnownBatch::isOfFigures).toList();
    if (ofFigures.isEmpty()) {
      return List.of();
    }
    Map<String, List<ReportedFigure>> reported = new HashMap<>();
    Map<String, SourceStock> counted = new HashMap<>();
    Sql.query(
        connection,
        """
        select batchref, figure.source, sku, shop, figure.qty, figure.called, figure.qty_said,
          coalesce(uncounted, 0) as uncounted, coalesce(pending, 0) as pending,
          coalesce(to_give_back, 0) as to_give_back, coalesce(despatched, 0) as despatched
        from unnest(?, ?, ?) as asked (batchref, source, sku)
          join reported_figure as figure using (source, sku)
          left join source_stock using (source, sku)
        order by batchref, shop
        """,
        row -> {
          counted.put(
              row.getString("batchref"),
              new SourceStock(
                  0,
                  row.getLong("uncounted"),
                  row.getLong("pending"),
                  row.getLong("to_give_back"),
                  row.getLong("despatched")));
          return reported
              .computeIfAbsent(row.getString("batchref"), any -> new ArrayList<>())
              .add(
                  new ReportedFigure(
                      row.getString("source"),
                      row.getString("sku"),
                      row.getString("shop"),
                      row.getLong("qty"),
                      row.getLong("called"),
                      row.getLong("qty_said")));
        },
        columns(ofFigures));
    return reported.entrySet().stream()
        .map(each -> SourceFigures.known(each.getValue(), counted.get(each.getKey())))
        .toList();
  }

  /** Writes what the rules have changed. */
  static void store(Connection connection, StockRules rules) throws SQLException {
    storeBatches(connection, rules.changed());
    storeFigures(connection, rules.changedFigures());
    storeStocks(connection, rules.changedStocks());
    MovementRows.note(connection, rules.movements());
    LookedRows.noteCalls(connection, rules.toLookAt());
  }

  private static void storeStocks(Connection connection, List<SourceFigures> stocks)
      throws SQLException {
    if (stocks.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into source_stock (source, sku, uncounted, pending, to_give_back, despatched)
        select *
        from unnest(?, ?, ?, ?, ?, ?)
          as each (source, sku, uncounted, pending, to_give_back, despatched)
        order by source collate "C", sku collate "C"
        on conflict (source, sku) do update
        set uncounted = excluded.uncounted, pending = excluded.pending,
            to_give_back = excluded.to_give_back, despatched = excluded.despatched
        """,
        Sql.column("text", stocks, SourceFigures::source),
        Sql.column("text", stocks, SourceFigures::sku),
        Sql.column("int8", stocks, each -> each.stock().uncounted()),
        Sql.column("int8", stocks, each -> each.stock().pending()),
        Sql.column("int8", stocks, each -> each.stock().toGiveBack()),
        Sql.column("int8", stocks, each -> each.stock().despatched()));
  }

  /**
   * Of a SKU in the shadow it is written down too that it is to be fed another figure, or the same
   * once more where that may show what lines did.
   */
  private static void storeFigures(Connection connection, Collection<ReportedFigure> figures)
      throws SQLException {
    if (figures.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        with stored as (
          insert into reported_figure (source, sku, shop, qty, called, qty_said, stands_since)
          select each.*, now() from unnest(?, ?, ?, ?, ?, ?)
            as each (source, sku, shop, qty, called, qty_said)
          order by source collate "C", sku collate "C", shop collate "C"
          on conflict (source, sku, shop) do update
          set qty = excluded.qty, called = excluded.called, qty_said = excluded.qty_said,
              stands_since = case when reported_figure.qty = excluded.qty
                then reported_figure.stands_since else excluded.stands_since end
          returning source, sku, shop, qty)
        insert into shadow_change (kind, sku, basing, source, figure, shows, received_at)
        select 'figure', shadow.sku, shadow.basing, each.source, each.figure, each.shows, now()
        from (select source, sku, min(qty) as reported from stored group by source, sku) as changed
          join shadow_sku as shadow using (sku)
          cross join lateral (
            -- What others have stored is as it was before this statement.
            select changed.source, least(changed.reported, min(before.qty) filter (
                where not exists (select from stored
                                  where stored.source = before.source and stored.sku = before.sku
                                    and stored.shop = before.shop))) as figure,
              min(before.qty) as known,
              -- One is read after the one before it was answered; the same one may be repeated for
              -- want of an answer. Of several shops nobody knows in which order they are told.
              case when count(*) = 1 and min(before.qty) <> changed.reported
                  and bool_and(exists (select from stored
                                       where stored.sku = before.sku
                                         and stored.shop = before.shop))
                then min(before.stands_since) end as shows
            from reported_figure as before
            where before.source = changed.source and before.sku = changed.sku) as each
        where shadow.state = 'based'
          and (each.figure is distinct from each.known or shadow.held <> shadow.uncounted
            or exists (select from shadow_change as coming
                       where coming.sku = shadow.sku and coming.kind = 'line'))
          -- Of named batches a look says more.
          and not exists (select from shadow_batch as named where named.sku = shadow.sku)
        """,
        Sql.column("text", figures, ReportedFigure::source),
        Sql.column("text", figures, ReportedFigure::sku),
        Sql.column("text", figures, ReportedFigure::shop),
        Sql.column("int8", figures, ReportedFigure::units),
        Sql.column("int8", figures, ReportedFigure::called),
        Sql.column("int8", figures, ReportedFigure::reported));
  }

  private static void storeBatches(Connection connection, List<KnownBatch> batches)
      throws SQLException {
    if (batches.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into ledger_batch
          (batchref, shop, sku, figure, promises_of, original_qty, original_eta, qty, qty_revision, eta,
           eta_revision, called, qty_said, eta_said, correlation)
        select *
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (batchref, shop, sku, figure, promises_of, original_qty, original_eta, qty, qty_revision, eta,
            eta_revision, called, qty_said, eta_said, correlation)
        order by batchref collate "C"
        on conflict (batchref) do update
        set promises_of = excluded.promises_of, qty = excluded.qty, qty_revision = excluded.qty_revision,
            eta = excluded.eta, eta_revision = excluded.eta_revision,
            called = excluded.called, qty_said = excluded.qty_said, eta_said = excluded.eta_said,
            correlation = excluded.correlation,
            changed_at = case
              when excluded.qty_revision > ledger_batch.qty_revision
                or excluded.eta_revision > ledger_batch.eta_revision then now()
              else ledger_batch.changed_at end
        """,
        Sql.column("text", batches, KnownBatch::batchref),
        Sql.column("text", batches, KnownBatch::shop),
        Sql.column("text", batches, KnownBatch::sku),
        Sql.column("bool", batches, KnownBatch::figure),
        Sql.column("text", batches, batch -> batch.promisesOf().orElse(null)),
        Sql.column("int4", batches, batch -> batch.original().quantity()),
        Sql.column("date", batches, batch -> batch.original().eta().orElse(null)),
        Sql.column("int4", batches, batch -> batch.now().quantity()),
        Sql.column("int4", batches, KnownBatch::quantityRevision),
        Sql.column("date", batches, batch -> batch.now().eta().orElse(null)),
        Sql.column("int4", batches, KnownBatch::etaRevision),
        Sql.column("int8", batches, KnownBatch::called),
        Sql.column("int8", batches, batch -> batch.lastReports().quantity()),
        Sql.column("int8", batches, batch -> batch.lastReports().eta()),
        Sql.column("text", batches, KnownBatch::correlation));
  }

  private static List<NewEntry> entries(
      List<StockReport> stockReports, List<Long> calls, List<StockRules.Decision> decisions) {
    List<NewEntry> entries = new ArrayList<>();
    for (int place = 0; place < stockReports.size(); place++) {
      NewEntry.of(place, stockReports.get(place), calls.get(place), decisions.get(place))
          .ifPresent(entries::add);
    }
    return entries;
  }

  private static List<Long> nextCalls(Connection connection, int many) throws SQLException {
    return Sql.query(
        connection,
        "select nextval('ledger_batch_call') from generate_series(1, ?)",
        row -> row.getLong(1),
        Sql.value(many));
  }

  private static KnownBatch batch(ResultSet row) throws SQLException {
    return new KnownBatch(
        row.getString("batchref"),
        row.getString("shop"),
        row.getString("sku"),
        row.getBoolean("figure"),
        Optional.ofNullable(row.getString("promises_of")),
        new BatchContent(row.getInt("original_qty"), day(row, "original_eta")),
        new BatchContent(row.getInt("qty"), day(row, "eta")),
        row.getInt("qty_revision"),
        row.getInt("eta_revision"),
        row.getInt("confirmed"),
        row.getLong("called"),
        new LastReports(row.getLong("qty_said"), row.getLong("eta_said")),
        row.getString("correlation"));
  }

  private static Optional<LocalDate> day(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, LocalDate.class));
  }
}
