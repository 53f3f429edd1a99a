package dev.ficus.legacy.postgres;

import dev.ficus.legacy.stock.AnsweredPromises;
import dev.ficus.legacy.stock.BatchLedger.NotedLook;
import dev.ficus.legacy.stock.BatchLook.ListedBatch;
import dev.ficus.legacy.stock.BatchLook.LookedBatch;
import dev.ficus.legacy.stock.BatchLook.Unclear;
import dev.ficus.legacy.stock.MonolithPromise;
import dev.ficus.legacy.stock.StockSources;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the monolith's answers to orders say of its promises, in PostgreSQL. */
@ApplicationScoped
class StoredAnsweredPromises implements AnsweredPromises {

  private static final String ANSWER_ABOUT_LINE =
      """
      monolith_decision as %1$s
        where %1$s.sku = line.sku and %1$s.shop = line.shop and %1$s.number = line.number
          and %1$s.lineid = line.lineid and %1$s.seen_in = 'answer'
      """;

  private final Database database;
  private final StockSources shops;

  StoredAnsweredPromises(Database database, StockSources shops) {
    this.database = database;
    this.shops = shops;
  }

  @Override
  public AnsweredLines of(String source, Collection<ListedBatch> listed) {
    database.connected(connection -> noteFallen(connection, source, listed));
    return database.inSnapshot(
        connection -> {
          // Not before the first statement, which sees what the others see.
          Instant at = Sql.clock(connection);
          Set<String> named = LookedRows.namedSkus(connection, source, shops);
          List<AnsweredPromise> promises = new ArrayList<>(setAside(connection, source));
          Map<String, Unclear> unclear = new HashMap<>();
          openLines(connection, source, named, promises, unclear);
          beingCancelled(connection, source, named)
              .forEach(sku -> unclear.put(sku, Unclear.UNDECIDED));
          return new AnsweredLines(at, promises, unclear, last(connection, source, named));
        });
  }

  /** Notes which batches are listed with fewer units than since the last look. */
  private static int noteFallen(
      Connection connection, String source, Collection<ListedBatch> listed) throws SQLException {
    return Sql.update(
        connection,
        """
        update answered_batch as batch set lowest = fallen.quantity, lowest_at = clock_timestamp()
        from (
          select known.source, known.sku, known.batchref, listed.quantity
          from unnest(?, ?, ?) as listed (sku, batchref, quantity)
            join answered_batch as known using (sku, batchref)
          where known.source = ? and listed.quantity < known.lowest
          order by known.source collate "C", known.sku collate "C", known.batchref collate "C"
          for no key update of known) as fallen
        where batch.source = fallen.source and batch.sku = fallen.sku
          and batch.batchref = fallen.batchref and fallen.quantity < batch.lowest
        """,
        Sql.column("text", listed, ListedBatch::sku),
        Sql.column("text", listed, ListedBatch::batchref),
        Sql.column("int8", listed, ListedBatch::quantity),
        Sql.value(source));
  }

  /**
   * The newest answer says of a line what is promised: one to the call that changed it last, or to
   * a later one. A later call is one that was sent when that had been answered; or, where no answer
   * to it was read, after the order changed last, while no call about it is without an answer.
   *
   * <p>A refusal says nothing: a repeat of the call may have been accepted since. Nor does an
   * answer that says two batches of a line. They may be noted in any order, by several instances.
   */
  private void openLines(
      Connection connection,
      String source,
      Set<String> named,
      List<AnsweredPromise> promises,
      Map<String, Unclear> unclear)
      throws SQLException {
    Sql.query(
        connection,
        """
        select line.sku, line.shop, line.number, line.lineid, line.qty, said.batch,
          said.waits or exists (
            select from monolith_decision as later
            where later.sku = line.sku and later.shop = line.shop
              and later.number = line.number and later.lineid = line.lineid
              and later.waits and later.ended_at > said.began_at and later.id <> said.id) as waits
        from unnest(?) as named (sku) join ledger_line as line using (sku)
          join ledger_order as known on known.shop = line.shop and known.number = line.number
          left join lateral (
            select max(ended_at) as at from %s and answer.correlation = line.correlation) as answered on true
          left join lateral (
            select id, waits, began_at,
              case when taken and not exists (
                select from %s and other.correlation = answer.correlation
                  and other.batch is distinct from answer.batch) then batch end as batch
            from %s and (answer.correlation = line.correlation
              or answer.began_at >= coalesce(answered.at, case when not exists (
                select from forward
                where forward.shop = line.shop and forward.number = line.number)
                then known.changed_at end))
            order by began_at desc, id desc limit 1) as said on true
        where line.owner = 'monolith' and line.state = 'ordered'
        """
            .formatted(
                ANSWER_ABOUT_LINE.formatted("answer"),
                ANSWER_ABOUT_LINE.formatted("other"),
                ANSWER_ABOUT_LINE.formatted("answer")),
        row -> {
          String sku = row.getString("sku");
          if (!isOf(source, row)) {
            return false;
          }
          if (row.getBoolean("waits")) {
            unclear.putIfAbsent(sku, Unclear.WAITING);
          } else if (row.getString("batch") == null) {
            unclear.put(sku, Unclear.UNDECIDED);
          } else {
            promises.add(promise(row));
          }
          return true;
        },
        Sql.column("text", named, sku -> sku));
  }

  private boolean isOf(String source, ResultSet row) throws SQLException {
    return shops.sourceOf(row.getString("shop")).equals(source);
  }

  private static AnsweredPromise promise(ResultSet row) throws SQLException {
    return new AnsweredPromise(
        row.getString("shop"),
        new MonolithPromise(
            row.getString("batch"),
            row.getString("sku"),
            row.getLong("qty"),
            false,
            row.getString("number"),
            row.getString("lineid")));
  }

  /** SKUs of lines that are cancelled, of which it is not known whether the monolith has heard. */
  private List<String> beingCancelled(Connection connection, String source, Set<String> named)
      throws SQLException {
    List<String> skus = new ArrayList<>();
    Sql.query(
        connection,
        """
        select distinct line.sku, line.shop
        from forward join ledger_line as line using (shop, number)
        where line.sku = any(?) and line.owner = 'monolith' and line.state = 'cancelled'
        """,
        row -> isOf(source, row) && skus.add(row.getString("sku")),
        Sql.column("text", named, sku -> sku));
    return skus;
  }

  /**
   * What it has set aside of each batch: what our books say that it has, by its answers when it was
   * told.
   */
  private static List<AnsweredPromise> setAside(Connection connection, String source)
      throws SQLException {
    return Sql.query(
        connection,
        """
        select * from (
          select sku, figure_batch(source, sku) as batchref,
            uncounted + pending + to_give_back - (
              select coalesce(sum(units), 0) from set_aside as told
              where told.source = stock.source and told.sku = stock.sku
                and told.done_at is null) as units
          from source_stock as stock
          where figure_source(source) = ? and source <> ?
            and uncounted + pending + to_give_back > 0) as aside
        where units > 0
        """,
        row ->
            new AnsweredPromise(
                "",
                new MonolithPromise(
                    row.getString("batchref"), row.getString("sku"), row.getLong("units"), false)),
        Sql.value(source),
        Sql.value(source));
  }

  /** A line is of the batch that was said of it last. */
  private static Map<String, LastLook> last(Connection connection, String source, Set<String> named)
      throws SQLException {
    Map<String, LastLook> last = new HashMap<>();
    Sql.query(
        connection,
        """
        with answered as (
          select distinct on (sku, shop, number, lineid) sku, shop, number, lineid, batch
          from monolith_decision
          where sku = any(?) and seen_in = 'answer' and batch is not null
          order by sku, shop, number, lineid, began_at desc, id desc)
        select batch.sku, batch.batchref, batch.quantity, batch.lowest,
          coalesce(sum(line.qty) filter (where line.state = 'despatched'
            and (was_open.number is not null or known.first_seen_at > looked_at)), 0) as gone,
          coalesce(sum(line.qty) filter (where line.state = 'ordered'), 0) as open,
          coalesce(sum(line.qty) filter (where line.state = 'ordered'
            and known.first_seen_at < lowest_at), 0) as open_then
        from answered_batch as batch
          left join answered on answered.sku = batch.sku and answered.batch = batch.batchref
          left join ledger_line as line
            on line.shop = answered.shop and line.number = answered.number
              and line.sku = answered.sku and line.lineid = answered.lineid
              and line.owner = 'monolith'
          left join ledger_order as known
            on known.shop = line.shop and known.number = line.number
          left join answered_line as was_open
            on was_open.source = batch.source and was_open.sku = line.sku
              and was_open.shop = line.shop and was_open.number = line.number
              and was_open.lineid = line.lineid
        where batch.source = ?
        group by batch.source, batch.sku, batch.batchref
        """,
        row ->
            last.put(
                row.getString("batchref"),
                new LastLook(
                    row.getString("sku"),
                    row.getLong("quantity"),
                    row.getLong("gone"),
                    row.getLong("lowest"),
                    row.getLong("open"),
                    row.getLong("open_then"))),
        Sql.column("text", named, sku -> sku),
        Sql.value(source));
    return last;
  }

  /** Batch of a look that says what is left. */
  private record BatchThen(String sku, String batchref, long quantity) {}

  /**
   * Keeps how it was with these SKUs when it could be told what is left. Of lines that are not open
   * any more decisions are forgotten after a day, but for those of SKUs that are in the shadow.
   */
  static void keep(Connection connection, NotedLook look, Set<String> skus) throws SQLException {
    AnsweredLines known = look.look().answered().orElseThrow();
    Sql.update(
        connection,
        "delete from answered_line where source = ? and sku = any(?)",
        Sql.value(look.source()),
        Sql.column("text", skus, sku -> sku));
    // As others note that some have fallen.
    Sql.update(
        connection,
        """
        delete from answered_batch as batch
        using (
          select source, sku, batchref from answered_batch
          where source = ? and sku = any(?)
          order by source collate "C", sku collate "C", batchref collate "C"
          for update) as locked
        where batch.source = locked.source and batch.sku = locked.sku
          and batch.batchref = locked.batchref
        """,
        Sql.value(look.source()),
        Sql.column("text", skus, sku -> sku));
    Sql.update(
        connection,
        """
        delete from monolith_decision as old
        where sku = any(?) and ended_at < now() - interval '1 day'
          and not exists (select from shadow_sku as shadow where shadow.sku = old.sku)
          and not exists (select from ledger_line as line
                          where line.shop = old.shop and line.number = old.number
                            and line.sku = old.sku and line.lineid = old.lineid
                            and line.state = 'ordered')
        """,
        Sql.column("text", skus, sku -> sku));
    keepBatches(connection, look, skus, known);
    List<AnsweredPromise> lines =
        known.promises().stream()
            .filter(each -> !each.shop().isEmpty() && skus.contains(each.promise().sku()))
            .toList();
    Sql.update(
        connection,
        """
        insert into answered_line (source, sku, shop, number, lineid)
        select ?, each.* from unnest(?, ?, ?, ?) as each (sku, shop, number, lineid)
        order by sku collate "C", shop collate "C", number collate "C", lineid collate "C"
        """,
        Sql.value(look.source()),
        Sql.column("text", lines, each -> each.promise().sku()),
        Sql.column("text", lines, AnsweredPromise::shop),
        Sql.column("text", lines, each -> each.promise().number()),
        Sql.column("text", lines, each -> each.promise().item()));
  }

  private static void keepBatches(
      Connection connection, NotedLook look, Set<String> skus, AnsweredLines known)
      throws SQLException {
    Map<String, Long> promised = new HashMap<>();
    known.promises().stream()
        .map(AnsweredPromise::promise)
        .forEach(each -> promised.merge(each.batchref(), each.units(), Long::sum));
    List<BatchThen> batches = new ArrayList<>();
    for (String sku : skus) {
      for (LookedBatch batch : look.look().of(sku)) {
        long units = promised.getOrDefault(batch.batchref(), 0L);
        batches.add(new BatchThen(sku, batch.batchref(), batch.figure() + units));
      }
    }
    Sql.update(
        connection,
        """
        insert into answered_batch
          (source, sku, batchref, quantity, looked_at, lowest, lowest_at)
        select ?, sku, batchref, quantity, looked_at, quantity, looked_at
        from unnest(?, ?, ?) as each (sku, batchref, quantity)
          cross join (select cast(? as timestamptz) as looked_at) as look
        order by sku collate "C", batchref collate "C"
        """,
        Sql.value(look.source()),
        Sql.column("text", batches, BatchThen::sku),
        Sql.column("text", batches, BatchThen::batchref),
        Sql.column("int8", batches, BatchThen::quantity),
        Sql.value(known.at().atOffset(ZoneOffset.UTC)));
  }
}
