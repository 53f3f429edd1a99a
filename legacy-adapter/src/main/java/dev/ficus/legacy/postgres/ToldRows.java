package dev.ficus.legacy.postgres;

import dev.ficus.legacy.opening.StockedProduct.StockedBatch;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.StockRules;
import dev.ficus.legacy.switching.HeldCutOver;
import dev.ficus.legacy.switching.RollBackSteps.SourceAnswer;
import dev.ficus.legacy.switching.RollBackSteps.SourceTelling;
import dev.ficus.legacy.switching.RollBackSteps.Tellable;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * SQL of what sources are told to set aside in a rollback, and of the units that are pending by it.
 */
final class ToldRows {

  /** As often an answer is asked for before the figures alone are believed. */
  private static final int SENDINGS = 5;

  private static final int MOST_NAMED = 5;

  /** Of a key of figures, how its source is told: by a method that names the batch, or any. */
  private static final String TELLER = "regexp_replace(%s, E'\\t.*', E'\\t')";

  private static final String TELLER_OF_TOLD = TELLER.formatted("told.source");

  /**
   * Of a stock with pending units: its SKU is one of a rollback's. As a question for each, because
   * there are few such stocks, and a join may read them all once for each SKU.
   */
  private static final String IN_WAVE =
      "(select true from cut_over_sku as one where one.cut_over = ? and one.sku = stock.sku)";

  /** Tellings of the SKUs of a rollback that are to be sent, also those of earlier ones. */
  private static final String TO_SEND =
      """
      from set_aside as told join cut_over_sku as one using (sku)
      where one.cut_over = ? and told.done_at is null and %1$s = any(?)
        and (told.sendings = told.faults or %1$s = any(?))
      """
          .formatted(TELLER_OF_TOLD);

  private ToldRows() {}

  /**
   * Whether more is pending than what sources were told and have not answered. Goods that have left
   * are among it, and a source that books them only after it has set units aside takes them out of
   * these: its figure would not fall for them. So nothing more is told before its figures show it.
   */
  static boolean isAwaitingFigures(Connection connection, HeldCutOver rollBack)
      throws SQLException {
    return Sql.query(
            connection,
            """
            select exists (
              select from source_stock as stock
              where pending > 0 and %s and pending > (
                select coalesce(sum(units), 0) from set_aside as told
                where told.source = stock.source and told.sku = stock.sku and done_at is null))
            """
                .formatted(IN_WAVE),
            row -> row.getBoolean(1),
            Sql.value(rollBack.id()))
        .get(0);
  }

  /** Debt of a batch of figures. */
  private record NotedDebt(KnownBatch batch, long units) {}

  /**
   * Notes the debts as pending, and what each source is to be told of them; under the lock of the
   * figures.
   *
   * @param ofFigures the batches of figures as allocation-service has them, by reference
   */
  static void noteDebts(
      Connection connection,
      HeldCutOver rollBack,
      Map<String, StockedBatch> ofFigures,
      Tellable tellable)
      throws SQLException {
    StockRules rules = BatchStore.open(connection, Set.of(), ofFigures.keySet());
    List<NotedDebt> debts = new ArrayList<>();
    ofFigures.forEach(
        (batchref, batch) -> {
          long debt = rules.inform(batchref, batch.held());
          if (debt > 0) {
            debts.add(new NotedDebt(rules.batch(batchref), debt));
          }
        });
    BatchStore.store(connection, rules);
    Sql.update(
        connection,
        """
        insert into set_aside (source, sku, units, cut_over, sendings, expected)
        select source, sku, units, ?, case when %s = any(?) then 0 else 1 end,
          (select min(qty) from reported_figure as reported
           where reported.source = each.source and reported.sku = each.sku) - stock.pending
        from unnest(?, ?, ?) as each (source, sku, units) join source_stock as stock using (source, sku)
        """
            .formatted(TELLER.formatted("source")),
        Sql.value(rollBack.id()),
        Sql.column("text", tellable.sources(), source -> source),
        Sql.column("text", debts, each -> each.batch().source()),
        Sql.column("text", debts, each -> each.batch().sku()),
        Sql.column("int8", debts, NotedDebt::units));
  }

  static boolean isToSend(Connection connection, HeldCutOver rollBack, Tellable tellable)
      throws SQLException {
    return Sql.query(
            connection,
            "select exists (select " + TO_SEND + ")",
            row -> row.getBoolean(1),
            toSend(rollBack, tellable))
        .get(0);
  }

  /** Notes the tellings that are to be sent as begun, and returns them. */
  static List<SourceTelling> send(Connection connection, HeldCutOver rollBack, Tellable tellable)
      throws SQLException {
    return Sql.query(
        connection,
        """
        update set_aside set sendings = set_aside.sendings + 1
        from (select told.reference %s order by told.reference for update of told) as chosen
        where set_aside.reference = chosen.reference
        returning set_aside.reference, source, sku, units
        """
            .formatted(TO_SEND),
        row ->
            new SourceTelling(
                row.getObject("reference", UUID.class),
                row.getString("source"),
                row.getString("sku"),
                row.getLong("units")),
        toSend(rollBack, tellable));
  }

  private static Sql.Parameter[] toSend(HeldCutOver rollBack, Tellable tellable) {
    return new Sql.Parameter[] {
      Sql.value(rollBack.id()),
      Sql.column("text", tellable.sources(), source -> source),
      Sql.column("text", tellable.knowingRepeats(), source -> source)
    };
  }

  /** Notes what came of tellings; takes back those that were refused each time. */
  static void answered(
      Connection connection, Collection<SourceAnswer> done, Collection<SourceAnswer> refused)
      throws SQLException {
    Sql.update(
        connection,
        """
        update set_aside set done_at = clock_timestamp()
        where reference = any(?) and done_at is null
        """,
        Sql.column("uuid", done, SourceAnswer::reference));
    Sql.update(
        connection,
        "update set_aside set faults = faults + 1 where reference = any(?) and done_at is null",
        Sql.column("uuid", refused, SourceAnswer::reference));
    takeBack(
        connection, "reference = any(?)", Sql.column("uuid", refused, SourceAnswer::reference));
  }

  /** Takes back what a rollback has noted and not sent, or was refused each time. */
  static void takeBackUntold(Connection connection, long id) throws SQLException {
    takeBack(connection, "cut_over = ?", Sql.value(id));
  }

  /** What was never sent, or refused each time, was not told. */
  private static void takeBack(Connection connection, String which, Sql.Parameter parameter)
      throws SQLException {
    BatchStore.lock(connection);
    Map<String, Long> units = new HashMap<>();
    Sql.query(
        connection,
        """
        delete from set_aside where %s and done_at is null and faults = sendings
        returning source, sku, units
        """
            .formatted(which),
        row ->
            units.merge(
                KnownBatch.ofFigure(row.getString("source"), row.getString("sku")),
                row.getLong("units"),
                Long::sum),
        parameter);
    StockRules rules = BatchStore.open(connection, Set.of(), units.keySet());
    units.forEach(rules::notInformed);
    BatchStore.store(connection, rules);
  }

  /**
   * The figures show it, but a sale of the monolith's own could have made them fall: where it is
   * harmless it is asked once more.
   */
  static boolean isLackingAnswers(Connection connection, HeldCutOver rollBack, Tellable tellable)
      throws SQLException {
    return Sql.query(
            connection,
            """
            select exists (
              select from set_aside as told join cut_over_sku as one using (sku)
              where one.cut_over = ? and told.done_at is null and told.sendings < ?
                and %s = any(?))
            """
                .formatted(TELLER_OF_TOLD),
            row -> row.getBoolean(1),
            Sql.value(rollBack.id()),
            Sql.value(SENDINGS),
            Sql.column("text", tellable.knowingRepeats(), source -> source))
        .get(0);
  }

  /** Notes that the figures have shown all that was told. */
  static void shown(Connection connection, HeldCutOver rollBack) throws SQLException {
    Sql.update(
        connection,
        """
        update set_aside set done_at = clock_timestamp() from cut_over_sku as one
        where one.cut_over = ? and set_aside.sku = one.sku and set_aside.done_at is null
        """,
        Sql.value(rollBack.id()));
  }

  /** Units of a batch that are pending, and whether nobody but a person can tell its source. */
  private record PendingBatch(String batchref, long units, boolean byHand) {}

  /** What is pending, in words; empty when nothing is. */
  static Optional<String> pending(Connection connection, HeldCutOver rollBack, Tellable tellable)
      throws SQLException {
    List<PendingBatch> left =
        Sql.query(
            connection,
            """
            select figure_batch(source, sku) as batchref, pending, not %s = any(?) as by_hand
            from source_stock as stock where pending > 0 and %s order by source, sku
            """
                .formatted(TELLER.formatted("source"), IN_WAVE),
            row ->
                new PendingBatch(
                    row.getString("batchref"), row.getLong("pending"), row.getBoolean("by_hand")),
            Sql.column("text", tellable.sources(), source -> source),
            Sql.value(rollBack.id()));
    if (left.isEmpty()) {
      return Optional.empty();
    }
    String named =
        left.stream()
            .limit(MOST_NAMED)
            .map(each -> each.units() + " of " + each.batchref())
            .collect(Collectors.joining(", "));
    String more = left.size() > MOST_NAMED ? " and more (/stock/pending)" : " (/stock/pending)";
    boolean byHand = left.stream().anyMatch(PendingBatch::byHand);
    return Optional.of(
        (byHand
                ? "somebody to have the monolith set aside what our lines hold, and its figures to show it: "
                : "the monolith's figures to show what it was told to set aside: ")
            + named
            + more);
  }
}
