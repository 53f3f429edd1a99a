package dev.ficus.legacy.postgres;

import dev.ficus.legacy.shadow.Feeding.SizedBatch;
import dev.ficus.legacy.shadow.LineUnits;
import dev.ficus.legacy.shadow.ShadowBatch;
import dev.ficus.legacy.shadow.ShadowBatches;
import dev.ficus.legacy.shadow.ShadowLine;
import dev.ficus.legacy.shadow.ShadowRules.Fed;
import dev.ficus.legacy.shadow.ShadowSku;
import dev.ficus.legacy.shadow.ShownBatches;
import dev.ficus.legacy.shadow.ShownBatches.ShownBatch;
import dev.ficus.legacy.shadow.ShownBatches.ShownPromise;
import dev.ficus.legacy.stock.BatchLedger.NotedLook;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.BatchLook.LookedBatch;
import dev.ficus.legacy.stock.MonolithPromise;
import java.sql.Array;
import java.sql.Connection;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** SQL of named batches in the shadow. */
final class ShadowedBatches {

  private ShadowedBatches() {}

  /** Batch that a look has found, with its SKU. */
  private record LookedRow(String sku, LookedBatch batch) {}

  /** Promise that a look has found, with the SKU of its batch. */
  private record PromisedRow(String sku, MonolithPromise promise) {}

  /**
   * Writes down what a look has found of SKUs that are in the shadow, if it is not what was written
   * last. Where it cannot be told what is left they are lost, unless they only move.
   *
   * @param skus those of which it could be told what is left
   * @param unclear those of which it could not, and the code of the reason
   */
  static void note(
      Connection connection, NotedLook noted, Set<String> skus, Map<String, String> unclear)
      throws SQLException {
    BatchLook look = noted.look();
    List<String> shown = skus.stream().filter(look.promises()::containsKey).sorted().toList();
    List<LookedRow> batches =
        shown.stream()
            .flatMap(sku -> look.of(sku).stream().map(batch -> new LookedRow(sku, batch)))
            .toList();
    List<PromisedRow> promises =
        shown.stream()
            .flatMap(
                sku -> look.promises().get(sku).stream().map(each -> new PromisedRow(sku, each)))
            .toList();
    if (!shown.isEmpty()) {
      Sql.update(
          connection,
          """
          with changed as (
            update looked_sku as looked set shown = each.shown, shown_basing = shadow.basing
            from unnest(?, ?) as each (sku, shown) join shadow_sku as shadow using (sku)
            where looked.source = ? and looked.sku = each.sku and shadow.state = 'based'
              and (looked.shown, looked.shown_basing)
                is distinct from (each.shown, shadow.basing)
            returning looked.sku, looked.shown_basing as basing),
          batch as (
            select sku, array_agg(batchref order by place) as refs,
              array_agg(figure order by place) as figures, array_agg(eta order by place) as etas
            from unnest(?, ?, ?, ?) with ordinality
              as each (sku, batchref, figure, eta, place)
            group by sku),
          promise as (
            select sku, array_agg(batchref order by place) as refs,
              array_agg(number order by place) as numbers,
              array_agg(item order by place) as items, array_agg(units order by place) as units
            from unnest(?, ?, ?, ?, ?) with ordinality
              as each (sku, batchref, number, item, units, place)
            group by sku)
          insert into shadow_change
            (kind, sku, basing, batchrefs, figures, etas, promised_of, promised_to, promised_items,
             promised, has_gone)
          select 'figure', sku, basing, coalesce(batch.refs, '{}'), coalesce(figures, '{}'),
            coalesce(etas, '{}'), coalesce(promise.refs, '{}'), coalesce(numbers, '{}'),
            coalesce(items, '{}'), coalesce(units, '{}'), ?
          from changed left join batch using (sku) left join promise using (sku)
          order by sku collate "C"
          """,
          Sql.column("text", shown, sku -> sku),
          Sql.column("text", shown, sku -> words(look, sku)),
          Sql.value(noted.source()),
          Sql.column("text", batches, LookedRow::sku),
          Sql.column("text", batches, row -> row.batch().batchref()),
          Sql.column("int8", batches, row -> row.batch().figure()),
          Sql.column("date", batches, row -> row.batch().eta().orElse(null)),
          Sql.column("text", promises, PromisedRow::sku),
          Sql.column("text", promises, row -> row.promise().batchref()),
          Sql.column("text", promises, row -> row.promise().number()),
          Sql.column("text", promises, row -> row.promise().item()),
          Sql.column("int8", promises, row -> row.promise().units()),
          Sql.value(look.hasGone()));
    }
    lose(connection, unclear);
  }

  /** All that matters of a look at a SKU, to see whether another has found the same. */
  private static String words(BatchLook look, String sku) {
    return look.of(sku) + " " + look.promises().get(sku);
  }

  private static void lose(Connection connection, Map<String, String> unclear) throws SQLException {
    Map<String, List<String>> byReason = new HashMap<>();
    unclear.forEach(
        (sku, code) -> {
          if (!BatchLook.Unclear.of(code).filter(BatchLook.Unclear::passes).isPresent()) {
            byReason.computeIfAbsent(code, any -> new ArrayList<>()).add(sku);
          }
        });
    for (Map.Entry<String, List<String>> each : byReason.entrySet()) {
      StoredShadowLog.lose(
          connection,
          "it cannot be told what is left of its batches: "
              + BatchLook.Unclear.words(each.getKey()),
          """
          sku = any(?) and exists (select from ledger_batch as named
                                   where named.sku = shadow_sku.sku and not named.figure)
          """,
          Sql.column("text", each.getValue(), sku -> sku));
    }
  }

  /** The named batches of these SKUs, as they were fed last. */
  static Map<String, ShadowBatches> of(Connection connection, Set<String> skus)
      throws SQLException {
    Map<String, Map<String, ShadowBatch>> found = new HashMap<>();
    Sql.query(
        connection,
        "select batch.* from unnest(?) as asked (sku) join shadow_batch as batch using (sku)",
        row ->
            found
                .computeIfAbsent(row.getString("sku"), any -> new HashMap<>())
                .put(
                    row.getString("batchref"),
                    new ShadowBatch(
                        row.getString("batchref"),
                        row.getLong("figure"),
                        Optional.ofNullable(row.getObject("eta", LocalDate.class)),
                        row.getLong("units"),
                        row.getInt("revision"),
                        row.getLong("forgotten"))),
        Sql.column("text", skus, sku -> sku));
    Map<String, ShadowBatches> batches = new HashMap<>();
    found.forEach((sku, ofSku) -> batches.put(sku, new ShadowBatches(ofSku)));
    return batches;
  }

  /** Batch of a SKU. */
  private record BatchOfSku(String sku, ShadowBatch batch) {}

  /** Writes the batches of these SKUs. */
  static void store(Connection connection, List<ShadowSku> skus) throws SQLException {
    List<BatchOfSku> rows =
        skus.stream()
            .flatMap(
                sku ->
                    sku.named().byReference().values().stream()
                        .map(batch -> new BatchOfSku(sku.sku(), batch)))
            .toList();
    if (rows.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into shadow_batch (sku, batchref, figure, eta, units, revision)
        select * from unnest(?, ?, ?, ?, ?, ?) as each (sku, batchref, figure, eta, units, revision)
        order by sku collate "C", batchref collate "C"
        on conflict (sku, batchref) do update
        set figure = excluded.figure, eta = excluded.eta, units = excluded.units,
            revision = excluded.revision
        """,
        Sql.column("text", rows, BatchOfSku::sku),
        Sql.column("text", rows, row -> row.batch().batchref()),
        Sql.column("int8", rows, row -> row.batch().figure()),
        Sql.column("date", rows, row -> row.batch().eta().orElse(null)),
        Sql.column("int8", rows, row -> row.batch().units()),
        Sql.column("int4", rows, row -> row.batch().revision()));
  }

  /** Batch that is sent with a change, and where among them. */
  private record SentBatch(long change, int place, ShadowBatch batch) {}

  /** Writes with each change the batches that are sent with it. */
  static void storeSized(Connection connection, List<Fed> fed) throws SQLException {
    List<SentBatch> rows = new ArrayList<>();
    for (Fed each : fed) {
      for (ShadowBatch batch : each.named()) {
        rows.add(new SentBatch(each.change().id(), rows.size(), batch));
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        update shadow_change as change
        set sized = sent.refs, sized_units = sent.units, sized_revisions = sent.revisions,
            sized_etas = sent.etas
        from (
          select id, array_agg(batchref order by place) as refs,
            array_agg(units order by place) as units,
            array_agg(revision order by place) as revisions, array_agg(eta order by place) as etas
          from unnest(?, ?, ?, ?, ?, ?) as each (id, place, batchref, units, revision, eta)
          group by id) as sent
        where change.id = sent.id
        """,
        Sql.column("int8", rows, SentBatch::change),
        Sql.column("int4", rows, SentBatch::place),
        Sql.column("text", rows, row -> row.batch().batchref()),
        Sql.column("int8", rows, row -> row.batch().units()),
        Sql.column("int4", rows, row -> row.batch().revision()),
        Sql.column("date", rows, row -> row.batch().eta().orElse(null)));
  }

  /** Units of a line in a batch; of one that has none, one row without batch. */
  private record UnitsRow(ShadowLine line, String batchref, Long units) {}

  /** Writes where these lines have their units. */
  static void storeUnits(Connection connection, Collection<ShadowLine> lines) throws SQLException {
    List<UnitsRow> rows = new ArrayList<>();
    for (ShadowLine line : lines) {
      line.units().promised().forEach((ref, units) -> rows.add(new UnitsRow(line, ref, units)));
      if (line.units().promised().isEmpty()) {
        rows.add(new UnitsRow(line, null, null));
      }
    }
    if (rows.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        update shadow_line as line
        set promised_of = each.refs, promised = each.units, listed = each.listed
        from (
          select sku, shop, number, lineid, listed,
            array_agg(batchref order by batchref collate "C") filter (where batchref is not null) as refs,
            array_agg(units order by batchref collate "C") filter (where batchref is not null) as units
          from unnest(?, ?, ?, ?, ?, ?, ?)
            as row (sku, shop, number, lineid, listed, batchref, units)
          group by sku, shop, number, lineid, listed) as each
        where line.sku = each.sku and line.shop = each.shop and line.number = each.number
          and line.lineid = each.lineid
        """,
        Sql.column("text", rows, row -> row.line().id().line().sku()),
        LedgerRows.shops(rows, row -> row.line().id().order()),
        LedgerRows.numbers(rows, row -> row.line().id().order()),
        Sql.column("text", rows, row -> row.line().id().line().lineid()),
        Sql.column("bool", rows, row -> row.line().units().listed()),
        Sql.column("text", rows, UnitsRow::batchref),
        Sql.column("int8", rows, UnitsRow::units));
  }

  /** Where a line has its units, of a row of {@code shadow_line}. */
  static LineUnits units(ResultSet row) throws SQLException {
    Object[] batchrefs = array(row, "promised_of");
    Object[] units = array(row, "promised");
    Map<String, Long> promised = new HashMap<>();
    for (int place = 0; place < batchrefs.length; place++) {
      promised.put((String) batchrefs[place], (Long) units[place]);
    }
    String placement = row.getString("placement");
    return new LineUnits(
        promised,
        row.getBoolean("listed"),
        "allocated".equals(placement) || "despatched".equals(placement)
            ? Optional.ofNullable(row.getString("batchref"))
            : Optional.empty());
  }

  /** The batches that a change shows, of its row; none where it is of a figure. */
  static List<ShownBatch> batches(ResultSet row) throws SQLException {
    Object[] batchrefs = array(row, "batchrefs");
    Object[] figures = array(row, "figures");
    Object[] etas = array(row, "etas");
    List<ShownBatch> batches = new ArrayList<>();
    for (int place = 0; place < batchrefs.length; place++) {
      batches.add(
          new ShownBatch((String) batchrefs[place], (Long) figures[place], day(etas[place])));
    }
    return batches;
  }

  /** What a look has found, of the row of its change; empty where that is no look. */
  static Optional<ShownBatches> shown(ResultSet row) throws SQLException {
    boolean hasGone = row.getBoolean("has_gone");
    if (row.wasNull()) {
      return Optional.empty();
    }
    Object[] batchrefs = array(row, "promised_of");
    Object[] numbers = array(row, "promised_to");
    Object[] items = array(row, "promised_items");
    Object[] units = array(row, "promised");
    List<ShownPromise> promises = new ArrayList<>();
    for (int place = 0; place < batchrefs.length; place++) {
      promises.add(
          new ShownPromise(
              (String) batchrefs[place],
              (String) numbers[place],
              (String) items[place],
              (Long) units[place]));
    }
    return Optional.of(new ShownBatches(batches(row), promises, hasGone));
  }

  /** The named batches that are sent with a change, of its row. */
  static List<SizedBatch> sized(ResultSet row) throws SQLException {
    Object[] batchrefs = array(row, "sized");
    Object[] units = array(row, "sized_units");
    Object[] revisions = array(row, "sized_revisions");
    Object[] etas = array(row, "sized_etas");
    List<SizedBatch> sized = new ArrayList<>();
    for (int place = 0; place < batchrefs.length; place++) {
      sized.add(
          new SizedBatch(
              (String) batchrefs[place],
              Math.toIntExact((Long) units[place]),
              (Integer) revisions[place],
              true,
              day(etas[place])));
    }
    return sized;
  }

  private static Optional<LocalDate> day(Object written) {
    return Optional.ofNullable((Date) written).map(Date::toLocalDate);
  }

  private static Object[] array(ResultSet row, String column) throws SQLException {
    Array array = row.getArray(column);
    return array == null ? new Object[0] : (Object[]) array.getArray();
  }
}
