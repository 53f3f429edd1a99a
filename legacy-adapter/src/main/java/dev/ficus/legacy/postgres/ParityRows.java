package dev.ficus.legacy.postgres;

import dev.ficus.legacy.parity.FedChange;
import dev.ficus.legacy.parity.FedChange.FedBatch;
import dev.ficus.legacy.parity.FedChange.FedFigure;
import dev.ficus.legacy.parity.FedChange.FedLine;
import dev.ficus.legacy.placement.Placement;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** What the shadow was fed and what it did, as the judge finds it. */
final class ParityRows {

  private ParityRows() {}

  /**
   * Hands over what the shadow was fed, in the transaction that forgets it; to hand over something
   * twice changes nothing. Of a cancellation and of a batch there is nothing to compare.
   */
  static void fed(Connection connection, List<FedChange> all) throws SQLException {
    figures(
        connection,
        all.stream().filter(FedFigure.class::isInstance).map(FedFigure.class::cast).toList());
    List<FedChange> changes = all.stream().filter(each -> !(each instanceof FedFigure)).toList();
    if (changes.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into judged_call
          (sku, id, basing, kind, shop, number, lineid, revision, qty, state, batchref, eta,
           correlation, received_at, judged_at)
        select each.*, case when kind = 'batch' or state = 'cancelled' then clock_timestamp() end
        from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          as each (sku, id, basing, kind, shop, number, lineid, revision, qty, state, batchref, eta,
            correlation, received_at)
        on conflict do nothing
        """,
        Sql.column("text", changes, FedChange::sku),
        Sql.column("int8", changes, FedChange::id),
        Sql.column("int4", changes, FedChange::basing),
        Sql.column("text", changes, each -> each instanceof FedLine ? "line" : "batch"),
        Sql.column("text", changes, ofLine(line -> line.order().shop())),
        Sql.column("text", changes, ofLine(line -> line.order().number())),
        Sql.column("text", changes, ofLine(line -> line.line().lineid())),
        Sql.column("int4", changes, ofLine(FedLine::revision)),
        Sql.column("int8", changes, ParityRows::units),
        Sql.column("text", changes, ofLine(line -> line.state().name().toLowerCase(Locale.ROOT))),
        Sql.column("text", changes, ofBatch(FedBatch::batchref)),
        Sql.column("date", changes, ofBatch(batch -> batch.eta().orElse(null))),
        Sql.column("text", changes, each -> each instanceof FedLine line ? line.correlation() : ""),
        Sql.column("timestamptz", changes, each -> time(each)));
  }

  private static void figures(Connection connection, List<FedFigure> figures) throws SQLException {
    if (figures.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into judged_figure (sku, id, basing, figure, received_at)
        select * from unnest(?, ?, ?, ?, ?)
        on conflict do nothing
        """,
        Sql.column("text", figures, FedFigure::sku),
        Sql.column("int8", figures, FedFigure::id),
        Sql.column("int4", figures, FedFigure::basing),
        Sql.column("int8", figures, FedFigure::units),
        Sql.column("timestamptz", figures, each -> time(each)));
  }

  /** Notes what the shadow has done with lines; to note something twice changes nothing. */
  static void placed(Connection connection, List<Placement> placements) throws SQLException {
    List<Placement> ofOrders =
        placements.stream().filter(placement -> placement.order().isPresent()).toList();
    if (ofOrders.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into shadow_placement (sku, sequence, shop, number, lineid, state, units, batchref, eta)
        select * from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict do nothing
        """,
        Sql.column("text", ofOrders, placement -> placement.line().sku()),
        Sql.column("int8", ofOrders, Placement::sequence),
        LedgerRows.shops(ofOrders, placement -> placement.order().orElseThrow()),
        LedgerRows.numbers(ofOrders, placement -> placement.order().orElseThrow()),
        Sql.column("text", ofOrders, placement -> placement.line().lineid()),
        Sql.column(
            "text", ofOrders, placement -> placement.state().name().toLowerCase(Locale.ROOT)),
        Sql.column("int4", ofOrders, Placement::quantity),
        Sql.column("text", ofOrders, placement -> placement.batchref().orElse(null)),
        Sql.column("date", ofOrders, placement -> placement.eta().orElse(null)));
  }

  private static OffsetDateTime time(FedChange change) {
    return change.receivedAt().atOffset(ZoneOffset.UTC);
  }

  private static long units(FedChange change) {
    return change instanceof FedLine line ? line.quantity() : ((FedBatch) change).units();
  }

  private static Function<FedChange, Object> ofLine(Function<FedLine, Object> value) {
    return change -> change instanceof FedLine line ? value.apply(line) : null;
  }

  private static Function<FedChange, Object> ofBatch(Function<FedBatch, Object> value) {
    return change -> change instanceof FedBatch batch ? value.apply(batch) : null;
  }
}
