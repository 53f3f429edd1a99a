package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderGroup.ChangedLines;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placement.PlacementState;
import dev.ficus.legacy.stock.StockSources;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Despatched units of which sources are informed: for each line a register of how many it held in
 * the batch of a source's figures when it was despatched.
 *
 * <p>Of a line of ours two things are needed, that it is despatched and which batch it holds, and
 * each may be known first. Whoever writes either computes the register from both, after it has
 * written the line and so has it locked; so the second one always sees the first. What comes again
 * computes the same.
 *
 * <p>Nothing is written where no source books our despatches.
 */
@ApplicationScoped
class InformedLines {

  private final StockSources sources;

  InformedLines(StockSources sources) {
    this.sources = sources;
  }

  /** A line of ours. */
  record OurLine(OrderNumber order, LineKey key) {}

  /** Whether any source books our despatches. */
  boolean areKept() {
    return !sources.bookingOurDespatches().isEmpty();
  }

  /** Notes what is despatched of these lines, which the transaction has written. */
  void despatched(Connection connection, List<ChangedLines> changed) throws SQLException {
    if (!areKept()) {
      return;
    }
    List<OurLine> lines = new ArrayList<>();
    for (ChangedLines each : changed) {
      each.lines().stream()
          .filter(line -> line.despatched() && line.owner() == Owner.NEW)
          .forEach(line -> lines.add(new OurLine(each.order().number(), line.key())));
    }
    note(connection, lines);
  }

  /**
   * Notes what is placed.
   *
   * @param ours the lines of ours that are despatched and placed otherwise now, which the
   *     transaction has written
   */
  void placed(Connection connection, List<Placement> placements, List<OurLine> ours)
      throws SQLException {
    if (!areKept()) {
      return;
    }
    note(connection, ours);
    noteOthers(
        connection,
        placements.stream()
            .filter(each -> each.state() == PlacementState.DESPATCHED)
            .filter(each -> each.batchref().isPresent())
            .toList());
  }

  private void note(Connection connection, List<OurLine> lines) throws SQLException {
    if (lines.isEmpty()) {
      return;
    }
    Set<String> booking = sources.bookingOurDespatches();
    Sql.update(
        connection,
        """
        insert into informed_line (source, sku, orderid, lineid, units)
        select source, sku, orderid, lineid, held.units
        from unnest(?, ?, ?, ?) as seen (shop, number, sku, lineid)
          join ledger_line as line using (shop, number, sku, lineid)
          cross join unnest(?) as booking (by)
          cross join lateral (
            select by as source
            union all
            select by || E'\t' || batchref from ledger_batch as named
            where named.sku = line.sku and promises_of = by) as figures
          cross join lateral (select
            case when line.placed_in = figure_batch(source, line.sku)
              and line.placement in ('allocated', 'despatched') then least(line.qty, line.placed)
            else 0 end as units, shop || ':' || number as orderid) as held
        where line.owner = 'new' and line.state = 'despatched'
          and (held.units > 0
            or exists (select from informed_line as before
                       where before.source = figures.source and before.sku = line.sku
                         and before.orderid = held.orderid and before.lineid = line.lineid))
        order by source collate "C", sku collate "C", orderid collate "C", lineid collate "C"
        on conflict (source, sku, orderid, lineid) do update set units = excluded.units
        where informed_line.units <> excluded.units
        """,
        LedgerRows.shops(lines, OurLine::order),
        LedgerRows.numbers(lines, OurLine::order),
        Sql.column("text", lines, line -> line.key().sku()),
        Sql.column("text", lines, line -> line.key().lineid()),
        Sql.column("text", booking, source -> source));
  }

  /** Of other teams' lines, which are in no ledger; a despatch of theirs is published once. */
  private void noteOthers(Connection connection, List<Placement> despatched) throws SQLException {
    if (despatched.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into informed_line (source, sku, orderid, lineid, units)
        select distinct on
            (source collate "C", sku collate "C", orderid collate "C", lineid collate "C")
          source, sku, orderid, lineid, qty
        from unnest(?, ?, ?, ?, ?, ?, ?)
          as seen (orderid, shop, number, sku, lineid, batchref, qty)
          cross join unnest(?) as booking (by)
          cross join lateral (
            select by as source
            union all
            select by || E'\t' || named.batchref from ledger_batch as named
            where named.batchref = seen.batchref and promises_of = by) as figures
        where figure_batch(source, seen.sku) = seen.batchref and not exists (select from ledger_line as line
                          where line.shop = seen.shop and line.number = seen.number
                            and line.sku = seen.sku and line.lineid = seen.lineid)
        order by source collate "C", sku collate "C", orderid collate "C", lineid collate "C"
        on conflict (source, sku, orderid, lineid) do nothing
        """,
        Sql.column("text", despatched, Placement::orderid),
        Sql.column("text", despatched, each -> each.order().map(OrderNumber::shop).orElse(null)),
        Sql.column("text", despatched, each -> each.order().map(OrderNumber::number).orElse(null)),
        Sql.column("text", despatched, placement -> placement.line().sku()),
        Sql.column("text", despatched, placement -> placement.line().lineid()),
        Sql.column("text", despatched, placement -> placement.batchref().orElseThrow()),
        Sql.column("int4", despatched, Placement::quantity),
        Sql.column("text", sources.bookingOurDespatches(), source -> source));
  }
}
