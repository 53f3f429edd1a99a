package dev.ficus.legacy.postgres;

import static dev.ficus.legacy.order.TestShop.cancels;
import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placement.PlacementState;
import dev.ficus.legacy.shadow.Feeding;
import dev.ficus.legacy.shadow.ShadowBook.RefusedSku;
import dev.ficus.legacy.shadow.ShadowBook.ShadowDecision;
import dev.ficus.legacy.shadow.ShadowBook.ShadowRefusal;
import dev.ficus.legacy.shadow.ShadowBook.ShadowedSku;
import dev.ficus.legacy.shadow.ShadowState;
import dev.ficus.legacy.shadow.SomeShadow;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.NotedLook;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.BatchLook.LookedBatch;
import dev.ficus.legacy.stock.BatchLook.SkuLook;
import dev.ficus.legacy.stock.KnownBatch;
import dev.ficus.legacy.stock.MonolithPromise;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.PromisingSources;
import dev.ficus.legacy.stock.StockTranslator;
import dev.ficus.legacy.whole.ManyFeedsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is written down for the shadow, decided, sent and forgotten. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class ShadowStoreTest {

  /** The monolith has decided by then, and a figure may come that does not show it. */
  private static final Duration TO_DECIDE = Duration.ofMinutes(1);

  /** No such figure comes any more. */
  private static final Duration LONG_ENOUGH = Duration.ofHours(1);

  private static final int MANY = 1_000;
  private static final Optional<LocalDate> MONDAY = Optional.of(LocalDate.of(2010, 12, 6));

  private final TestShop shop = TestShop.create();
  private final String wave = UUID.randomUUID().toString();
  private final String sku = "A " + wave;
  private final String batchref = KnownBatch.ofFigure(shop.name(), sku);
  private final OrderNumber number = shop.order("100");

  @Inject Database database;
  @Inject BatchLedger batches;
  @Inject InformedLines informed;
  @Inject StoredShadowLog log;
  @Inject StoredShadowBook book;
  @Inject StoredShadowPlacements placements;
  @Inject StoredParityHistory history;

  private LedgerStore ledger;
  private long events;

  @BeforeEach
  void shadowIsConfigured() {
    ledger =
        new LedgerStore(
            database, informed, new ShadowedLines(new SomeShadow(Optional.of("shadow"))));
    database.connected(
        connection -> {
          Sql.update(connection, "insert into wave (name) values (?)", Sql.value(wave));
          return Sql.update(
              connection,
              "insert into sku_route (sku, route, wave) values (?, 'legacy', ?)",
              Sql.value(sku),
              Sql.value(wave));
        });
    report(20);
  }

  /** The log is one for all tests. */
  @AfterEach
  void forgetAll() {
    database.connected(connection -> Sql.update(connection, "delete from shadow_change"));
  }

  @Test
  void nothing_is_written_down_about_a_sku_that_is_not_in_the_shadow() {
    order("5");
    report(15);
    assertEquals(0, log.decide(MANY));
  }

  @Test
  void nothing_is_written_down_where_there_is_no_shadow() {
    base();
    new LedgerStore(database, informed, new ShadowedLines(new SomeShadow(Optional.empty())))
        .change(List.of(shows(number, item("1", sku, "5"))));
    assertEquals(List.of("based"), kinds());
  }

  @Test
  void the_basing_comes_first_then_lines_and_figures_in_their_order() {
    base();
    order("5");
    report(15);
    report(40);
    assertEquals(List.of("based", "line", "figure", "figure"), kinds());
    List<Command> commands = feed();
    assertEquals(
        List.of(
            new Command.CreateBatch(batchref, sku, 0, Optional.empty()),
            new Command.ChangeBatchQuantity(batchref, sku, 20, 2),
            new Command.Allocate(number.orderid(), line(), 5, 1),
            new Command.ChangeBatchQuantity(batchref, sku, 45, 3)),
        commands);
    assertEquals(List.of(), kinds());
  }

  @Test
  void the_message_of_a_line_is_the_one_that_it_has_as_ours() {
    base();
    order("5");
    Command fed = feed().get(2);
    assertEquals(new Command.Allocate(number.orderid(), line(), 5, 1).messageId(), fed.messageId());
  }

  @Test
  void a_line_that_was_seen_before_is_not_fed_and_shows_in_the_figure() {
    order("5");
    base();
    ledger.change(List.of(cancels(number)));
    report(25);
    assertEquals(
        List.of(
            new Command.CreateBatch(batchref, sku, 0, Optional.empty()),
            new Command.ChangeBatchQuantity(batchref, sku, 20, 2),
            new Command.ChangeBatchQuantity(batchref, sku, 25, 3)),
        feed());
  }

  @Test
  void the_same_figure_again_is_not_written_down() {
    base();
    report(20);
    assertEquals(List.of("based"), kinds());
  }

  @Test
  void of_figures_to_several_shops_the_least_counts() {
    base();
    report("another shop", 30);
    assertEquals(List.of("based"), kinds());
    report("another shop", 12);
    assertEquals(List.of("based", "figure"), kinds());
    assertTrue(feed().contains(new Command.ChangeBatchQuantity(batchref, sku, 12, 3)));
  }

  @Test
  void what_is_decided_is_sent_as_it_was_decided_whatever_comes_in_between() {
    base();
    report(30);
    log.decide(MANY);
    List<Feeding> decided = log.toSend(MANY);
    order("5");
    log.decide(MANY);
    assertEquals(decided, log.toSend(decided.size()));
  }

  @Test
  void what_was_sent_is_handed_to_the_judge_once() {
    base();
    order("5");
    log.decide(MANY);
    List<Feeding> sent = log.toSend(MANY);
    log.sent(sent);
    log.sent(sent);
    assertEquals(List.of("batch", "line"), judged());
    report(15);
    log.decide(MANY);
    List<Feeding> figure = log.toSend(MANY);
    log.sent(figure);
    log.sent(figure);
    assertEquals(
        List.of("15"), texts("select figure::text from judged_figure where sku = ? order by id"));
  }

  @Test
  void a_line_that_changes_with_its_batch_is_handed_to_the_judge_before_it() {
    base();
    order("5");
    report(-40);
    ledger.change(List.of(shows(number, shipped("5"))));
    List<Command> commands = feed();
    assertEquals(
        List.of(
            new Command.Despatch(number.orderid(), line(), 2),
            new Command.ChangeBatchQuantity(batchref, sku, 5, 4)),
        commands.subList(commands.size() - 2, commands.size()));
    assertEquals(List.of("batch", "line", "batch", "line", "batch"), judged());
  }

  @Test
  void based_anew_the_lines_of_before_give_their_units_back_and_what_left_stays() {
    base();
    order("5");
    ledger.change(List.of(shows(shop.order("101"), item("1", sku, "3"))));
    ledger.change(List.of(shows(shop.order("101"), shipped("3"))));
    report(12);
    feed();
    base();
    assertEquals(
        List.of(
            new Command.CreateBatch(batchref, sku, 0, Optional.empty()),
            new Command.Deallocate(
                number.orderid(), line(), "the SKU is based anew in the shadow", 2),
            new Command.Allocate("%s:101".formatted(shop.name()), line(), 3, 1),
            new Command.Despatch("%s:101".formatted(shop.name()), line(), 2),
            new Command.ChangeBatchQuantity(batchref, sku, 15, 3)),
        feed());
    ledger.change(List.of(cancels(number)));
    assertEquals(List.of(), feed());
  }

  @Test
  void what_has_left_stays_in_the_batch_when_its_lines_are_forgotten() {
    base();
    OrderNumber another = shop.order("101");
    order("5");
    ledger.change(List.of(shows(another, item("1", sku, "3"))));
    ledger.change(List.of(shows(another, shipped("3"))));
    report(12);
    feed();
    base();
    feed();
    place(PlacementState.CANCELLED, 5);
    place(another, PlacementState.DESPATCHED, 3);
    history.forget(Duration.ofDays(1));
    assertEquals(2, count("shadow_line"), "they are not old");
    longAgo();
    history.forget(Duration.ofDays(1));
    assertEquals(0, count("shadow_line"));
    base();
    assertEquals(
        List.of(
            new Command.CreateBatch(batchref, sku, 0, Optional.empty()),
            new Command.ChangeBatchQuantity(batchref, sku, 15, 4)),
        feed());
    ledger.change(List.of(shows(number, item("1", sku, "4"))));
    assertEquals(List.of(), feed(), "it was seen before");
  }

  @Test
  void a_line_that_the_shadow_may_still_hold_is_not_forgotten() {
    base();
    order("5");
    feed();
    place(PlacementState.ALLOCATED, 5);
    longAgo();
    history.forget(Duration.ofDays(1));
    assertEquals(1, count("shadow_line"), "it is in the shadow");
    base();
    feed();
    longAgo();
    history.forget(Duration.ofDays(1));
    assertEquals(1, count("shadow_line"), "it was not heard that it has given its units back");
    place(PlacementState.CANCELLED, 5);
    longAgo();
    state("lost");
    history.forget(Duration.ofDays(1));
    assertEquals(1, count("shadow_line"), "of a lost one nothing is believed");
    state("ended");
    history.forget(Duration.ofDays(1));
    assertEquals(0, count("shadow_line"));
  }

  private void longAgo() {
    database.connected(
        connection ->
            Sql.update(
                    connection,
                    "update shadow_line set heard_at = heard_at - interval '2 days' where sku = ?",
                    Sql.value(sku))
                + Sql.update(
                    connection,
                    """
                    update shadow_sku set based_at = based_at - interval '2 days',
                      changed_at = changed_at - interval '2 days'
                    where sku = ?
                    """,
                    Sql.value(sku)));
  }

  private void state(String state) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update shadow_sku set state = ? where sku = ?",
                Sql.value(state),
                Sql.value(sku)));
  }

  private long count(String table) {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select count(*) from %s where sku = ?".formatted(table),
                    row -> row.getLong(1),
                    Sql.value(sku)))
        .get(0);
  }

  @Test
  void a_log_that_becomes_too_long_is_given_up_and_the_skus_in_it_are_lost() {
    base();
    feed();
    for (int units = 1; units < 5; units++) {
      order("" + units);
    }
    assertEquals(0, log.cutOff(3));
    order("5");
    assertEquals(1, log.cutOff(3));
    assertEquals(ShadowState.LOST, shadowed().state().orElseThrow());
    order("6");
    report(3);
    assertEquals(List.of(), kinds());
    base();
    assertEquals(2, shadowed().basing());
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow());
  }

  @Test
  void goods_that_come_in_with_what_a_waiting_line_took_are_all_in_the_batch() {
    base();
    order("25");
    feed();
    place(PlacementState.BACKORDERED, 25);
    report(24);
    assertEquals(
        List.of(new Command.ChangeBatchQuantity(batchref, sku, 24, 3)), feed(), "too soon");
    passes(LONG_ENOUGH);
    report(23);
    assertEquals(List.of(), feed(), "it may wait all the same, and something else was sold");
    report(30);
    assertEquals(List.of(new Command.ChangeBatchQuantity(batchref, sku, 55, 4)), feed());
  }

  @Test
  void a_figure_that_was_not_reported_again_shows_nothing_of_later_lines_however_long_it_stands() {
    report(19);
    base();
    order("5");
    feed();
    place(PlacementState.ALLOCATED, 5);
    feed();
    passes(LONG_ENOUGH);
    log.lookAgain();
    assertEquals(List.of(), kinds());
    report(19);
    assertEquals(List.of(new Command.ChangeBatchQuantity(batchref, sku, 24, 3)), feed());
  }

  @Test
  void a_source_that_reports_other_figures_would_have_reported_this_one_if_it_were_not_the_same() {
    base();
    order("5");
    feed();
    place(PlacementState.ALLOCATED, 5);
    feed();
    passes(LONG_ENOUGH);
    String other = "other " + sku;
    database.connected(
        connection -> {
          Sql.update(
              connection,
              "insert into sku_route (sku, route, wave) values (?, 'legacy', ?)",
              Sql.value(other),
              Sql.value(wave));
          return Sql.update(
              connection,
              """
              insert into shadow_sku
                (sku, basing, state, wave, source, figure_at_base, figure, done_by, reason)
              values (?, 1, 'based', ?, ?, 3, 3, 'Ada', 'why')
              """,
              Sql.value(other),
              Sql.value(wave),
              Sql.value(shop.name()));
        });
    log.lookAgain();
    assertEquals(List.of(), kinds());
    report(shop.name(), other, 2);
    feed();
    log.lookAgain();
    assertEquals(List.of(new Command.ChangeBatchQuantity(batchref, sku, 25, 3)), feed());
  }

  @Test
  void a_figure_was_read_after_the_one_before_it_and_shows_what_was_decided_before_that() {
    base();
    order("5");
    feed();
    place(PlacementState.ALLOCATED, 5);
    feed();
    passes(TO_DECIDE);
    report(21);
    assertEquals(
        List.of(new Command.ChangeBatchQuantity(batchref, sku, 21, 3)), feed(), "on its way then");
    report(21);
    assertEquals(List.of(), feed(), "it may be the one of before, for want of an answer");
    report(22);
    assertEquals(List.of(new Command.ChangeBatchQuantity(batchref, sku, 27, 4)), feed());
  }

  @Test
  void figures_to_several_shops_are_read_in_an_order_that_nobody_knows() {
    report("another shop", 40);
    base();
    order("5");
    feed();
    place(PlacementState.ALLOCATED, 5);
    feed();
    passes(TO_DECIDE);
    report(21);
    report(22);
    assertEquals(
        List.of(
            new Command.ChangeBatchQuantity(batchref, sku, 21, 3),
            new Command.ChangeBatchQuantity(batchref, sku, 22, 4)),
        feed());
  }

  @Test
  void what_the_monolith_has_not_answered_yet_no_figure_shows_for_certain() {
    base();
    order("5");
    forwarded(true);
    feed();
    place(PlacementState.ALLOCATED, 5);
    passes(LONG_ENOUGH);
    report(21);
    report(22);
    assertEquals(
        List.of(
            new Command.ChangeBatchQuantity(batchref, sku, 21, 3),
            new Command.ChangeBatchQuantity(batchref, sku, 22, 4)),
        feed());
    forwarded(false);
    feed();
    passes(TO_DECIDE);
    report(23);
    assertEquals(
        List.of(new Command.ChangeBatchQuantity(batchref, sku, 23, 5)), feed(), "answered after");
    report(24);
    assertEquals(List.of(new Command.ChangeBatchQuantity(batchref, sku, 29, 6)), feed());
  }

  @Test
  void of_a_figure_that_stands_it_is_found_later_what_the_shadow_did_later() {
    base();
    order("5");
    feed();
    feed();
    passes(TO_DECIDE);
    report(21);
    report(22);
    feed();
    log.lookAgain();
    assertEquals(List.of(), kinds(), "the shadow has not decided");
    place(PlacementState.ALLOCATED, 5);
    log.lookAgain();
    log.lookAgain();
    assertEquals(List.of("figure"), kinds());
    assertEquals(List.of(new Command.ChangeBatchQuantity(batchref, sku, 27, 5)), feed());
    log.lookAgain();
    assertEquals(List.of(), kinds(), "nothing is open");
  }

  @Test
  void what_the_shadow_did_is_its_decision_if_it_fits_what_it_was_fed() {
    base();
    order("5");
    feed();
    assertEquals(Optional.empty(), decided());
    place(PlacementState.ALLOCATED, 4);
    assertEquals(Optional.empty(), decided());
    place(PlacementState.BACKORDERED, 5);
    assertTrue(decided().isPresent());
    long before = decided().orElseThrow();
    ledger.change(List.of(cancels(number)));
    feed();
    assertEquals(before, decided().orElseThrow());
    place(PlacementState.CANCELLED, 5);
    assertTrue(decided().orElseThrow() > before);
  }

  @Test
  void a_sku_is_lost_when_the_shadow_has_decided_something_later_alone() {
    base();
    order("5");
    ledger.change(List.of(shows(shop.order("101"), item("1", sku, "3"))));
    feed();
    place(PlacementState.ALLOCATED, 5);
    log.findLost(Duration.ZERO);
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow(), "101 is on its way");
    ledger.change(List.of(shows(shop.order("102"), item("1", sku, "1"))));
    feed();
    place(shop.order("102"), PlacementState.ALLOCATED, 1);
    log.findLost(Duration.ofDays(1));
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow());
    log.findLost(Duration.ZERO);
    assertEquals(ShadowState.LOST, shadowed().state().orElseThrow());
  }

  @Test
  void a_sku_is_lost_when_the_shadow_does_not_answer_though_nothing_follows() {
    base();
    order("5");
    feed();
    log.findUnanswered(Duration.ofHours(24));
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow());
    aDayLater("judged_call");
    aDayLater("shadow_line");
    log.findUnanswered(Duration.ofHours(24));
    assertEquals(ShadowState.LOST, shadowed().state().orElseThrow());
    assertEquals("the shadow was fed something and has not answered for PT24H", shadowed().why());
    base();
    log.findUnanswered(Duration.ofHours(24));
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow(), "it begins again");
  }

  @Test
  void what_the_broker_does_not_have_yet_is_unanswered_for_no_time_at_all() {
    base();
    feed();
    order("5");
    log.decide(100);
    aDayLater("shadow_line");
    log.findUnanswered(Duration.ZERO);
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow());
  }

  @Test
  void goods_that_have_left_and_wait_for_stock_in_the_shadow_are_no_answer_that_is_lacking() {
    base();
    order("5");
    feed();
    place(PlacementState.BACKORDERED, 5);
    ledger.change(List.of(shows(number, shipped("5"))));
    feed();
    aDayLater("judged_call");
    aDayLater("shadow_line");
    log.findUnanswered(Duration.ofHours(24));
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow());
    place(PlacementState.ALLOCATED, 5);
    log.findUnanswered(Duration.ofHours(24));
    assertEquals(ShadowState.LOST, shadowed().state().orElseThrow(), "it should have left by now");
  }

  private void aDayLater(String table) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                "update %s set fed_at = fed_at - interval '25 h' where sku = ?".formatted(table),
                Sql.value(sku)));
  }

  @Test
  void a_queue_that_was_gone_loses_what_was_fed_and_nothing_else() {
    base();
    placements.missed();
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow());
    feed();
    placements.missed();
    assertEquals(ShadowState.LOST, shadowed().state().orElseThrow());
  }

  @Test
  void another_shadow_knows_nothing_of_what_was_fed() {
    log.feeds("one");
    base();
    log.feeds("one");
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow());
    log.feeds("two");
    assertEquals(ShadowState.LOST, shadowed().state().orElseThrow());
    assertEquals(List.of("based"), kinds());
    log.feeds("");
    assertEquals(List.of(), kinds(), "nobody feeds it any more");
  }

  @Test
  void what_is_ours_or_has_batches_of_its_own_is_refused() {
    change("new");
    assertEquals(
        Optional.of(new ShadowDecision(0, List.of(new RefusedSku(sku, ShadowRefusal.OURS)))),
        book.base(wave, "Ada", "why"));
    change("legacy");
    ledger.change(List.of(shows(shop.order("99"), item("1", "another " + sku, "3"))));
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                insert into ledger_batch
                  (batchref, shop, sku, figure, original_qty, qty, qty_revision, eta_revision,
                   called, qty_said, eta_said, correlation)
                values (?, ?, ?, false, 1, 1, 1, 1, 1, 1, 1, 'c')
                """,
                Sql.value("B " + sku),
                Sql.value(shop.name()),
                Sql.value(sku)));
    assertEquals(
        Optional.of(
            new ShadowDecision(0, List.of(new RefusedSku(sku, ShadowRefusal.NAMED_BATCHES)))),
        book.base(wave, "Ada", "why"));
    assertFalse(shadowed().state().isPresent());
    assertEquals(Optional.empty(), book.base("no " + wave, "Ada", "why"));
  }

  @Test
  void named_batches_are_fed_with_what_the_monolith_has_promised_to_lines_that_were_fed() {
    look(1, 6, 4, Map.of());
    baseByName();
    log.decide(MANY);
    order("3");
    look(2, 3, 4, Map.of("100", 3L));
    look(3, 3, 4, Map.of("100", 3L));
    assertEquals(List.of("based", "line", "figure"), kinds(), "the same look is written once");
    assertEquals(
        List.of(
            new Command.CreateBatch("M1 " + sku, sku, 0, Optional.empty()),
            new Command.CreateBatch("M2 " + sku, sku, 0, Optional.empty()),
            new Command.ChangeBatchEta("M1 " + sku, sku, Optional.empty(), 2),
            new Command.ChangeBatchQuantity("M1 " + sku, sku, 6, 2),
            new Command.ChangeBatchEta("M2 " + sku, sku, MONDAY, 2),
            new Command.ChangeBatchQuantity("M2 " + sku, sku, 4, 2),
            new Command.Allocate(number.orderid(), line(), 3, 1)),
        feed());
    look(4, 5, 2, Map.of("100", 3L, "99", 2L));
    assertEquals(
        List.of(
            new Command.ChangeBatchEta("M2 " + sku, sku, MONDAY, 3),
            new Command.ChangeBatchQuantity("M2 " + sku, sku, 2, 3),
            new Command.ChangeBatchEta("M1 " + sku, sku, Optional.empty(), 3),
            new Command.ChangeBatchQuantity("M1 " + sku, sku, 8, 3)),
        feed(),
        "those that get smaller first");
    assertEquals(List.of("batch", "batch", "line", "batch", "batch"), judgedInOrder());
    assertEquals(10, shadowed().batch().orElseThrow());
  }

  @Test
  void what_left_in_the_shadow_moves_to_the_batch_from_which_it_left() {
    look(1, 6, 4, Map.of());
    baseByName();
    order("3");
    look(2, 3, 4, Map.of("100", 3L));
    look(3, 3, 4, Map.of());
    ledger.change(List.of(shows(number, shipped("3"))));
    feed();
    placements.place(
        List.of(
            new Placement(
                number.orderid(),
                line(),
                ++events,
                Instant.now(),
                PlacementState.DESPATCHED,
                3,
                Optional.of("M2 " + sku),
                Optional.empty())));
    assertEquals(
        List.of(
            new Command.ChangeBatchEta("M1 " + sku, sku, Optional.empty(), 3),
            new Command.ChangeBatchQuantity("M1 " + sku, sku, 3, 3),
            new Command.ChangeBatchEta("M2 " + sku, sku, MONDAY, 3),
            new Command.ChangeBatchQuantity("M2 " + sku, sku, 7, 3)),
        feed());
    look(4, 6, 4, Map.of());
    baseByName();
    feed();
    assertEquals(
        List.of("M1 6", "M2 7"),
        texts(
            """
            select split_part(batchref, ' ', 1) || ' ' || units
            from shadow_batch where sku = ? order by batchref
            """),
        "based anew, what left stays");
  }

  @Test
  void of_named_batches_it_is_refused_what_cannot_be_known() {
    look(1, 6, 4, Map.of());
    assertEquals(ShadowRefusal.PROMISES_WITHOUT_ORDERS, refusal(Set.of()));
    database.connected(
        connection ->
            Sql.update(
                connection, "update looked_sku set called = 9 where sku = ?", Sql.value(sku)));
    assertEquals(ShadowRefusal.BATCHES_UNCLEAR, refusal(Set.of(shop.name())));
    look(10, 6, 4, Map.of());
    baseByName();
    batches.noteLook(
        new NotedLook(
            shop.name(),
            shop.name(),
            11,
            new BatchLook(Map.of(), Map.of(sku, BatchLook.Unclear.MOVING), Optional.empty()),
            "c"),
        Set.of(sku));
    assertEquals(ShadowState.BASED, shadowed().state().orElseThrow());
    batches.noteLook(
        new NotedLook(
            shop.name(),
            shop.name(),
            12,
            new BatchLook(Map.of(), Map.of(sku, BatchLook.Unclear.TWICE), Optional.empty()),
            "c"),
        Set.of(sku));
    assertEquals(ShadowState.LOST, shadowed().state().orElseThrow());
    assertEquals(
        "it cannot be told what is left of its batches: a batch is listed twice", shadowed().why());
  }

  private ShadowRefusal refusal(Set<String> namingOrders) {
    return byName(namingOrders).base(wave, "Ada", "why").orElseThrow().refused().get(0).refusal();
  }

  private StoredShadowBook byName(Set<String> namingOrders) {
    return new StoredShadowBook(
        database,
        new PromisingSources() {
          @Override
          public Set<String> names() {
            return Set.of(shop.name());
          }

          @Override
          public Set<String> namingOrders() {
            return namingOrders;
          }
        });
  }

  private void baseByName() {
    assertEquals(
        new ShadowDecision(1, List.of()),
        byName(Set.of(shop.name())).base(wave, "Ada", "why").orElseThrow());
  }

  /** A look that finds these figures, and what of M1 each of these orders has. */
  private void look(long asked, long first, long second, Map<String, Long> promised) {
    SkuLook found =
        new SkuLook(
            sku,
            List.of(
                new LookedBatch("M1 " + sku, first, Optional.empty()),
                new LookedBatch("M2 " + sku, second, MONDAY)));
    List<MonolithPromise> promises =
        promised.entrySet().stream()
            .sorted(Map.Entry.comparingByKey())
            .map(
                each ->
                    new MonolithPromise(
                        "M1 " + sku, sku, each.getValue(), false, each.getKey(), "1"))
            .toList();
    batches.noteLook(
        new NotedLook(
            shop.name(),
            shop.name(),
            asked,
            new BatchLook(
                Map.of(sku, found),
                Map.of(),
                Optional.empty(),
                Map.of(sku, promises),
                false,
                Optional.empty()),
            "c"),
        Set.of(sku));
  }

  /** What was handed to the judge, in the order of its places. */
  private List<String> judgedInOrder() {
    return texts("select kind from judged_call where sku = ? order by id, kind desc");
  }

  @Test
  void after_a_rollback_open_lines_of_ours_show_in_the_figure_alone() {
    change("new");
    order("5");
    change("legacy");
    base();
    order("7");
    assertEquals(List.of("based"), kinds());
  }

  @Test
  void a_sku_that_became_ours_is_in_the_shadow_no_longer() {
    base();
    change("new");
    log.endOfOthers();
    assertEquals(ShadowState.ENDED, shadowed().state().orElseThrow());
  }

  @Test
  void somebody_ends_it() {
    base();
    assertEquals(1, book.end(wave, "Ada", "why").orElseThrow().changed());
    assertEquals(0, book.end(wave, "Ada", "why").orElseThrow().changed());
    order("5");
    assertEquals(List.of(), feed());
    base();
    assertEquals(
        List.of("1 sku_shadowed 1", "2 sku_unshadowed 1", "3 sku_shadowed 2"),
        texts(
            """
            select sequence || ' ' || type || ' ' || basing from legacy_event where sku = ?
            order by sequence
            """));
  }

  private void base() {
    assertEquals(1, book.base(wave, "Ada", "why").orElseThrow().changed());
  }

  private ShadowedSku shadowed() {
    return book.skus(wave, "", MANY).get(0);
  }

  /** Since what is known of lines and figures so far. */
  private void passes(Duration time) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                """
                with passed as (select ? as sku, ? * interval '1 ms' as time),
                lines as (
                  update shadow_line as line set fed_at = fed_at - time, given_at = given_at - time
                  from passed where line.sku = passed.sku),
                shown as (
                  update shadow_sku as shadow
                  set shown_at = shown_at - time, figure_at = figure_at - time
                  from passed where shadow.sku = passed.sku)
                update reported_figure as figure set stands_since = stands_since - time
                from passed where figure.sku = passed.sku
                """,
                Sql.value(sku),
                Sql.value(time.toMillis())));
  }

  /** The order is on its way to the monolith, or has been answered. */
  private void forwarded(boolean underWay) {
    database.connected(
        connection ->
            Sql.update(
                connection,
                underWay
                    ? "insert into forward (id, shop, number, feed, correlation)"
                        + " values (nextval('forward_id'), ?, ?, 'serve', 'c')"
                    : "delete from forward where shop = ? and number = ?",
                Sql.value(number.shop()),
                Sql.value(number.number())));
  }

  private List<Command> feed() {
    log.decide(MANY);
    List<Feeding> next = log.toSend(MANY);
    log.sent(next);
    return next.stream()
        .flatMap(each -> each.commands().stream())
        .map(each -> each.command())
        .toList();
  }

  private LineKey line() {
    return new LineKey(sku, "1");
  }

  private void order(String units) {
    ledger.change(List.of(shows(number, item("1", sku, units))));
  }

  private OldItem shipped(String units) {
    return new OldItem("1", null, sku, units, null, null, units);
  }

  private void place(PlacementState state, int units) {
    place(number, state, units);
  }

  private void place(OrderNumber order, PlacementState state, int units) {
    events++;
    placements.place(
        List.of(
            new Placement(
                order.orderid(),
                line(),
                events,
                Instant.now(),
                state,
                units,
                Optional.of(batchref),
                Optional.empty())));
  }

  private Optional<Long> decided() {
    return database.connected(
        connection ->
            Sql.query(
                    connection,
                    "select decided from shadow_line where sku = ? and number = '100'",
                    row -> Optional.ofNullable(row.getObject(1, Long.class)),
                    Sql.value(sku))
                .get(0));
  }

  private List<String> kinds() {
    return texts("select kind from shadow_change where sku = ? order by id");
  }

  private List<String> judged() {
    return texts("select kind from judged_call where sku = ? order by id, kind desc");
  }

  private List<String> texts(String sql) {
    return database.connected(
        connection -> Sql.query(connection, sql, row -> row.getString(1), Sql.value(sku)));
  }

  private void change(String route) {
    Barrier.alone(
        database,
        connection ->
            Sql.update(
                connection,
                "update sku_route set route = ?, epoch = epoch + 1 where sku = ?",
                Sql.value(route),
                Sql.value(sku)));
  }

  private void report(int figure) {
    report(shop.name(), figure);
  }

  private void report(String to, int figure) {
    report(to, sku, figure);
  }

  private void report(String to, String of, int figure) {
    OldStock written = new OldStock(OldStock.ReportKind.FIGURE, null, of, "" + figure, null);
    batches.apply(
        List.of(
            new StockReport(
                to,
                shop.name(),
                written,
                new StockTranslator(shop.name(), TestShop.RULES).translate(written),
                new ReportSource.ByCall(TestShop.arrival("call"), ""))));
  }
}
