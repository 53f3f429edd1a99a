package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.leaks.LeakBook;
import dev.ficus.legacy.leaks.ReconciliationBook;
import dev.ficus.legacy.leaks.ReconciliationBook.Applied;
import dev.ficus.legacy.leaks.ReconciliationBook.ReconciledStock;
import dev.ficus.legacy.leaks.RepairPlan;
import dev.ficus.legacy.leaks.RepairPlan.RepairStep;
import dev.ficus.legacy.leaks.RepairRules;
import dev.ficus.legacy.leaks.StockComparison;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.switching.StockGateBook;
import dev.ficus.legacy.switching.WaveBaskets;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What was compared of the SKU of a wave, and what the gate makes of it. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class ReconciliationStoreTest {

  private static final Duration LONG = Duration.ofHours(1);
  private static final int MANY = 1000;

  private final TestShop shop = TestShop.create();
  private final String sku = "SKU of " + shop.name();
  private final String wave = "wave of " + sku;

  @Inject ReconciliationBook book;
  @Inject LeakBook leaks;
  @Inject StockGateBook gate;
  @Inject WaveBaskets baskets;
  @Inject Database database;

  @Test
  void the_ledgers_side_has_the_figure_and_our_batch() {
    stocked("legacy", 0);
    StockComparison found = compared(7L, 7);
    assertEquals(7, found.stock().counted().orElseThrow().figure());
    assertEquals(OptionalInt.of(7), found.stock().sent());
    assertFalse(found.stock().confirmed());
    assertEquals(Set.of(sku), skus(Set.of(sku)));
  }

  @Test
  void each_batch_with_a_name_that_was_looked_at_is_compared_in_place_of_the_figure() {
    stocked("legacy", 0);
    execute(
        ("insert into ledger_batch (batchref, shop, sku, figure, promises_of, original_qty, qty,"
                + " qty_revision, eta, eta_revision, called, qty_said, eta_said, correlation)"
                + " values ('M1 of %%1$s', '%1$s', '%%1$s', false, '%1$s', 4, 4, 1, '2010-12-06',"
                + " 2, 1, 1, 0, 'c')")
            .formatted(shop.name()));
    assertEquals(Set.of(), skus(Set.of(sku)), "it was not looked at");
    String key = NamedSource.of(shop.name(), "M1 of " + sku);
    execute(
        "insert into reported_figure (source, sku, shop, qty, called, qty_said)"
            + " values ('%s', '%%1$s', '%s', 4, 1, 1)".formatted(key, shop.name()));
    ComparedStock stock = book.ledger(Optional.of(Set.of(sku))).get(0);
    assertEquals(key, stock.source());
    assertEquals(OptionalInt.of(4), stock.sent());
    assertEquals(Optional.of(LocalDate.of(2010, 12, 6)), stock.days().sent());
    assertEquals(List.of(sku), notAgreed(LONG), "nobody has looked");
    StockComparison other =
        new StockComparison(stock.held(OptionalInt.of(4), Optional.empty()), true);
    look(other, LONG);
    ReconciledStock found = differing().get(0);
    assertEquals(other, found.found());
    assertEquals(4, found.found().units());
    execute(
        "insert into looked_sku (source, sku, unclear) values ('%s', '%%s', 'twice')"
            .formatted(shop.name()));
    assertEquals(Optional.of("twice"), differing().get(0).unclear());
    RepairStep step = RepairRules.step(other, Optional.empty(), book.wasSentAgain(other));
    long id = book.make(List.of(step), "Ann", "a test");
    assertEquals(List.of(step), book.plan(id).orElseThrow().steps());
    book.looked(List.of(), Set.of(sku), true, Instant.now(), LONG);
    assertEquals(other, differing().get(0).found(), "what is known of one that moves stays");
    book.looked(List.of(), Set.of(), true, Instant.now(), LONG);
    assertEquals(List.of(), differing());
  }

  @Test
  void what_we_keep_is_not_compared() {
    stocked("new", 1);
    execute("update sku_route set kept_since = now() where sku = '%s'");
    assertEquals(Set.of(), skus(Set.of(sku)));
  }

  @Test
  void what_differs_counts_at_a_second_look() {
    stocked("legacy", 0);
    look(compared(5L, 7), LONG);
    assertFalse(differing().get(0).counts());
    look(compared(5L, 7), LONG);
    assertFalse(differing().get(0).counts(), "sooner than the second look is to be");
    look(compared(5L, 7), Duration.ZERO);
    assertTrue(differing().get(0).counts());
    look(confirmed(7L, 7), Duration.ZERO);
    assertEquals(List.of(), differing());
  }

  @Test
  void the_gate_asks_for_two_looks_at_which_all_agree() {
    stocked("legacy", 0);
    assertEquals(List.of(sku), notAgreed(LONG), "nobody has looked");
    look(confirmed(7L, 7), LONG);
    look(confirmed(7L, 7), LONG);
    assertEquals(List.of(sku), notAgreed(LONG), "two looks at the same time are one");
    look(confirmed(7L, 7), Duration.ZERO);
    assertEquals(List.of(), notAgreed(LONG));
    assertEquals(List.of(sku), notAgreed(Duration.ZERO), "the last one was too long ago");
    look(confirmed(7L, 6), LONG);
    assertEquals(List.of(), notAgreed(LONG), "it does not count yet");
    look(confirmed(7L, 6), Duration.ZERO);
    assertEquals(List.of(sku), notAgreed(LONG));
  }

  @Test
  void a_line_that_the_monolith_has_no_stock_for_is_an_open_backorder() {
    stocked("legacy", 0);
    line();
    assertEquals(0, gate.stock(wave, LONG).waitingLines());
    execute(
        "insert into monolith_decision (sku, shop, number, lineid, seen_in, taken, waits,"
            + " correlation, began_at, ended_at)"
            + " select sku, shop, number, lineid, 'answer', true, true, 'c', now(), now()"
            + " from ledger_line where sku = '%s'");
    assertEquals(1, gate.stock(wave, LONG).waitingLines());
  }

  @Test
  void a_list_with_the_same_figure_shows_all_that_had_changed_before() {
    stocked("new", 1);
    line();
    leaks.look(Duration.ofSeconds(-20), MANY);
    assertEquals(1, watching());
    book.looked(
        List.of(confirmed(7L, 7)), Set.of(), false, Instant.now().plusSeconds(60), Duration.ZERO);
    leaks.look(Duration.ofSeconds(-20), MANY);
    assertEquals(0, watching());
  }

  @Test
  void a_plan_is_kept_with_what_it_was_made_from_and_applied_once() {
    stocked("legacy", 0);
    StockComparison found = confirmed(7L, 5);
    RepairStep step = RepairRules.step(found, Optional.empty(), book.wasSentAgain(found));
    long id = book.make(List.of(step), "Ann", "a test");
    RepairPlan plan = book.plan(id).orElseThrow();
    assertEquals(List.of(step), plan.steps());
    assertEquals(id, book.plans(Long.MAX_VALUE, 1).get(0).id());
    assertEquals(Applied.BEGUN, book.begin(id, "Ben", "read it"));
    assertEquals(Applied.BEGUN, book.begin(id, "Eve", "once more after a crash"));
    book.applied(id);
    assertEquals(Applied.BEFORE, book.begin(id, "Eve", "once more"));
    assertEquals("Ben", book.plan(id).orElseThrow().applying().orElseThrow().by());
    assertTrue(book.wasSentAgain(found));
    assertFalse(book.wasSentAgain(confirmed(7L, 6)));
    assertEquals(Applied.UNKNOWN, book.begin(Long.MAX_VALUE, "Ann", "none"));
  }

  @Test
  void orders_are_baskets_of_skus_as_far_as_they_are_new() {
    stocked("new", 1);
    int before = baskets.baskets(LONG).orders();
    line();
    assertEquals(before + 1, baskets.baskets(LONG).orders());
    execute(
        "update ledger_order set first_seen_at = now() - interval '2 hours'"
            + " where (shop, number) in (select shop, number from ledger_line where sku = '%s')");
    assertEquals(before, baskets.baskets(LONG).orders());
    assertTrue(baskets.skus(wave).orElseThrow().ours().contains(sku));
    assertEquals(Set.of(sku), baskets.skus(wave).orElseThrow().wave());
    assertEquals(Optional.empty(), baskets.skus("no such wave"));
  }

  private void stocked(String route, int epoch) {
    execute("insert into wave (name) values ('wave of %s')");
    execute(
        ("insert into sku_route (sku, route, epoch, wave)"
                + " values ('%%1$s', '%s', %d, 'wave of %%1$s')")
            .formatted(route, epoch));
    execute(
        "insert into reported_figure (source, sku, shop, qty, called, qty_said)"
            + " values ('%s', '%%1$s', '%1$s', 7, 1, 1)".formatted(shop.name()));
    execute(
        ("insert into ledger_batch (batchref, shop, sku, figure, original_qty, qty, qty_revision,"
                + " eta_revision, called, qty_said, eta_said, correlation)"
                + " values ('%1$s:%%1$s', '%1$s', '%%1$s', true, 7, 7, 1, 1, 1, 1, 0, 'c')")
            .formatted(shop.name()));
  }

  private void line() {
    execute("insert into ledger_order (shop, number) values ('%s', '1')".formatted(shop.name()));
    execute(
        "insert into ledger_line (shop, number, sku, lineid, qty, revision, state, owner,"
            + " correlation) values ('%s', '1', '%%s', '', 2, 1, 'ordered', 'monolith', 'c')"
                .formatted(shop.name()));
  }

  private StockComparison confirmed(Long listed, int held) {
    execute("update ledger_batch set confirmed = 1 where sku = '%s'");
    return compared(listed, held);
  }

  private StockComparison compared(Long listed, int held) {
    ComparedStock stock = book.ledger(Optional.of(Set.of(sku))).get(0);
    return new StockComparison(
        new ComparedStock(
            sku,
            stock.source(),
            OptionalLong.of(listed),
            stock.counted(),
            stock.sent(),
            stock.confirmed(),
            OptionalInt.of(held)),
        true);
  }

  private Set<String> skus(Set<String> among) {
    return Set.copyOf(book.ledger(Optional.of(among)).stream().map(ComparedStock::sku).toList());
  }

  private void look(StockComparison found, Duration secondLook) {
    book.looked(List.of(found), Set.of(), false, Instant.now(), secondLook);
  }

  private List<ReconciledStock> differing() {
    return book.differing(Long.MAX_VALUE, "", "", MANY).stream()
        .filter(each -> each.found().stock().sku().equals(sku))
        .toList();
  }

  private List<String> notAgreed(Duration lately) {
    return gate.stock(wave, lately).notAgreed();
  }

  private int watching() {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select count(*) from stock_watch where sku = '%s' and placed > 0"
                        .formatted(sku),
                    row -> row.getInt(1)))
        .get(0);
  }

  private void execute(String sql) {
    database.connected(connection -> Sql.update(connection, sql.formatted(sku)));
  }
}
