package dev.ficus.legacy.postgres;

import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.routing.Many;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.HeldCutOver;
import java.sql.Connection;
import java.sql.SQLException;

/**
 * Quiet about the SKUs of a cut-over: what is under way of them to the monolith, and what stands
 * for its lines and figures.
 *
 * @param underWay orders
 * @param isAsBefore whether all is as it was when it had become quiet
 */
record WaveQuiet(long underWay, String mark, boolean isAsBefore) {

  /** Orders that are under way to the monolith, or in doubt, and have a line of these SKUs. */
  private static final String UNDER_WAY =
      """
      (select count(distinct (shop, number)) from forward join ledger_order using (shop, number)
       where exists (
           select from ledger_line as line join cut_over_sku as one using (sku)
           where line.shop = forward.shop and line.number = forward.number
             and one.cut_over = cut_over.id)
         or exists (
           select from regexp_split_to_table(ledger_order.refused, E'\\n') as refused
             join cut_over_sku as one on one.sku = split_part(refused, E'\\t', 2)
           where one.cut_over = cut_over.id))""";

  /**
   * Another text, if any open line of the monolith, any report of a figure or of a named batch, or
   * any batch of ours does of these SKUs.
   */
  private static final String MARK =
      """
      concat_ws('/',
        (select sum(hashtextextended(
             concat_ws(E'\\t', line.shop, line.number, line.sku, line.lineid, line.revision), 0))
         from cut_over_sku as one join ledger_line as line using (sku)
         where one.cut_over = cut_over.id and line.owner = 'monolith' and line.state = 'ordered'),
        (select sum(called) from cut_over_sku as one join reported_figure using (sku)
         where one.cut_over = cut_over.id),
        (select sum(called) from cut_over_sku as one join looked_sku using (sku)
         where one.cut_over = cut_over.id),
        (select sum(revision) from cut_over_sku as one join ledger_batch using (sku)
         where one.cut_over = cut_over.id))""";

  /** As it is now. */
  static WaveQuiet of(Connection connection, HeldCutOver cutOver) throws SQLException {
    return Sql.query(
            connection,
            """
            select under_way, now_mark, quiet_since is not null and now_mark = mark as as_before
            from (select *, %s as under_way, %s as now_mark from cut_over where id = ?) as looked
            """
                .formatted(UNDER_WAY, MARK),
            row ->
                new WaveQuiet(
                    row.getLong("under_way"),
                    row.getString("now_mark"),
                    row.getBoolean("as_before")),
            Sql.value(cutOver.id()))
        .get(0);
  }

  /** What is under way, in words. */
  String underWayInWords() {
    return Many.of(underWay, "order", "orders")
        + " with lines of these SKUs, sent to the monolith and not answered";
  }

  /** Notes that all is quiet since now, unless it was as it is before. */
  void noteQuiet(Connection connection, HeldCutOver cutOver) throws SQLException {
    if (!isAsBefore) {
      Sql.update(
          connection,
          "update cut_over set quiet_since = clock_timestamp(), mark = ? where id = ?",
          Sql.value(mark),
          Sql.value(cutOver.id()));
    }
  }

  /** What is under way has to come to rest first. */
  static void becomeQuiet(Connection connection, HeldCutOver cutOver, String what)
      throws SQLException {
    Sql.update(
        connection, "update cut_over set quiet_since = null where id = ?", Sql.value(cutOver.id()));
    HeldRow.setWaitsFor(connection, cutOver, what);
  }

  /** Whether all is as it was when it had become quiet; if not, it has to become so once more. */
  static boolean isStillQuiet(Connection connection, HeldCutOver cutOver) throws SQLException {
    WaveQuiet now = of(connection, cutOver);
    if (now.underWay() == 0 && now.isAsBefore()) {
      return true;
    }
    beginAnew(connection, cutOver, "lines or figures of these SKUs that have changed meanwhile");
    return false;
  }

  /** Goes back to where all becomes quiet. */
  static void beginAnew(Connection connection, HeldCutOver cutOver, String what)
      throws SQLException {
    HeldRow.step(connection, cutOver, quietStep(cutOver));
    becomeQuiet(connection, cutOver, what);
  }

  /** The step at which it is waited for that all is quiet. */
  static CutOverStep quietStep(HeldCutOver cutOver) {
    return cutOver.direction() == Direction.CUT_OVER ? CutOverStep.DRAIN : CutOverStep.CONFIRM;
  }
}
