package dev.ficus.legacy.postgres;

import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placement.PlacementState;
import dev.ficus.legacy.shadow.ShadowPlacements;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/** What the shadow did with lines, in PostgreSQL, beside what it was fed of them. */
@ApplicationScoped
class StoredShadowPlacements implements ShadowPlacements {

  private final Database database;

  StoredShadowPlacements(Database database) {
    this.database = database;
  }

  @Override
  public void place(List<Placement> placements) {
    List<Placement> ofOrders =
        placements.stream().filter(placement -> placement.order().isPresent()).toList();
    if (ofOrders.isEmpty()) {
      return;
    }
    database.inTransaction(
        connection -> {
          note(connection, ofOrders);
          ParityRows.placed(connection, ofOrders);
          haveSized(connection, ofOrders);
          Instant latest =
              ofOrders.stream().map(Placement::occurredAt).max(Instant::compareTo).orElseThrow();
          Sql.update(
              connection,
              """
              update shadow_progress set latest = greatest(latest, ?), heard_at = clock_timestamp()
              """,
              Sql.value(latest.atOffset(ZoneOffset.UTC)));
          return null;
        });
  }

  /** What it did with a line is its decision about what it was fed last, if it fits that. */
  private static void note(Connection connection, List<Placement> placements) throws SQLException {
    Sql.update(
        connection,
        """
        update shadow_line as line
        set placement = last.placement, units = last.qty, batchref = last.batchref, eta = last.eta,
            sequence = last.sequence, heard_at = clock_timestamp(),
            decided = case
              when line.state = 'ordered' and last.placement in ('allocated', 'backordered')
                and line.qty = last.qty then line.fed
              when line.state <> 'ordered' and line.state = last.placement then line.fed
              else line.decided end
        from (select distinct on
                  (sku collate "C", shop collate "C", number collate "C", lineid collate "C") *
              from unnest(?, ?, ?, ?, ?, ?, ?, ?, ?) as each
                (sku, shop, number, lineid, sequence, placement, qty, batchref, eta)
              order by sku collate "C", shop collate "C", number collate "C",
                lineid collate "C", sequence desc) as last
        where line.sku = last.sku and line.shop = last.shop and line.number = last.number
          and line.lineid = last.lineid and line.sequence < last.sequence
        """,
        Sql.column("text", placements, placement -> placement.line().sku()),
        LedgerRows.shops(placements, placement -> placement.order().orElseThrow()),
        LedgerRows.numbers(placements, placement -> placement.order().orElseThrow()),
        Sql.column("text", placements, placement -> placement.line().lineid()),
        Sql.column("int8", placements, Placement::sequence),
        Sql.column(
            "text", placements, placement -> placement.state().name().toLowerCase(Locale.ROOT)),
        Sql.column("int4", placements, Placement::quantity),
        Sql.column("text", placements, placement -> placement.batchref().orElse(null)),
        Sql.column("date", placements, placement -> placement.eta().orElse(null)));
  }

  /** What has left of a named batch stays in it, so that has to be looked at. */
  private static void haveSized(Connection connection, List<Placement> placements)
      throws SQLException {
    List<String> left =
        placements.stream()
            .filter(placement -> placement.state() == PlacementState.DESPATCHED)
            .map(placement -> placement.line().sku())
            .distinct()
            .toList();
    if (!left.isEmpty()) {
      Sql.update(
          connection,
          """
          insert into shadow_change (kind, sku, basing)
          select 'figure', sku, basing
          from unnest(?) as each (sku) join shadow_sku as shadow using (sku)
          where state = 'based'
            and exists (select from shadow_batch as named where named.sku = shadow.sku)
          order by sku collate "C"
          """,
          Sql.column("text", left, sku -> sku));
    }
  }

  /** Of what was not fed yet nothing can have been missed. */
  @Override
  public void missed() {
    database.connected(
        connection ->
            StoredShadowLog.lose(
                connection,
                "the queue of what the shadow did was gone",
                """
                not exists (select from shadow_change as basing
                            where basing.sku = shadow_sku.sku and basing.kind = 'based'
                              and basing.basing = shadow_sku.basing)
                """));
  }
}
