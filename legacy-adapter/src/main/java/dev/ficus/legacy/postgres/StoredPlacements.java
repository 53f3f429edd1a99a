package dev.ficus.legacy.postgres;

import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placement.PlacementState;
import dev.ficus.legacy.placement.Placements;
import dev.ficus.legacy.postgres.InformedLines.OurLine;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Placements in PostgreSQL, kept beside the lines of the ledger. */
@ApplicationScoped
class StoredPlacements implements Placements {

  private final Database database;
  private final InformedLines informed;

  StoredPlacements(Database database, InformedLines informed) {
    this.database = database;
    this.informed = informed;
  }

  @Override
  public void place(List<Placement> placements) {
    if (placements.isEmpty()) {
      return;
    }
    List<Placement> ofOldOrders =
        placements.stream().filter(placement -> placement.order().isPresent()).toList();
    database.inTransaction(
        connection -> {
          noteLatest(connection, placements);
          informed.placed(connection, placements, placeLines(connection, ofOldOrders));
          BatchStore.noteReturned(connection, returned(placements));
          return null;
        });
  }

  /** The SKUs of which lines have returned units, perhaps for a moment. */
  private static Set<String> returned(List<Placement> placements) {
    return placements.stream()
        .filter(placement -> placement.state() == PlacementState.CANCELLED)
        .filter(placement -> placement.batchref().isPresent())
        .map(placement -> placement.line().sku())
        .collect(Collectors.toSet());
  }

  /** The lines that are despatched and placed otherwise now, where sources are informed of them. */
  private List<OurLine> placeLines(Connection connection, List<Placement> placements)
      throws SQLException {
    if (placements.isEmpty()) {
      return List.of();
    }
    return Sql.query(
        connection,
        """
        with changed as (
          update ledger_line as line
          set placed = case when last.placement <> 'cancelled' then last.qty end,
              placement = last.placement, placed_in = last.batchref, expected = last.eta,
              placed_by = last.sequence
          from (select distinct on
                    (shop collate "C", number collate "C", sku collate "C", lineid collate "C") *
                from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) as each
                  (shop, number, sku, lineid, sequence, placement, qty, batchref, eta)
                order by shop collate "C", number collate "C", sku collate "C",
                  lineid collate "C", sequence desc) as last
          where line.shop = last.shop and line.number = last.number
            and line.sku = last.sku and line.lineid = last.lineid
            and line.placed_by < last.sequence
          returning line.shop, line.number, line.sku, line.lineid, line.state),
        pushed as (
          insert into order_state (shop, number)
          select shop, number from changed join push_progress using (shop)
          where push_progress.comments
          group by shop, number
          order by shop collate "C", number collate "C"
          on conflict (shop, number) do update
          set changes = order_state.changes + 1, attempts = 0, changed_at = now())
        select shop, number, sku, lineid from changed where state = 'despatched' and ?
        """,
        row ->
            new OurLine(
                LedgerRows.number(row), new LineKey(row.getString("sku"), row.getString("lineid"))),
        LedgerRows.shops(placements, placement -> placement.order().orElseThrow()),
        LedgerRows.numbers(placements, placement -> placement.order().orElseThrow()),
        Sql.column("text", placements, placement -> placement.line().sku()),
        Sql.column("text", placements, placement -> placement.line().lineid()),
        Sql.column("int8", placements, Placement::sequence),
        Sql.column(
            "text", placements, placement -> placement.state().name().toLowerCase(Locale.ROOT)),
        Sql.column("int4", placements, Placement::quantity),
        Sql.column("text", placements, placement -> placement.batchref().orElse(null)),
        Sql.column("date", placements, placement -> placement.eta().orElse(null)),
        Sql.value(informed.areKept()));
  }

  private static void noteLatest(Connection connection, List<Placement> placements)
      throws SQLException {
    Instant latest =
        placements.stream().map(Placement::occurredAt).max(Instant::compareTo).orElseThrow();
    // A null is passed over by greatest.
    Sql.update(
        connection,
        "update placements_heard set latest = greatest(latest, ?)",
        Sql.value(latest.atOffset(ZoneOffset.UTC)));
  }

  @Override
  public void missed() {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                update placements_heard
                set gaps = gaps + 1, since = case when closed < gaps then since else latest end
                """));
  }

  @Override
  public Optional<Gap> gap() {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select gaps, since from placements_heard where closed < gaps",
                    row ->
                        new Gap(
                            row.getLong("gaps"),
                            Optional.ofNullable(row.getObject("since", OffsetDateTime.class))
                                .map(OffsetDateTime::toInstant))))
        .stream()
        .findFirst();
  }

  @Override
  public void close(Gap gap) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update placements_heard set closed = greatest(closed, ?)",
                Sql.value(gap.number())));
  }

  @Override
  public Map<String, Long> unplaced() {
    Map<String, Long> units = new HashMap<>();
    database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, sum(qty) as units from ledger_line as line
                where owner = 'new' and sent_with > 0 and state <> 'cancelled'
                  and placed is distinct from qty
                  and not exists (
                    select from ledger_order as refused
                    where approval = 'refused' and refused.shop = line.shop
                      and refused.number = line.number)
                group by sku
                """,
                row -> units.put(row.getString("sku"), row.getLong("units"))));
    return units;
  }
}
