package dev.ficus.legacy.postgres;

import dev.ficus.legacy.stock.FigureMovement;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.HeldCutOver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** SQL of what others write down for the watch on figures, in their own transactions. */
final class MovementRows {

  private MovementRows() {}

  /**
   * Notes what figures have done, of SKUs that were cut over. In the transaction that writes the
   * figures, under their lock: so none is missed, and they are in order.
   */
  static void note(Connection connection, List<FigureMovement> movements) throws SQLException {
    if (movements.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        """
        insert into figure_movement (sku, source, epoch, wave, figure_before, figure, told)
        select sku, source, epoch, wave, figure_before, figure, told
        from unnest(?, ?, ?, ?, ?) with ordinality
            as each (sku, source, figure_before, figure, told, place)
          join sku_route using (sku)
        where route = 'new' and epoch > 0 and kept_since is null
        order by place
        """,
        Sql.column("text", movements, FigureMovement::sku),
        Sql.column("text", movements, FigureMovement::source),
        Sql.column("int8", movements, FigureMovement::before),
        Sql.column("int8", movements, FigureMovement::after),
        Sql.column("int8", movements, FigureMovement::told));
  }

  /**
   * Begins the watch on what has been cut over, with the lines that the monolith has open then. In
   * the transaction of the switch: no change of a line comes between.
   */
  static void begin(Connection connection, HeldCutOver cutOver) throws SQLException {
    if (cutOver.direction() != Direction.CUT_OVER) {
      return;
    }
    for (String table : List.of("watched_line", "stock_watch")) {
      Sql.update(
          connection,
          "delete from %s where sku in (select sku from cut_over_sku where cut_over = ?)"
              .formatted(table),
          Sql.value(cutOver.id()));
    }
    Sql.update(
        connection,
        """
        insert into watched_line (sku, shop, number, lineid, units, stock)
        select sku, line.shop, line.number, line.lineid, line.qty,
          case last.waits when true then 'waits' when false then 'counted' else 'unknown' end
        from cut_over_sku join ledger_line as line using (sku)
          left join lateral (
            select waits from monolith_decision as each
            where each.sku = line.sku and each.shop = line.shop and each.number = line.number
              and each.lineid = line.lineid
            order by id desc limit 1) as last on true
        where cut_over = ? and owner = 'monolith' and state = 'ordered'
        order by sku, shop, number, lineid
        """,
        Sql.value(cutOver.id()));
  }
}
