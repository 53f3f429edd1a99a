package dev.ficus.legacy.postgres;

import dev.ficus.legacy.leaks.LeakSettings;
import dev.ficus.legacy.order.LedgerLine.LineState;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.parity.FedChange;
import dev.ficus.legacy.parity.FedChange.FedState;
import dev.ficus.legacy.shadow.Feeding;
import dev.ficus.legacy.shadow.Feeding.SizedBatch;
import dev.ficus.legacy.shadow.FigureTimes;
import dev.ficus.legacy.shadow.ShadowBatches;
import dev.ficus.legacy.shadow.ShadowChange;
import dev.ficus.legacy.shadow.ShadowChange.BatchesLooked;
import dev.ficus.legacy.shadow.ShadowChange.FigureReported;
import dev.ficus.legacy.shadow.ShadowChange.FigureStands;
import dev.ficus.legacy.shadow.ShadowChange.LineId;
import dev.ficus.legacy.shadow.ShadowChange.LineShown;
import dev.ficus.legacy.shadow.ShadowChange.SkuBased;
import dev.ficus.legacy.shadow.ShadowLine;
import dev.ficus.legacy.shadow.ShadowLog;
import dev.ficus.legacy.shadow.ShadowRules;
import dev.ficus.legacy.shadow.ShadowRules.Fed;
import dev.ficus.legacy.shadow.ShadowRules.TakenUnits;
import dev.ficus.legacy.shadow.ShadowSku;
import dev.ficus.legacy.shadow.ShadowState;
import dev.ficus.legacy.shadow.ShadowStock;
import dev.ficus.legacy.shadow.ShownBatches;
import dev.ficus.legacy.shadow.ShownBatches.ShownBatch;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.StockSources;
import dev.ficus.legacy.switching.LegacyEvent.LegacyEventType;
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
import java.util.stream.Stream;

/**
 * Log of what the shadow is to be fed, in PostgreSQL. Orders and stock reports add to it and wait
 * for nobody: what is decided and sent of it, one instance at a time does, and a row that is done
 * is gone.
 */
@ApplicationScoped
class StoredShadowLog implements ShadowLog {

  private static final String LOCK = "shadow";
  private static final int MOST_GIVEN = 10_000;

  private final Database database;
  private final RoundLocks locks;
  private final StockSources sources;
  private final Duration showsWithin;

  StoredShadowLog(Database database, RoundLocks locks, StockSources sources, LeakSettings figures) {
    this.database = database;
    this.locks = locks;
    this.sources = sources;
    this.showsWithin = figures.showsWithin();
  }

  @Override
  public boolean alone(Runnable work) {
    return locks.alone(LOCK, work);
  }

  @Override
  public void requireAlone() {
    locks.requireHeld(LOCK);
  }

  @Override
  public void feeds(String address) {
    database.inTransaction(
        connection -> {
          String before =
              Sql.query(
                      connection,
                      "select address from shadow_progress for no key update",
                      row -> row.getString(1))
                  .get(0);
          if (!before.equals(address)) {
            lose(
                connection,
                address.isEmpty()
                    ? "an instance without a shadow was started"
                    : "it was in another shadow, " + before,
                "true");
            Sql.update(connection, "update shadow_progress set address = ?", Sql.value(address));
            if (address.isEmpty()) {
              // Nobody is there to feed it, and no SKU is based: it would wait for ever.
              Sql.update(connection, "delete from shadow_change");
            }
          }
          return null;
        });
  }

  @Override
  public int decide(int most) {
    noteGiven();
    return database.inTransaction(
        connection -> {
          List<ShadowChange> changes =
              Sql.query(
                  connection,
                  "select * from shadow_change where fed is null order by id limit ?",
                  this::change,
                  Sql.value(most));
          if (!changes.isEmpty()) {
            decide(connection, changes);
          }
          return changes.size();
        });
  }

  /**
   * Notes of which lines the monolith has answered the last call: an order that is on its way to it
   * is noted with its lines, until there is an answer. It is found later than it was, never sooner.
   * What somebody else writes meanwhile, and what is too much at once, is left for the next time.
   */
  private void noteGiven() {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update shadow_line as line set given_at = clock_timestamp()
                from (select sku, shop, number, lineid from shadow_line as each
                      where given_at is null
                        and not exists (select from forward
                                        where forward.shop = each.shop
                                          and forward.number = each.number)
                      limit ? for no key update skip locked) as given
                where line.sku = given.sku and line.shop = given.shop
                  and line.number = given.number and line.lineid = given.lineid
                """,
                Sql.value(MOST_GIVEN)));
  }

  private void decide(Connection connection, List<ShadowChange> changes) throws SQLException {
    List<ShadowSku> skus = lockSkus(connection, changes);
    Set<String> named = named(changes, skus);
    long[] place = {places(connection, mostPlaces(changes, skus))};
    ShadowRules rules =
        new ShadowRules(
            skus,
            lines(connection, changes, named),
            (sku, except) -> taken(connection, sku, except),
            () -> place[0]++);
    List<Fed> fed = new ArrayList<>();
    List<Long> notFed = new ArrayList<>();
    for (ShadowChange change : changes) {
      rules.apply(change).ifPresentOrElse(fed::add, () -> notFed.add(change.id()));
    }
    forget(connection, notFed);
    store(connection, fed);
    ShadowedBatches.storeSized(connection, fed);
    storeSkus(connection, rules.changedSkus());
    ShadowedBatches.store(connection, rules.changedSkus());
    settleEarlier(connection, fed);
    storeLines(connection, rules.changedLines());
    ShadowedBatches.storeUnits(
        connection,
        rules.changedLines().stream()
            .filter(line -> named.contains(line.id().line().sku()))
            .toList());
    Sql.update(
        connection,
        "update shadow_progress set fed = greatest(fed, ?), fed_at = clock_timestamp()",
        Sql.value(fed.isEmpty() ? 0L : fed.get(fed.size() - 1).fed()));
  }

  /** A change may be sent with as many batches as are known of its SKU, and are shown with it. */
  private static int mostPlaces(List<ShadowChange> changes, List<ShadowSku> skus) {
    Map<String, Set<String>> batches = new HashMap<>();
    skus.forEach(sku -> batches.put(sku.sku(), new HashSet<>(sku.named().byReference().keySet())));
    int places = 0;
    for (ShadowChange change : changes) {
      Set<String> ofSku = batches.computeIfAbsent(change.sku(), any -> new HashSet<>());
      shown(change).forEach(batch -> ofSku.add(batch.batchref()));
      // And that of its figures, if it had one in an earlier basing.
      places += ofSku.size() + 2;
    }
    return places;
  }

  private static List<ShownBatch> shown(ShadowChange change) {
    return change instanceof BatchesLooked looked
        ? looked.shown().batches()
        : change instanceof SkuBased based ? based.batches() : List.of();
  }

  private static List<ShadowSku> lockSkus(Connection connection, List<ShadowChange> changes)
      throws SQLException {
    Set<String> skus = new HashSet<>();
    changes.forEach(change -> skus.add(change.sku()));
    Sql.Parameter asked = Sql.column("text", skus, sku -> sku);
    Sql.query(
        connection,
        """
        select sku from unnest(?) as asked (sku) join shadow_sku as shadow using (sku)
        order by sku collate "C" for no key update of shadow
        """,
        row -> true,
        asked);
    // Whoever forgets lines has noted by now what of each batch has left for them.
    Map<String, ShadowBatches> batches = ShadowedBatches.of(connection, skus);
    return Sql.query(
        connection,
        "select * from shadow_sku where sku = any(?)",
        row -> sku(row, batches.getOrDefault(row.getString("sku"), ShadowBatches.NONE)),
        asked);
  }

  /** The first of so many places in a row; nobody else takes any meanwhile. */
  private static long places(Connection connection, int many) throws SQLException {
    return Sql.query(
            connection,
            """
            select min(place) from (
              select nextval('shadow_fed') as place from generate_series(1, ?)) as taken
            """,
            row -> row.getLong(1),
            Sql.value(many))
        .get(0);
  }

  /** The SKUs that are known, or based, with named batches. */
  private static Set<String> named(List<ShadowChange> changes, List<ShadowSku> skus) {
    Set<String> named = new HashSet<>();
    skus.stream()
        .filter(sku -> !sku.named().byReference().isEmpty())
        .forEach(sku -> named.add(sku.sku()));
    changes.stream()
        .filter(change -> !shown(change).isEmpty())
        .forEach(change -> named.add(change.sku()));
    return named;
  }

  /**
   * Those that the changes are about, and all that were fed of SKUs that are based, or have named
   * batches.
   */
  private static List<ShadowLine> lines(
      Connection connection, List<ShadowChange> changes, Set<String> named) throws SQLException {
    List<LineShown> shown =
        ofType(changes, LineShown.class).stream()
            .filter(change -> !named.contains(change.sku()))
            .toList();
    List<ShadowLine> found = new ArrayList<>();
    if (!shown.isEmpty()) {
      found.addAll(
          Sql.query(
              connection,
              """
              select line.* from (
                  select distinct sku, shop, number, lineid
                  from unnest(?, ?, ?, ?) as each (sku, shop, number, lineid)) as asked
                join shadow_line as line using (sku, shop, number, lineid)
              """,
              StoredShadowLog::line,
              Sql.column("text", shown, ShadowChange::sku),
              LedgerRows.shops(shown, LineShown::order),
              LedgerRows.numbers(shown, LineShown::order),
              Sql.column("text", shown, each -> each.line().lineid())));
    }
    Set<String> whole = new HashSet<>(named);
    ofType(changes, SkuBased.class).forEach(change -> whole.add(change.sku()));
    if (!whole.isEmpty()) {
      found.addAll(
          Sql.query(
              connection,
              """
              select line.*
              from (select distinct sku from unnest(?) as each (sku)) as asked
                join shadow_line as line using (sku)
              """,
              StoredShadowLog::line,
              Sql.column("text", whole, sku -> sku)));
    }
    return found;
  }

  private static <T> List<T> ofType(List<ShadowChange> changes, Class<T> type) {
    return changes.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /**
   * Of lines that the monolith had decided about before what its figure shows for certain. One that
   * waits in the shadow may wait there too, unless the figure has enough for it.
   */
  private TakenUnits taken(Connection connection, ShadowSku sku, Collection<ShadowLine> except) {
    Duration within = sources.decidesWithin(sku.source().orElseThrow());
    List<ShadowLine> changed =
        except.stream().filter(line -> line.id().line().sku().equals(sku.sku())).toList();
    try {
      return Sql.query(
              connection,
              """
              select coalesce(sum(qty) filter (
                  where is_old and state <> 'cancelled'
                    and (placement <> 'backordered' or qty <= ?)
                    and not exists (
                      select from monolith_decision as refused
                      where refused.sku = line.sku and refused.shop = line.shop
                        and refused.number = line.number and refused.lineid = line.lineid
                        and not taken)), 0) as units,
                coalesce(bool_and(is_old), true) as all_old
              from (select *, coalesce(given_at <= ? and decided = fed, false)
                      and (shop, number, lineid) not in (select * from unnest(?, ?, ?)) as is_old
                    from shadow_line where sku = ? and basing = ?) as line
              """,
              row -> new TakenUnits(row.getLong("units"), row.getBoolean("all_old")),
              Sql.value(sku.stock().figure()),
              Sql.value(sku.times().shown().orElseThrow().minus(within).atOffset(ZoneOffset.UTC)),
              LedgerRows.shops(changed, line -> line.id().order()),
              LedgerRows.numbers(changed, line -> line.id().order()),
              Sql.column("text", changed, line -> line.id().line().lineid()),
              Sql.value(sku.sku()),
              Sql.value(sku.basing()))
          .get(0);
    } catch (SQLException failure) {
      throw new Database.DatabaseFailure(failure);
    }
  }

  private static void forget(Connection connection, Collection<Long> ids) throws SQLException {
    if (!ids.isEmpty()) {
      Sql.update(
          connection,
          "delete from shadow_change where id = any (?)",
          Sql.column("int8", ids, id -> id));
    }
  }

  private static void store(Connection connection, List<Fed> fed) throws SQLException {
    Sql.update(
        connection,
        """
        update shadow_change as change
        set fed = each.fed, source = coalesce(each.source, change.source), batch = each.batch,
            batch_revision = each.batch_revision
        from unnest(?, ?, ?, ?, ?) as each (id, fed, source, batch, batch_revision)
        where change.id = each.id
        """,
        Sql.column("int8", fed, each -> each.change().id()),
        Sql.column("int8", fed, Fed::fed),
        Sql.column("text", fed, each -> each.batch().flatMap(ShadowSku::source).orElse(null)),
        Sql.column("int8", fed, each -> each.batch().map(ShadowSku::batch).orElse(null)),
        Sql.column("int4", fed, each -> each.batch().map(ShadowSku::batchRevision).orElse(null)));
  }

  private static void storeSkus(Connection connection, List<ShadowSku> skus) throws SQLException {
    Sql.update(
        connection,
        """
        update shadow_sku as shadow
        set state = each.state, why = each.why, source = each.source, figure = each.figure,
            held = each.held, uncounted = each.uncounted,
            figure_at = each.figure_at, shown_at = each.shown_at, despatched = each.despatched, earlier = each.earlier, batch = each.batch, batch_revision = each.batch_revision,
            changed_at = case when each.state <> shadow.state
              then clock_timestamp() else shadow.changed_at end
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (sku, state, why, source, figure, held, uncounted, figure_at, shown_at,
            despatched, earlier, batch, batch_revision)
        where shadow.sku = each.sku
        """,
        Sql.column("text", skus, ShadowSku::sku),
        Sql.column("text", skus, each -> each.state().code()),
        Sql.column("text", skus, ShadowSku::why),
        Sql.column("text", skus, each -> each.source().orElse(null)),
        Sql.column("int8", skus, each -> each.stock().figure()),
        Sql.column("int8", skus, each -> each.stock().held()),
        Sql.column("int8", skus, each -> each.stock().uncounted()),
        Sql.column("timestamptz", skus, each -> utc(each.times().reported())),
        Sql.column("timestamptz", skus, each -> utc(each.times().shown())),
        Sql.column("int8", skus, ShadowSku::despatched),
        Sql.column("int8", skus, ShadowSku::earlier),
        Sql.column("int8", skus, ShadowSku::batch),
        Sql.column("int4", skus, ShadowSku::batchRevision));
  }

  /** Of lines of earlier basings nothing is waited for any more. */
  private static void settleEarlier(Connection connection, List<Fed> fed) throws SQLException {
    List<ShadowChange> based =
        fed.stream().map(Fed::change).filter(SkuBased.class::isInstance).toList();
    if (!based.isEmpty()) {
      Sql.update(
          connection,
          """
          update shadow_line as line set decided = line.fed
          from unnest(?, ?) as based (sku, basing)
          where line.sku = based.sku and line.basing < based.basing
            and line.decided is distinct from line.fed
          """,
          Sql.column("text", based, ShadowChange::sku),
          Sql.column("int4", based, ShadowChange::basing));
    }
  }

  /** Of a line that is cancelled before it was ever fed nothing is heard: nothing happens by it. */
  private static void storeLines(Connection connection, List<ShadowLine> lines)
      throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into shadow_line as line
          (sku, shop, number, lineid, basing, qty, state, revision, fed, decided)
        select sku, shop, number, lineid, basing, qty, state, revision, fed,
          case when state = 'cancelled' then fed end
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (sku, shop, number, lineid, basing, qty, state, revision, fed)
        order by sku collate "C", shop collate "C", number collate "C", lineid collate "C"
        on conflict (sku, shop, number, lineid) do update
        set basing = excluded.basing, qty = excluded.qty, state = excluded.state,
            revision = excluded.revision, fed = excluded.fed,
            fed_at = case when excluded.fed = line.fed then line.fed_at else excluded.fed_at end,
            given_at = case when excluded.fed = line.fed then line.given_at end
        """,
        Sql.column("text", lines, each -> each.id().line().sku()),
        LedgerRows.shops(lines, each -> each.id().order()),
        LedgerRows.numbers(lines, each -> each.id().order()),
        Sql.column("text", lines, each -> each.id().line().lineid()),
        Sql.column("int4", lines, ShadowLine::basing),
        Sql.column("int4", lines, ShadowLine::quantity),
        Sql.column("text", lines, each -> each.state().code()),
        Sql.column("int4", lines, ShadowLine::revision),
        Sql.column("int8", lines, ShadowLine::fed));
  }

  @Override
  public List<Feeding> toSend(int most) {
    return database.inSnapshot(
        connection -> {
          List<Feeding> decided =
              Sql.query(
                  connection,
                  """
                  select * from shadow_change where fed is not null order by fed limit ?
                  """,
                  this::feeding,
                  Sql.value(most));
          return withEarlier(connection, decided);
        });
  }

  private static List<Feeding> withEarlier(Connection connection, List<Feeding> decided)
      throws SQLException {
    List<SkuBased> based =
        decided.stream()
            .map(Feeding::change)
            .filter(SkuBased.class::isInstance)
            .map(SkuBased.class::cast)
            .toList();
    if (based.isEmpty()) {
      return decided;
    }
    Map<Long, List<ShadowLine>> earlier = new HashMap<>();
    Sql.query(
        connection,
        """
        select based.id, line.*
        from unnest(?, ?, ?) as based (id, sku, basing_now)
          join shadow_line as line on line.sku = based.sku and line.basing < based.basing_now
        order by line.fed
        """,
        row -> earlier.computeIfAbsent(row.getLong("id"), any -> new ArrayList<>()).add(line(row)),
        Sql.column("int8", based, ShadowChange::id),
        Sql.column("text", based, ShadowChange::sku),
        Sql.column("int4", based, ShadowChange::basing));
    return decided.stream()
        .map(
            each ->
                new Feeding(
                    each.change(),
                    each.fed(),
                    each.batches(),
                    earlier.getOrDefault(each.change().id(), List.of())))
        .toList();
  }

  @Override
  public void sent(List<Feeding> feedings) {
    database.inTransaction(
        connection -> {
          ParityRows.fed(connection, feedings.stream().flatMap(StoredShadowLog::judged).toList());
          forget(connection, feedings.stream().map(each -> each.change().id()).toList());
          return null;
        });
  }

  /**
   * What the judge is given, in this order: a line, a figure, and a batch with another quantity.
   */
  private static Stream<FedChange> judged(Feeding feeding) {
    ShadowChange change = feeding.change();
    List<FedChange> judged = new ArrayList<>();
    if (change instanceof LineShown shown) {
      judged.add(
          new FedChange.FedLine(
              feeding.fed(),
              shown.basing(),
              shown.order(),
              shown.line(),
              shown.revision(),
              shown.quantity(),
              FedState.valueOf(shown.state().name()),
              shown.correlation(),
              shown.receivedAt()));
    }
    // The moments that a look at named batches is of are not known: these are not compared.
    if (change instanceof FigureReported reported) {
      judged.add(
          new FedChange.FedFigure(
              feeding.fed(),
              change.basing(),
              change.sku(),
              reported.figure(),
              change.receivedAt()));
    }
    for (int place = 0; place < feeding.batches().size(); place++) {
      SizedBatch batch = feeding.batches().get(place);
      judged.add(
          new FedChange.FedBatch(
              feeding.fed() + place,
              change.basing(),
              change.sku(),
              batch.batchref(),
              batch.units(),
              batch.eta(),
              change.receivedAt()));
    }
    return judged.stream();
  }

  @Override
  public int cutOff(long most) {
    return database.inTransaction(
        connection -> {
          boolean tooMany =
              Sql.query(
                      connection,
                      "select coalesce(max(id) - min(id), 0) > ? from shadow_change",
                      row -> row.getBoolean(1),
                      Sql.value(most))
                  .get(0);
          if (!tooMany) {
            return 0;
          }
          int lost =
              lose(
                  connection,
                  "more than %d changes waited for the shadow".formatted(most),
                  "exists (select from shadow_change where shadow_change.sku = shadow_sku.sku)");
          Sql.update(connection, "delete from shadow_change");
          return lost;
        });
  }

  /**
   * Only of SKUs where something is found by it; the rules look once more. A source that reports
   * other figures would have reported this one too, if it were not the same.
   */
  @Override
  public void lookAgain() {
    database.connected(
        connection -> {
          List<ReportingSource> open =
              Sql.query(
                  connection,
                  """
                  select source, max(figure_at) as figure_at from shadow_sku
                  where state = 'based' and source is not null
                    and not exists (select from shadow_batch as named
                                    where named.sku = shadow_sku.sku)
                  group by source having bool_or(held <> uncounted)
                  """,
                  row ->
                      new ReportingSource(
                          row.getString("source"),
                          time(row, "figure_at").map(at -> at.minus(showsWithin))));
          for (ReportingSource source : open) {
            lookAgain(connection, source);
          }
          return null;
        });
  }

  /**
   * Source of figures.
   *
   * @param shows what the monolith had decided by then, any figure of it shows that still stands
   */
  private record ReportingSource(String name, Optional<Instant> shows) {}

  private void lookAgain(Connection connection, ReportingSource source) throws SQLException {
    Sql.update(
        connection,
        """
        insert into shadow_change (kind, sku, basing, shows)
        select 'figure', sku, basing, shows
        from (
          select shadow.sku, shadow.basing, shows, held, uncounted,
            coalesce(sum(qty) filter (
              where is_old and line.state <> 'cancelled'
                and (placement <> 'backordered' or qty <= figure)), 0) as units,
            coalesce(bool_and(is_old), true) as all_old
          from (select *, greatest(shown_at, ?) as shows from shadow_sku) as shadow
            left join lateral (
              select *, coalesce(
                  given_at <= shadow.shows - ? * interval '1 ms' and decided = fed, false) as is_old
              from shadow_line as each
              where each.sku = shadow.sku and each.basing = shadow.basing) as line on true
          where shadow.state = 'based' and held <> uncounted and source = ? and shows is not null
            and not exists (select from shadow_batch as named where named.sku = shadow.sku)
            and not exists (select from shadow_change as waiting where waiting.sku = shadow.sku)
          group by shadow.sku, shadow.basing, shows, held, uncounted, figure) as looked
        where least(units, held) > uncounted or (all_old and held < uncounted)
        order by sku
        """,
        Sql.value(utc(source.shows())),
        Sql.value(sources.decidesWithin(source.name()).toMillis()),
        Sql.value(source.name()));
  }

  @Override
  public void endOfOthers() {
    database.inTransaction(
        connection -> {
          Barrier.share(connection);
          List<String> ended =
              Sql.query(
                  connection,
                  """
                  update shadow_sku as shadow
                  set state = 'ended', changed_at = clock_timestamp(),
                      why = case when gone.route is null then 'it is in no wave any more'
                        else 'it is ours' end
                  from (select sku, route
                        from shadow_sku as each left join sku_route using (sku)
                        where state <> 'ended' and route is distinct from 'legacy'
                        order by sku for no key update of each) as gone
                  where shadow.sku = gone.sku
                  returning shadow.sku
                  """,
                  row -> row.getString(1));
          if (!ended.isEmpty()) {
            StoredLegacyEvents.shadowed(connection, LegacyEventType.SKU_UNSHADOWED, ended);
          }
          return null;
        });
  }

  @Override
  public int findLost(Duration after) {
    return database.connected(
        connection ->
            lose(
                connection,
                "the shadow has decided something, and nothing about what it was fed before",
                """
                exists (
                  select from shadow_line as line
                  where line.sku = shadow_sku.sku and line.basing = shadow_sku.basing
                    and line.decided is distinct from line.fed
                    and line.fed_at < clock_timestamp() - ? * interval '1 ms'
                    -- Goods that leave before they are there are despatched when they come.
                    and line.state <> 'despatched'
                    and exists (
                      select from shadow_line as later
                      where later.sku = line.sku and later.basing = line.basing
                        and later.decided > line.fed))
                  and sku in (select undecided.sku from shadow_line as undecided
                              where undecided.decided is distinct from undecided.fed)
                """,
                Sql.value(after.toMillis())));
  }

  /**
   * That a line was fed is known before its command is sent; since when the broker has that, the
   * judge's call says, which is there from then on.
   */
  @Override
  public int findUnanswered(Duration after) {
    return database.connected(
        connection ->
            lose(
                connection,
                "the shadow was fed something and has not answered for " + after,
                """
                exists (
                  select from shadow_line as line join judged_call as call
                    on call.sku = line.sku and call.id = line.fed and call.kind = 'line'
                  where line.sku = shadow_sku.sku and line.basing = shadow_sku.basing
                    and line.decided is distinct from line.fed
                    and call.fed_at < clock_timestamp() - ? * interval '1 ms'
                    -- Goods that leave before they are there are despatched when they come.
                    and (line.state <> 'despatched' or line.placement is distinct from 'backordered'))
                  and sku in (select undecided.sku from shadow_line as undecided
                              where undecided.decided is distinct from undecided.fed
                                and undecided.fed_at < clock_timestamp() - ? * interval '1 ms')
                """,
                Sql.value(after.toMillis()),
                Sql.value(after.toMillis())));
  }

  /**
   * Loses SKUs that are based.
   *
   * @param which a condition about {@code shadow_sku}
   */
  static int lose(Connection connection, String why, String which, Sql.Parameter... with)
      throws SQLException {
    List<Sql.Parameter> parameters = new ArrayList<>(List.of(Sql.value(why)));
    parameters.addAll(List.of(with));
    return Sql.update(
        connection,
        """
        update shadow_sku as shadow
        set state = 'lost', why = ?, changed_at = clock_timestamp()
        from (select sku from shadow_sku where state = 'based' and (%s)
              order by sku for no key update) as gone
        where shadow.sku = gone.sku
        """
            .formatted(which),
        parameters.toArray(Sql.Parameter[]::new));
  }

  private ShadowChange change(ResultSet row) throws SQLException {
    long id = row.getLong("id");
    String sku = row.getString("sku");
    int basing = row.getInt("basing");
    Instant receivedAt = row.getObject("received_at", OffsetDateTime.class).toInstant();
    Optional<ShownBatches> shown = ShadowedBatches.shown(row);
    if (shown.isPresent()) {
      return new BatchesLooked(id, sku, basing, shown.get(), receivedAt);
    }
    return switch (row.getString("kind")) {
      case "figure" ->
          row.getObject("figure") == null
              ? new FigureStands(
                  id, sku, basing, time(row, "shows").orElse(Instant.EPOCH), receivedAt)
              : new FigureReported(
                  id,
                  sku,
                  basing,
                  row.getString("source"),
                  row.getLong("figure"),
                  shows(row, receivedAt),
                  receivedAt);
      case "based" -> new SkuBased(id, sku, basing, ShadowedBatches.batches(row), receivedAt);
      default ->
          new LineShown(
              id,
              basing,
              LedgerRows.number(row),
              new LineKey(sku, row.getString("lineid")),
              row.getInt("qty"),
              row.getInt("revision"),
              state(row),
              Optional.ofNullable(row.getString("cancelled_for")),
              row.getBoolean("first_seen"),
              row.getString("correlation"),
              receivedAt);
    };
  }

  /**
   * What the monolith had decided when the figure before was taken in, and what it had long enough
   * before this one came.
   */
  private Instant shows(ResultSet row, Instant receivedAt) throws SQLException {
    Instant longEnough = receivedAt.minus(showsWithin);
    return time(row, "shows").filter(longEnough::isBefore).orElse(longEnough);
  }

  private static OffsetDateTime utc(Optional<Instant> time) {
    return time.map(at -> at.atOffset(ZoneOffset.UTC)).orElse(null);
  }

  private static Optional<Instant> time(ResultSet row, String column) throws SQLException {
    return Optional.ofNullable(row.getObject(column, OffsetDateTime.class))
        .map(OffsetDateTime::toInstant);
  }

  private Feeding feeding(ResultSet row) throws SQLException {
    int revision = row.getInt("batch_revision");
    List<SizedBatch> batches =
        row.wasNull()
            ? ShadowedBatches.sized(row)
            : List.of(
                new SizedBatch(
                    KnownBatch.ofFigure(row.getString("source"), row.getString("sku")),
                    row.getInt("batch"),
                    revision));
    return new Feeding(change(row), row.getLong("fed"), batches, List.of());
  }

  private static ShadowLine line(ResultSet row) throws SQLException {
    return new ShadowLine(
        new LineId(
            new OrderNumber(row.getString("shop"), row.getString("number")),
            new LineKey(row.getString("sku"), row.getString("lineid"))),
        row.getInt("basing"),
        row.getInt("qty"),
        row.getInt("revision"),
        state(row),
        row.getLong("fed"),
        ShadowedBatches.units(row));
  }

  private static LineState state(ResultSet row) throws SQLException {
    return LineState.valueOf(row.getString("state").toUpperCase(Locale.ROOT));
  }

  private static ShadowSku sku(ResultSet row, ShadowBatches named) throws SQLException {
    return new ShadowSku(
        row.getString("sku"),
        row.getInt("basing"),
        ShadowState.of(row.getString("state")),
        row.getString("why"),
        Optional.ofNullable(row.getString("source")),
        new ShadowStock(row.getLong("figure"), row.getLong("held"), row.getLong("uncounted")),
        new FigureTimes(time(row, "figure_at"), time(row, "shown_at")),
        row.getLong("despatched"),
        row.getLong("earlier"),
        row.getLong("forgotten"),
        row.getLong("batch"),
        row.getInt("batch_revision"),
        named);
  }
}
