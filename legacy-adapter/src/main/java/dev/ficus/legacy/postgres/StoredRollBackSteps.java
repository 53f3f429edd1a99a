package dev.ficus.legacy.postgres;

import dev.ficus.legacy.opening.StockedProduct;
import dev.ficus.legacy.opening.StockedProduct.StockedBatch;
import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.routing.Many;
import dev.ficus.legacy.switching.HeldCutOver;
import dev.ficus.legacy.switching.RollBackBook.BackorderedLine;
import dev.ficus.legacy.switching.RollBackSteps;
import dev.ficus.legacy.switching.SwitchedSku;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Steps of rollbacks in PostgreSQL, for all SKUs at once. */
@ApplicationScoped
class StoredRollBackSteps implements RollBackSteps {

  private final Database database;
  private final RoundLocks locks;

  StoredRollBackSteps(Database database, RoundLocks locks) {
    this.database = database;
    this.locks = locks;
  }

  @Override
  public CutOverStep drain(HeldCutOver rollBack) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, rollBack, CutOverStep.DRAIN);
          Optional<String> left = underWay(connection, rollBack);
          if (left.isEmpty()) {
            return HeldRow.step(connection, rollBack, CutOverStep.CLOSE);
          }
          HeldRow.setWaitsFor(connection, rollBack, left.get());
          return CutOverStep.DRAIN;
        });
  }

  /** What is not done yet that would change what our lines hold; empty when nothing is. */
  private static Optional<String> underWay(Connection connection, HeldCutOver rollBack)
      throws SQLException {
    WaveQuiet now = WaveQuiet.of(connection, rollBack);
    if (now.underWay() > 0) {
      return Optional.of(now.underWayInWords());
    }
    return Sql.query(
            connection,
            """
            with asked as materialized (select cast(? as bigint) as id)
            select
              (select count(distinct (shop, number))
               from ledger_order join ledger_line as line using (shop, number)
                 join cut_over_sku using (sku)
               where confirmed < changes and not held and sent_with > confirmed
                 and cut_over = asked.id) as unconfirmed,
              (select count(*)
               from cut_over_sku join ledger_line as line using (sku)
               where cut_over = asked.id and line.owner = 'new' and line.sent_with > 0
                 and line.state <> 'cancelled' and line.placed is distinct from line.qty
                 and not exists (
                   select from ledger_order as refused
                   where approval = 'refused' and refused.shop = line.shop
                     and refused.number = line.number)) as unplaced
            from asked
            """,
            row ->
                row.getLong("unconfirmed") > 0
                    ? Optional.of(
                        "the broker to confirm commands of %s with lines of these SKUs"
                            .formatted(Many.of(row.getLong("unconfirmed"), "order", "orders")))
                    : row.getLong("unplaced") > 0
                        ? Optional.of(
                            "allocation-service to place %s of ours"
                                .formatted(Many.of(row.getLong("unplaced"), "line", "lines")))
                        : Optional.<String>empty(),
            Sql.value(rollBack.id()))
        .get(0);
  }

  @Override
  public CutOverStep close(HeldCutOver rollBack) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, rollBack, CutOverStep.CLOSE);
          StoredOpenProducts.change(connection, rollBack.id(), false, 1);
          long left = StoredOpenProducts.unconfirmed(connection, rollBack.id());
          if (left == 0) {
            setDebtNoted(connection, rollBack, false);
            return HeldRow.step(connection, rollBack, CutOverStep.TELL);
          }
          HeldRow.setWaitsFor(
              connection,
              rollBack,
              "the broker to confirm that %s closed"
                  .formatted(Many.of(left, "product is", "products are")));
          return CutOverStep.CLOSE;
        });
  }

  @Override
  public CutOverStep tell(
      HeldCutOver rollBack,
      Map<String, StockedProduct> products,
      List<BackorderedLine> backordered,
      Tellable tellable) {
    return database.inTransaction(
        connection -> {
          Barrier.share(connection);
          HeldRow.requireHeld(connection, rollBack, CutOverStep.TELL);
          long open = notClosed(connection, rollBack, products);
          if (open > 0) {
            HeldRow.setWaitsFor(
                connection,
                rollBack,
                "allocation-service to close " + Many.of(open, "product", "products"));
            return CutOverStep.TELL;
          }
          // By the figures' lock nobody else changes what sources are informed of.
          BatchStore.lock(connection);
          Map<String, StockedBatch> ofFigures = new HashMap<>();
          long ownStock = free(connection, products, ofFigures);
          Optional<String> tooMany = leftBehind(connection, rollBack, ownStock, backordered);
          if (tooMany.isPresent()) {
            CutOverRows.end(connection, rollBack.id(), CutOverOutcome.NOT_ACCEPTED, tooMany.get());
            return CutOverStep.ENDED;
          }
          if (!ToldRows.isAwaitingFigures(connection, rollBack)) {
            ToldRows.noteDebts(connection, rollBack, ofFigures, tellable);
            setDebtNoted(connection, rollBack, true);
          }
          return ToldRows.isToSend(connection, rollBack, tellable)
              ? CutOverStep.TELL
              : HeldRow.step(connection, rollBack, CutOverStep.CONFIRM);
        });
  }

  /** How many products allocation-service still has open, as far as it has them. */
  private static long notClosed(
      Connection connection, HeldCutOver rollBack, Map<String, StockedProduct> products)
      throws SQLException {
    return Sql.query(
            connection,
            """
            select sku, revision from cut_over_sku join sku_openness using (sku) where cut_over = ?
            """,
            row -> {
              StockedProduct product = products.get(row.getString("sku"));
              return product == null
                  || product.closed() && product.revision() >= row.getInt("revision");
            },
            Sql.value(rollBack.id()))
        .stream()
        .filter(closed -> !closed)
        .count();
  }

  /**
   * Free units in batches that are not the monolith's.
   *
   * @param ofFigures gets the batches of its figures, by reference
   */
  private static long free(
      Connection connection,
      Map<String, StockedProduct> products,
      Map<String, StockedBatch> ofFigures)
      throws SQLException {
    Set<String> known =
        Set.copyOf(
            Sql.query(
                connection,
                """
                select batchref from unnest(?) as each (sku) join ledger_batch using (sku)
                where figure or promises_of is not null
                """,
                row -> row.getString("batchref"),
                Sql.column("text", products.keySet(), sku -> sku)));
    long[] free = new long[1];
    products
        .values()
        .forEach(
            product ->
                product
                    .batches()
                    .forEach(
                        (batchref, batch) -> {
                          if (known.contains(batchref)) {
                            ofFigures.put(batchref, batch);
                          } else {
                            free[0] += batch.free();
                          }
                        }));
    return free[0];
  }

  /** What would be left behind and was not accepted, in words; empty when nothing. */
  private static Optional<String> leftBehind(
      Connection connection, HeldCutOver rollBack, long ownStock, List<BackorderedLine> backordered)
      throws SQLException {
    int ofOthers = StoredRollBackBook.strandedOfOthers(connection, backordered).size();
    Sql.update(
        connection, "delete from cut_over_line where cut_over = ?", Sql.value(rollBack.id()));
    Sql.update(
        connection,
        """
        insert into cut_over_line (cut_over, shop, number, sku, lineid)
        select cut_over, shop, number, sku, lineid
        from cut_over_sku join ledger_line as line using (sku)
        where cut_over = ? and %s
        """
            .formatted(StoredRollBackBook.OPEN),
        Sql.value(rollBack.id()));
    return Sql.query(
            connection,
            """
            select accept_own_stock, accept_stranded,
              ? + (select count(*)
               from cut_over_line join ledger_line as line using (shop, number, sku, lineid)
               where cut_over = cut_over.id and %s) as stranded
            from cut_over where id = ?
            """
                .formatted(StoredRollBackBook.STRANDED),
            row ->
                row.getLong("stranded") > row.getLong("accept_stranded")
                    ? Optional.of(
                        "%s no units; accepted: %d"
                            .formatted(
                                Many.of(row.getLong("stranded"), "line has", "lines have"),
                                row.getLong("accept_stranded")))
                    : ownStock > row.getLong("accept_own_stock")
                        ? Optional.of(
                            "%s in batches that are not the monolith's; accepted: %d"
                                .formatted(
                                    Many.of(ownStock, "free unit is", "free units are"),
                                    row.getLong("accept_own_stock")))
                        : Optional.<String>empty(),
            Sql.value(ofOthers),
            Sql.value(rollBack.id()))
        .get(0);
  }

  private static void setDebtNoted(Connection connection, HeldCutOver rollBack, boolean noted)
      throws SQLException {
    Sql.update(
        connection,
        "update cut_over set debt_noted = ? where id = ?",
        Sql.value(noted),
        Sql.value(rollBack.id()));
  }

  private static boolean isDebtNoted(Connection connection, HeldCutOver rollBack)
      throws SQLException {
    return Sql.query(
            connection,
            "select debt_noted from cut_over where id = ?",
            row -> row.getBoolean(1),
            Sql.value(rollBack.id()))
        .get(0);
  }

  @Override
  public List<SourceTelling> sending(HeldCutOver rollBack, Tellable tellable) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, rollBack, CutOverStep.TELL);
          return ToldRows.send(connection, rollBack, tellable);
        });
  }

  @Override
  public CutOverStep answered(HeldCutOver rollBack, Collection<SourceAnswer> answers) {
    List<SourceAnswer> refused =
        answers.stream().filter(answer -> answer.fault().isPresent()).toList();
    List<SourceAnswer> done = answers.stream().filter(answer -> answer.fault().isEmpty()).toList();
    // What came of it is noted whoever has the lease by now: it has happened.
    database.inTransaction(
        connection -> {
          Barrier.share(connection);
          BatchStore.lock(connection);
          ToldRows.answered(connection, done, refused);
          return null;
        });
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, rollBack, CutOverStep.TELL);
          if (refused.isEmpty()) {
            return HeldRow.step(connection, rollBack, CutOverStep.CONFIRM);
          }
          setDebtNoted(connection, rollBack, false);
          HeldRow.setWaitsFor(
              connection,
              rollBack,
              "the monolith to set units of %s aside; it refuses: %s"
                  .formatted(
                      Many.of(refused.size(), "SKU", "SKUs"),
                      refused.get(0).fault().orElseThrow()));
          return CutOverStep.TELL;
        });
  }

  @Override
  public void takeBackUntold(long id) {
    database.inTransaction(
        connection -> {
          Barrier.share(connection);
          ToldRows.takeBackUntold(connection, id);
          return null;
        });
  }

  private static final String ANSWERS = "the monolith to answer what it was told";

  @Override
  public CutOverStep confirm(HeldCutOver rollBack, Tellable tellable) {
    return database.inTransaction(
        connection -> {
          HeldRow.requireHeld(connection, rollBack, CutOverStep.CONFIRM);
          Optional<String> pending = ToldRows.pending(connection, rollBack, tellable);
          if (ToldRows.isToSend(connection, rollBack, tellable)
              && (pending.isPresent()
                  || ToldRows.isLackingAnswers(connection, rollBack, tellable))) {
            HeldRow.step(connection, rollBack, CutOverStep.TELL);
            HeldRow.setWaitsFor(connection, rollBack, pending.orElse(ANSWERS));
            return CutOverStep.TELL;
          }
          if (pending.isPresent()) {
            HeldRow.setWaitsFor(connection, rollBack, pending.get());
            return CutOverStep.CONFIRM;
          }
          if (!isDebtNoted(connection, rollBack)) {
            return HeldRow.step(connection, rollBack, CutOverStep.TELL);
          }
          ToldRows.shown(connection, rollBack);
          WaveQuiet now = WaveQuiet.of(connection, rollBack);
          if (now.underWay() > 0) {
            WaveQuiet.becomeQuiet(connection, rollBack, now.underWayInWords());
            return CutOverStep.CONFIRM;
          }
          now.noteQuiet(connection, rollBack);
          return HeldRow.step(connection, rollBack, CutOverStep.COUNT);
        });
  }

  @Override
  public Map<String, Long> figures(HeldCutOver rollBack, String shop) {
    Map<String, Long> figures = new HashMap<>();
    database.connected(
        connection ->
            Sql.query(
                connection,
                """
                select sku, greatest(least.qty, 0) as qty
                from cut_over_sku join shop_figure as figure using (sku)
                  join sold_figure as reported using (shop, sku)
                  cross join lateral (
                    select min(qty) as qty from sold_figure as each
                    where each.source = reported.source and each.sku = reported.sku) as least
                where cut_over = ? and figure.shop = ? and listed_at is not null
                  and told is distinct from greatest(least.qty, 0)
                """,
                row -> figures.put(row.getString("sku"), row.getLong("qty")),
                Sql.value(rollBack.id()),
                Sql.value(shop)));
    return figures;
  }

  @Override
  public CutOverStep switchBack(HeldCutOver rollBack, Set<String> shops) {
    return Barrier.alone(
        database,
        connection -> {
          HeldRow.requireHeld(connection, rollBack, CutOverStep.SWITCH);
          shops.forEach(shop -> locks.requireHeld(StoredStockBook.lock(shop)));
          if (!WaveQuiet.isStillQuiet(connection, rollBack)) {
            return CutOverStep.CONFIRM;
          }
          if (ToldRows.pending(connection, rollBack, Tellable.NONE).isPresent()) {
            WaveQuiet.beginAnew(connection, rollBack, "units that have left for our lines");
            return CutOverStep.CONFIRM;
          }
          List<SwitchedSku> switched = SwitchRows.changeRoutes(connection, rollBack);
          StoredCertificates.write(
              connection, CertifiedRows.content(connection, rollBack, switched));
          SwitchRows.leaveShopsToTheMonolith(connection, rollBack);
          haveHeldUnitsLookedAt(connection, rollBack);
          CutOverRows.thaw(connection, rollBack.id());
          Sql.update(
              connection,
              """
              update cut_over
              set step = 'settle', step_since = now(), waits_for = null,
                  switched_at = clock_timestamp()
              where id = ?
              """,
              Sql.value(rollBack.id()));
          CutOverRows.log(connection, rollBack.id(), "switched");
          return CutOverStep.SETTLE;
        });
  }

  /** Lines may have given units back while the source was told of them. */
  private static void haveHeldUnitsLookedAt(Connection connection, HeldCutOver rollBack)
      throws SQLException {
    BatchStore.noteReturned(
        connection,
        Set.copyOf(
            Sql.query(
                connection,
                "select sku from cut_over_sku where cut_over = ?",
                row -> row.getString(1),
                Sql.value(rollBack.id()))));
  }
}
