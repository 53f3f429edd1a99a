package dev.ficus.legacy.postgres;

import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.HeldCutOver;
import dev.ficus.legacy.switching.SwitchedSku;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a switch changes together with the routes, in its transaction. */
final class SwitchRows {

  private SwitchRows() {}

  /**
   * Open lines of whoever fulfilled a SKU of {@code cut_over_sku} before, as a query without
   * parameters.
   */
  static String openLines(HeldCutOver cutOver) {
    return cutOver.direction() == Direction.CUT_OVER
        ? """
          select from ledger_line as line
          where line.sku = cut_over_sku.sku and line.owner = 'monolith' and line.state = 'ordered'"""
        : """
          select from cut_over_line join ledger_line as line using (shop, number, sku, lineid)
          where cut_over_line.cut_over = cut_over_sku.cut_over
            and cut_over_line.sku = cut_over_sku.sku and line.state = 'ordered'""";
  }

  /**
   * Changes the routes, and notes who has changed them.
   *
   * @return the SKUs, each with the epoch that begins
   */
  static List<SwitchedSku> changeRoutes(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    Sql.update(
        connection,
        """
        update cut_over_sku
        set (lines, units) = (
          select count(*), coalesce(sum(line.qty), 0) %s)
        where cut_over = ?
        """
            .formatted(openLines(cutOver).replaceFirst("select", "")),
        Sql.value(cutOver.id()));
    String from = cutOver.direction().from().code();
    String to = cutOver.direction().to().code();
    List<SwitchedSku> switched =
        Sql.query(
            connection,
            """
            with changed as (
              update sku_route set route = ?, epoch = epoch + 1, changed_at = now()
              from cut_over_sku as one
              where one.cut_over = ? and sku_route.sku = one.sku
                and sku_route.route = ? and sku_route.epoch = one.epoch_before
              returning sku_route.sku, sku_route.epoch, sku_route.wave),
            noted as (
              insert into route_change
                (sku, epoch, from_route, to_route, wave, cut_over, done_by, reason)
              select sku, epoch, ?, ?, changed.wave, id, done_by, reason
              from changed cross join cut_over where id = ?)
            select sku, epoch from changed order by sku
            """,
            row -> new SwitchedSku(row.getString("sku"), row.getInt("epoch")),
            Sql.value(to),
            Sql.value(cutOver.id()),
            Sql.value(from),
            Sql.value(from),
            Sql.value(to),
            Sql.value(cutOver.id()));
    int skus =
        Sql.query(
                connection,
                "select count(*) from cut_over_sku where cut_over = ?",
                row -> row.getInt(1),
                Sql.value(cutOver.id()))
            .get(0);
    if (switched.size() != skus) {
      throw new IllegalStateException(
          "of %d SKUs of cut-over %d, %d can change their route"
              .formatted(skus, cutOver.id(), switched.size()));
    }
    MovementRows.begin(connection, cutOver);
    return switched;
  }

  /** Whatever the shops were sent by the monolith, from now on their figures come from us. */
  static void haveShopsTold(Connection connection, HeldCutOver cutOver) throws SQLException {
    Sql.update(
        connection,
        """
        update shop_figure set told = null, to_tell = true
        from (select shop_figure.shop, sku
              from cut_over_sku join shop_figure using (sku) join sku_route using (sku)
              where cut_over = ? and route = 'new'
              order by shop_figure.shop, sku for no key update of shop_figure) as locked
        where shop_figure.shop = locked.shop and shop_figure.sku = locked.sku
        """,
        Sql.value(cutOver.id()));
  }

  /** From now on the monolith sends the shops its figures, and we send none. */
  static void leaveShopsToTheMonolith(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    Sql.update(
        connection,
        """
        update shop_figure set to_tell = false
        from (select shop_figure.shop, sku
              from cut_over_sku join shop_figure using (sku) where cut_over = ? and to_tell
              order by shop_figure.shop, sku for no key update of shop_figure) as locked
        where shop_figure.shop = locked.shop and shop_figure.sku = locked.sku
        """,
        Sql.value(cutOver.id()));
  }

  /** What nobody has decided about is asked for once more. */
  static void haveUndecidedAskedFor(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    Sql.update(
        connection,
        """
        update undecided_line set to_ask = true
        from cut_over_sku as one
        where one.cut_over = ? and undecided_line.sku = one.sku
        """,
        Sql.value(cutOver.id()));
  }
}
