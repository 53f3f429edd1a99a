package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.stock.SourceStock;
import dev.ficus.legacy.switching.RollBackBook;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is known of waves before they are rolled back, in PostgreSQL. */
@ApplicationScoped
class StoredRollBackBook implements RollBackBook {

  /** Of a line: it is ours and open. By these words it is found through an index. */
  static final String OPEN = "line.owner = 'new' and line.state = 'ordered'";

  /** Of a line of ours that is open: it has no units, and nothing will give it any once closed. */
  static final String STRANDED = "(line.placement = 'backordered' or line.sent_with = 0)";

  private final Database database;

  StoredRollBackBook(Database database) {
    this.database = database;
  }

  @Override
  public List<StrandedLine> stranded(String wave, List<BackorderedLine> backordered) {
    List<StrandedLine> lines = new ArrayList<>();
    database.connected(
        connection -> {
          lines.addAll(stranded(connection, wave));
          return lines.addAll(strandedOfOthers(connection, backordered));
        });
    lines.sort(
        Comparator.comparing(StrandedLine::sku)
            .thenComparing(StrandedLine::orderid)
            .thenComparing(StrandedLine::lineid));
    return lines;
  }

  private static List<StrandedLine> stranded(Connection connection, String wave)
      throws SQLException {
    return Sql.query(
        connection,
        """
        select line.shop, line.number, sku, line.lineid, line.qty
        from sku_route join ledger_line as line using (sku)
        where wave = ? and %s and %s
        """
            .formatted(OPEN, STRANDED),
        row ->
            new StrandedLine(
                LedgerRows.number(row).orderid(),
                Optional.of(LedgerRows.number(row)),
                row.getString("sku"),
                row.getString("lineid"),
                row.getInt("qty")),
        Sql.value(wave));
  }

  /** Those of these lines that are not ours. */
  static List<StrandedLine> strandedOfOthers(
      Connection connection, List<BackorderedLine> backordered) throws SQLException {
    if (backordered.isEmpty()) {
      return List.of();
    }
    return Sql.query(
        connection,
        """
        select orderid, sku, lineid, qty
        from unnest(?, ?, ?, ?, ?, ?) as seen (orderid, shop, number, sku, lineid, qty)
        where not exists (
          select from ledger_line as line
          where line.shop = seen.shop and line.number = seen.number and line.sku = seen.sku
            and line.lineid = seen.lineid and line.owner = 'new')
        """,
        row ->
            new StrandedLine(
                row.getString("orderid"),
                Optional.empty(),
                row.getString("sku"),
                row.getString("lineid"),
                row.getInt("qty")),
        Sql.column("text", backordered, BackorderedLine::orderid),
        Sql.column("text", backordered, each -> each.order().map(OrderNumber::shop).orElse(null)),
        Sql.column("text", backordered, each -> each.order().map(OrderNumber::number).orElse(null)),
        Sql.column("text", backordered, BackorderedLine::sku),
        Sql.column("text", backordered, BackorderedLine::lineid),
        Sql.column("int4", backordered, BackorderedLine::quantity));
  }

  @Override
  public List<SourceState> stocks(String wave) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select source, sku, min(qty) as figure,
                  coalesce(min(uncounted), 0) as uncounted, coalesce(min(pending), 0) as pending,
                  coalesce(min(to_give_back), 0) as to_give_back,
                  coalesce(min(despatched), 0) as despatched,
                  not exists (select from ledger_batch as batch
                              where batch.batchref = figure_batch(source, sku)
                                and batch.eta is not null) as is_here
                from sku_route join figure_in_force as reported using (sku)
                  left join source_stock using (source, sku)
                where wave = ? group by source, sku order by sku, source
                """,
                row ->
                    new SourceState(
                        row.getString("source"),
                        row.getString("sku"),
                        new SourceStock(
                            row.getLong("figure"),
                            row.getLong("uncounted"),
                            row.getLong("pending"),
                            row.getLong("to_give_back"),
                            row.getLong("despatched")),
                        row.getBoolean("is_here")),
                Sql.value(wave)));
  }

  @Override
  public List<ShopHas> shops(String wave, Map<String, Long> margins) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, figure.shop, source, greatest(in_stock - margin, 0) as now
                from sku_route join shop_figure as figure using (sku)
                  join unnest(?, ?) as pushed (shop, margin) using (shop)
                  left join lateral (
                    select source from sold_figure as reported
                    where reported.sku = figure.sku and reported.shop = figure.shop limit 1) as by
                    on true
                where wave = ? and listed_at is not null order by sku, figure.shop
                """,
                row ->
                    new ShopHas(
                        row.getString("sku"),
                        row.getString("shop"),
                        Optional.ofNullable(row.getString("source")),
                        CutOverRows.number(row, "now")),
                Sql.column("text", margins.entrySet(), Map.Entry::getKey),
                Sql.column("int8", margins.entrySet(), Map.Entry::getValue),
                Sql.value(wave)));
  }

  @Override
  public List<Told> told(long rollBack, int most) {
    return database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select reference::text, source, sku, units, sendings, done_at, expected,
                  case when switched_at is not null then stock.figure end as figure
                from set_aside as told join cut_over on cut_over.id = told.cut_over
                  left join cut_over_stock as stock using (cut_over, source, sku)
                where told.cut_over = ? order by sku, source, noted_at limit ?
                """,
                row ->
                    new Told(
                        row.getString("reference"),
                        row.getString("source"),
                        row.getString("sku"),
                        row.getLong("units"),
                        row.getInt("sendings"),
                        Optional.ofNullable(row.getObject("done_at", OffsetDateTime.class))
                            .map(OffsetDateTime::toInstant),
                        CutOverRows.number(row, "expected"),
                        CutOverRows.number(row, "figure")),
                Sql.value(rollBack),
                Sql.value(most)));
  }
}
