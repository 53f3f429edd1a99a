package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.OpenProducts;
import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.opening.StockedProduct;
import dev.ficus.legacy.opening.StockedProduct.StockedBatch;
import dev.ficus.legacy.routing.CutOverOutcome;
import dev.ficus.legacy.routing.CutOverStep;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.routing.RouteBook;
import dev.ficus.legacy.routing.Wave;
import dev.ficus.legacy.switching.CutOver;
import dev.ficus.legacy.switching.CutOverBook;
import dev.ficus.legacy.switching.CutOverBook.BegunSwitch;
import dev.ficus.legacy.switching.CutOverLeases;
import dev.ficus.legacy.switching.CutOverSteps;
import dev.ficus.legacy.switching.CutOverSteps.FigureKey;
import dev.ficus.legacy.switching.Direction;
import dev.ficus.legacy.switching.HeldCutOver;
import dev.ficus.legacy.switching.LeaseLostException;
import dev.ficus.legacy.switching.RollBackBook;
import dev.ficus.legacy.switching.RollBackBook.BackorderedLine;
import dev.ficus.legacy.switching.RollBackSteps;
import dev.ficus.legacy.switching.RollBackSteps.SourceAnswer;
import dev.ficus.legacy.switching.RollBackSteps.SourceTelling;
import dev.ficus.legacy.switching.RollBackSteps.Tellable;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps of a rollback, one by one; nobody else takes them here. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class RollBackStepsStoreTest {

  private static final Duration LONG = Duration.ofHours(1);

  private final String name = "R" + UUID.randomUUID().toString().substring(0, 8);
  private final String sku = name + "-1";
  private final String me = UUID.randomUUID().toString();
  private final Tellable knowing = new Tellable(Set.of(name), Set.of(name));
  private final Tellable forgetful = new Tellable(Set.of(name), Set.of());

  @Inject CutOverBook book;
  @Inject CutOverLeases leases;
  @Inject CutOverSteps steps;
  @Inject RollBackSteps back;
  @Inject RollBackBook going;
  @Inject RouteBook routes;
  @Inject OpenProducts products;
  @Inject Database database;

  @BeforeEach
  void a_wave_of_ours() {
    routes.put(new Wave(name, Set.of(sku), Optional.of(Route.NEW)));
    execute(
        "insert into reported_figure (source, sku, shop, qty, called, qty_said)"
            + " values ('%s', '%s', 'shop', 7, 1, 1)",
        name, sku);
    execute(
        "insert into ledger_batch (batchref, shop, sku, figure, original_qty, qty, qty_revision,"
            + " eta_revision, confirmed, called, correlation)"
            + " values ('%s', 'shop', '%s', true, 7, 7, 1, 1, 1, 1, 'c')",
        batchref(), sku);
  }

  @AfterEach
  void end_what_is_left() {
    book.before(Long.MAX_VALUE, 100).stream()
        .filter(each -> each.wave().equals(name))
        .forEach(each -> book.abort(each.id(), "test", "its end"));
  }

  @Test
  void routes_change_back_when_the_figures_count_what_lines_hold_no_more() {
    line("O-1", "allocated", 3);
    HeldCutOver rollBack = closed(begun(0));
    assertEquals(CutOverStep.TELL, tell(rollBack, false, 3), "still open in allocation-service");
    assertEquals(List.of(), back.sending(rollBack, knowing));
    assertEquals(CutOverStep.TELL, tell(rollBack, true, 3));
    assertEquals(List.of("0/3"), stock());
    List<SourceTelling> tellings = back.sending(rollBack, knowing);
    assertEquals(List.of(3L), tellings.stream().map(SourceTelling::units).toList());
    assertEquals(
        CutOverStep.CONFIRM,
        back.answered(rollBack, List.of(answer(tellings.get(0), Optional.empty()))));
    HeldCutOver confirming = rollBack.at(CutOverStep.CONFIRM);
    assertEquals(CutOverStep.CONFIRM, back.confirm(confirming, knowing));
    assertTrue(shown(rollBack).waitsFor().orElseThrow().contains("3 of " + batchref()));
    figureShowsIt(4, 3);
    assertEquals(CutOverStep.COUNT, back.confirm(confirming, knowing));
    compared(rollBack, 4);
    execute(
        "insert into shop_figure (shop, sku, in_stock, told, listed_at, to_tell)"
            + " values ('shop', '%s', 4, 3, now(), true)",
        sku);
    HeldCutOver switching = rollBack.at(CutOverStep.SWITCH);
    assertEquals(Map.of(sku, 4L), back.figures(switching, "shop"));
    assertEquals(CutOverStep.SETTLE, back.switchBack(switching, Set.of()));
    assertEquals(Route.LEGACY, routes.route(sku).route());
    assertEquals(1, routes.route(sku).epoch());
    assertEquals(
        List.of("sku_rolled_back new legacy 1"),
        texts(
            "select concat_ws(' ', type, from_route, to_route, epoch) from legacy_event"
                + " where sku = '%s'",
            sku));
    assertEquals(List.of("false"), texts("select to_tell from shop_figure where sku = '%s'", sku));
    assertEquals(
        List.of("1"),
        texts("select changes from source_stock where sku = '%s'", sku),
        "what lines gave back meanwhile is looked at");
    assertEquals(
        List.of("1/3"),
        texts("select lines || '/' || units from cut_over_sku where sku = '%s'", sku));
    HeldCutOver settling = rollBack.at(CutOverStep.SETTLE);
    assertEquals(CutOverStep.SETTLE, steps.settle(settling));
    execute("update ledger_line set state = 'despatched' where sku = '%s'", sku);
    assertEquals(CutOverStep.ENDED, steps.settle(settling));
    assertEquals(Optional.of(CutOverOutcome.DONE), shown(rollBack).outcome());
  }

  @Test
  void what_has_no_answer_is_sent_again_as_it_was_and_told_once() {
    HeldCutOver rollBack = closed(begun(0));
    assertEquals(CutOverStep.TELL, tell(rollBack, true, 3));
    List<SourceTelling> lost = back.sending(rollBack, knowing);
    assertEquals(CutOverStep.CONFIRM, back.answered(rollBack, List.of()));
    HeldCutOver confirming = rollBack.at(CutOverStep.CONFIRM);
    assertEquals(
        CutOverStep.CONFIRM, back.confirm(confirming, forgetful), "twice is set aside twice");
    assertEquals(CutOverStep.TELL, back.confirm(confirming, knowing));
    assertEquals(CutOverStep.TELL, tell(rollBack, true, 3));
    assertEquals(lost, back.sending(rollBack, knowing));
    assertEquals(List.of("0/3"), stock());

    // It comes to nothing, and the next one tells what is missing.
    book.abort(rollBack.id(), "b", "not today");
    back.takeBackUntold(rollBack.id());
    assertEquals(List.of("0/3"), stock(), "it may have been told");
    assertEquals(
        List.of(new Openness(sku, true, 2)), products.unconfirmed(List.of(sku)), "opened again");
    products.confirm(List.of(new Openness(sku, true, 2)));
    HeldCutOver next = closed(begun(0));
    assertEquals(List.of("3"), texts("select revision from sku_openness where sku = '%s'", sku));
    assertEquals(CutOverStep.TELL, tell(next, true, 5));
    assertEquals(List.of("0/5"), stock());
    List<SourceTelling> told = back.sending(next, knowing);
    assertEquals(List.of(2L, 3L), told.stream().map(SourceTelling::units).sorted().toList());
    assertTrue(told.containsAll(lost));
    figureShowsIt(2, 5);
    assertEquals(CutOverStep.CONFIRM, back.answered(next, List.of()));
    assertEquals(
        CutOverStep.TELL,
        back.confirm(next.at(CutOverStep.CONFIRM), knowing),
        "a sale of its own may have made the figure fall");
  }

  @Test
  void what_is_refused_or_never_sent_was_not_told() {
    HeldCutOver rollBack = closed(begun(0));
    assertEquals(CutOverStep.TELL, tell(rollBack, true, 3));
    SourceTelling first = back.sending(rollBack, knowing).get(0);
    assertEquals(
        CutOverStep.TELL,
        back.answered(rollBack, List.of(answer(first, Optional.of("fault 104, none")))));
    assertEquals(List.of("0/0"), stock());
    assertTrue(shown(rollBack).waitsFor().orElseThrow().contains("fault 104, none"));
    assertEquals(CutOverStep.TELL, tell(rollBack, true, 3));
    SourceTelling second = back.sending(rollBack, knowing).get(0);
    assertNotEquals(first.reference(), second.reference());
    back.answered(rollBack, List.of());
    back.confirm(rollBack.at(CutOverStep.CONFIRM), knowing);
    assertEquals(List.of(second), back.sending(rollBack, knowing));
    back.answered(rollBack, List.of(answer(second, Optional.of("fault 1, busy"))));
    assertEquals(List.of("0/3"), stock(), "the one before has no answer");

    book.abort(rollBack.id(), "b", "not today");
    List<SourceAnswer> late = List.of(answer(second, Optional.empty()));
    assertThrows(LeaseLostException.class, () -> back.answered(rollBack, late));
    assertEquals(
        List.of("true"),
        texts("select done_at is not null from set_aside where sku = '%s'", sku),
        "it has happened, whoever goes on");
  }

  @Test
  void what_was_noted_and_not_sent_is_taken_back_when_it_ends() {
    HeldCutOver rollBack = closed(begun(0));
    assertEquals(CutOverStep.TELL, tell(rollBack, true, 3));
    book.abort(rollBack.id(), "b", "not today");
    assertThrows(LeaseLostException.class, () -> back.sending(rollBack, knowing));
    back.takeBackUntold(rollBack.id());
    assertEquals(List.of("0/0"), stock());
  }

  @Test
  void routes_stay_while_the_figure_counts_goods_that_have_left() {
    HeldCutOver rollBack = closed(begun(0));
    assertEquals(CutOverStep.CONFIRM, tell(rollBack, true, 0), "nothing to tell");
    assertEquals(CutOverStep.COUNT, back.confirm(rollBack.at(CutOverStep.CONFIRM), knowing));
    compared(rollBack, 7);
    execute(
        "insert into source_stock (source, sku, uncounted, pending) values ('%s', '%s', 0, 1)",
        name, sku);
    HeldCutOver switching = rollBack.at(CutOverStep.SWITCH);
    assertEquals(CutOverStep.CONFIRM, back.switchBack(switching, Set.of()));
    assertEquals(Route.NEW, routes.route(sku).route());
    // Nothing more is told until the figure shows it: it could be taken out of that.
    assertEquals(CutOverStep.CONFIRM, back.confirm(rollBack.at(CutOverStep.CONFIRM), knowing));
  }

  @Test
  void nothing_more_is_told_before_the_figure_shows_what_has_left() {
    execute(
        "insert into source_stock (source, sku, uncounted, pending) values ('%s', '%s', 0, 1)",
        name, sku);
    HeldCutOver rollBack = closed(begun(0));
    assertEquals(CutOverStep.CONFIRM, tell(rollBack, true, 3));
    assertEquals(List.of("0/1"), stock());
    figureShowsIt(6, 1);
    assertEquals(CutOverStep.TELL, back.confirm(rollBack.at(CutOverStep.CONFIRM), knowing));
    assertEquals(CutOverStep.TELL, tell(rollBack, true, 3));
    assertEquals(List.of("1/2"), stock());
  }

  @Test
  void more_left_behind_than_was_accepted_ends_it() {
    line("O-1", "backordered", 1);
    HeldCutOver rollBack = closed(begun(0));
    assertEquals(CutOverStep.ENDED, tell(rollBack, true, 0));
    assertEquals(Optional.of(CutOverOutcome.NOT_ACCEPTED), shown(rollBack).outcome());
    assertTrue(shown(rollBack).why().orElseThrow().startsWith("1 line has no"));
    HeldCutOver accepting = closed(begun(1));
    assertEquals(CutOverStep.CONFIRM, tell(accepting, true, 0));
  }

  @Test
  void lines_of_other_teams_without_units_are_left_behind_too_and_ours_are_counted_once() {
    line("O-1", "backordered", 1);
    List<BackorderedLine> backordered =
        List.of(
            new BackorderedLine("shop:" + name + "O-1", sku, "1", 1),
            new BackorderedLine("shop:" + name + "O-1", sku, "", 2),
            new BackorderedLine("market-9", sku, "", 3));
    assertEquals(
        List.of("market-9 false", "shop:" + name + "O-1 false", "shop:" + name + "O-1 true"),
        going.stranded(name, backordered).stream()
            .map(each -> each.orderid() + " " + each.order().isPresent())
            .toList());
    HeldCutOver rollBack = closed(begun(2));
    assertEquals(CutOverStep.ENDED, tell(rollBack, true, 0, backordered));
    assertTrue(
        shown(rollBack).why().orElseThrow().startsWith("3 lines have no units; accepted: 2"));
    assertEquals(CutOverStep.CONFIRM, tell(closed(begun(3)), true, 0, backordered));
  }

  @Test
  void what_is_placed_nowhere_yet_is_waited_for_and_a_lapsed_lease_opens_again() {
    line("O-1", null, 1);
    HeldCutOver rollBack = begun(0);
    steps.freeze(rollBack);
    HeldCutOver draining = rollBack.at(CutOverStep.DRAIN);
    assertEquals(CutOverStep.DRAIN, back.drain(draining));
    assertTrue(shown(rollBack).waitsFor().orElseThrow().contains("to place 1 line of"));
    execute(
        "update ledger_line set placement = 'allocated', placed = qty, placed_by = 1"
            + " where sku = '%s'",
        sku);
    assertEquals(CutOverStep.CLOSE, back.drain(draining));
    assertEquals(CutOverStep.CLOSE, back.close(rollBack.at(CutOverStep.CLOSE)), "not confirmed");
    execute(
        "update cut_over set lease_until = now() - interval '1 ms' where id = '%s'", rollBack.id());
    HeldCutOver taken = mine(leases.take(me, LONG));
    assertEquals(CutOverStep.FREEZE, taken.step());
    assertEquals(List.of(new Openness(sku, true, 2)), products.unconfirmed(List.of(sku)));
  }

  private HeldCutOver begun(long accepted) {
    book.begin(
            new BegunSwitch(
                name, Direction.ROLL_BACK, Set.of(sku), "b", "r", 0, 0, 0, accepted, List.of()))
        .orElseThrow();
    return mine(leases.take(me, LONG));
  }

  private HeldCutOver mine(List<HeldCutOver> taken) {
    return taken.stream().filter(each -> each.wave().equals(name)).findFirst().orElseThrow();
  }

  /** To be told. */
  private HeldCutOver closed(HeldCutOver rollBack) {
    assertEquals(CutOverStep.DRAIN, steps.freeze(rollBack));
    assertEquals(CutOverStep.CLOSE, back.drain(rollBack.at(CutOverStep.DRAIN)));
    HeldCutOver closing = rollBack.at(CutOverStep.CLOSE);
    assertEquals(CutOverStep.CLOSE, back.close(closing), "not confirmed");
    products.confirm(products.unconfirmed(List.of(sku)));
    assertEquals(CutOverStep.TELL, back.close(closing));
    return rollBack.at(CutOverStep.TELL);
  }

  private CutOverStep tell(HeldCutOver rollBack, boolean closed, int held) {
    return tell(rollBack, closed, held, List.of());
  }

  private CutOverStep tell(
      HeldCutOver rollBack, boolean closed, int held, List<BackorderedLine> backordered) {
    return back.tell(
        rollBack,
        Map.of(
            sku,
            new StockedProduct(
                sku, closed, 100, Map.of(batchref(), new StockedBatch(7, held, Optional.empty())))),
        backordered,
        knowing);
  }

  private void compared(HeldCutOver rollBack, long figure) {
    assertEquals(
        CutOverStep.COMPARE,
        steps.count(
            rollBack.at(CutOverStep.COUNT),
            Map.of(new FigureKey(sku, name), OptionalLong.of(figure))));
    HeldCutOver comparing = rollBack.at(CutOverStep.COMPARE);
    assertEquals(
        CutOverStep.SWITCH,
        steps.compare(
            comparing,
            steps.stocks(comparing).stream().map(each -> each.held(OptionalInt.of(7))).toList(),
            LONG));
  }

  private static SourceAnswer answer(SourceTelling telling, Optional<String> fault) {
    return new SourceAnswer(telling.reference(), fault);
  }

  /** The source has set units aside, and its figure has fallen by them. */
  private void figureShowsIt(long figure, long uncounted) {
    execute("update reported_figure set qty = %s where sku = '%s'", figure, sku);
    execute("update source_stock set uncounted = %s, pending = 0 where sku = '%s'", uncounted, sku);
  }

  /** Uncounted and pending units. */
  private List<String> stock() {
    return texts("select uncounted || '/' || pending from source_stock where sku = '%s'", sku);
  }

  private String batchref() {
    return name + ":" + sku;
  }

  private CutOver shown(HeldCutOver rollBack) {
    return book.find(rollBack.id()).orElseThrow();
  }

  /** An open line of ours that was sent, and placed so. */
  private void line(String number, String placement, int quantity) {
    execute(
        "insert into ledger_order (shop, number, changes, confirmed) values ('shop', '%s', 1, 1)",
        name + number);
    execute(
        "insert into ledger_line (shop, number, sku, lineid, qty, revision, state, owner,"
            + " correlation, sent_with, placement, placed, placed_by) values ('shop', '%s', '%s',"
            + " '1', %s, 1, 'ordered', 'new', 'c', 1, %s, %s, %s)",
        name + number,
        sku,
        quantity,
        placement == null ? "null" : "'" + placement + "'",
        placement == null ? "null" : quantity,
        placement == null ? 0 : 1);
  }

  private void execute(String sql, Object... values) {
    database.connected(connection -> Sql.update(connection, sql.formatted(values)));
  }

  private List<String> texts(String sql, Object... values) {
    return database.connected(
        connection ->
            Sql.query(connection, sql.formatted(values), row -> String.valueOf(row.getObject(1))));
  }
}
