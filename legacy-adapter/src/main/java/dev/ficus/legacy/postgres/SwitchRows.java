package dev.ficus.legacy.postgres;

import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.switching.HeldCutOver;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** What a switch changes together with the routes, in its transaction. */
final class SwitchRows {

  private SwitchRows() {}

  /** Changes the routes, and notes who has changed them. */
  static List<Openness> changeRoutes(Connection connection, HeldCutOver cutOver)
      throws SQLException {
    Sql.update(
        connection,
        """
        update cut_over_sku as one
        set (lines, units) = (
          select count(*), coalesce(sum(qty), 0) from ledger_line as line
          where line.sku = one.sku and line.owner = 'monolith' and line.state = 'ordered')
        where cut_over = ?
        """,
        Sql.value(cutOver.id()));
    List<Openness> opened =
        Sql.query(
            connection,
            """
            with changed as (
              update sku_route set route = 'new', epoch = epoch + 1, changed_at = now()
              from cut_over_sku as one
              where one.cut_over = ? and sku_route.sku = one.sku
                and sku_route.route = 'legacy' and sku_route.epoch = one.epoch_before
              returning sku_route.sku, sku_route.epoch, sku_route.wave),
            noted as (
              insert into route_change
                (sku, epoch, from_route, to_route, wave, cut_over, done_by, reason)
              select sku, epoch, 'legacy', 'new', changed.wave, id, done_by, reason
              from changed cross join cut_over where id = ?)
            select sku, epoch from changed order by sku
            """,
            row -> new Openness(row.getString("sku"), true, row.getInt("epoch")),
            Sql.value(cutOver.id()),
            Sql.value(cutOver.id()));
    int skus =
        Sql.query(
                connection,
                "select count(*) from cut_over_sku where cut_over = ?",
                row -> row.getInt(1),
                Sql.value(cutOver.id()))
            .get(0);
    if (opened.size() != skus) {
      throw new IllegalStateException(
          "of %d SKUs of cut-over %d, %d can change their route"
              .formatted(skus, cutOver.id(), opened.size()));
    }
    return opened;
  }

  /** Whatever the shops were sent by the monolith, from now on their figures come from us. */
  static void haveShopsTold(Connection connection, HeldCutOver cutOver) throws SQLException {
    Sql.update(
        connection,
        """
        update shop_figure set told = null, to_tell = true
        from (select shop_figure.shop, sku
              from cut_over_sku join shop_figure using (sku) where cut_over = ?
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
