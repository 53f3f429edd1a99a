package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.leaks.LeakBook;
import dev.ficus.legacy.leaks.LeakBook.Leak;
import dev.ficus.legacy.leaks.LeakBook.LeakQuery;
import dev.ficus.legacy.leaks.LeakBook.Settling;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.StockTranslator;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Movements of figures of a SKU that is ours; nobody else looks at them here. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class LeakBookStoreTest {

  private static final Duration LONG = Duration.ofHours(1);

  /** By default a source may take 10 s to decide. */
  private static final Duration AT_ONCE = Duration.ofSeconds(-10);

  private static final int MANY = 1000;

  private final TestShop shop = TestShop.create();
  private final String sku = "SKU of " + shop.name();

  @Inject LeakBook book;
  @Inject BatchLedger ledger;
  @Inject Database database;

  @Test
  void a_fall_that_nothing_explains_is_found_once() {
    ours();
    reported(7);
    look(LONG);
    assertEquals(List.of(3L), leaked());
    Leak leak = leaks().get(0);
    assertEquals(List.of(10L, 7L), List.of(leak.figureBefore(), leak.figure()));
    look(LONG);
    assertEquals(List.of(3L), leaked());
  }

  @Test
  void movements_are_looked_at_one_by_one_however_late() {
    ours();
    reported(15);
    reported(11);
    reported(11);
    look(LONG);
    assertEquals(List.of(4L), leaked());
    assertEquals(1, count("received > 0"));
    assertEquals(0, count("figure = figure_before"));
  }

  @Test
  void of_a_sku_that_the_monolith_fulfils_nothing_is_noted() {
    ours();
    execute("update sku_route set route = 'legacy', epoch = 2 where sku = '%s'");
    reported(7);
    assertEquals(0, count("true"));
  }

  @Test
  void of_a_sku_whose_stock_we_keep_nothing_is_noted() {
    ours();
    execute("update sku_route set kept_since = now() where sku = '%s'");
    reported(7);
    assertEquals(0, count("true"));
  }

  @Test
  void a_line_of_the_monolith_that_grows_explains_by_how_much() {
    ours();
    line("1", 2);
    settled();
    execute("update ledger_line set qty = 5, revision = 2 where sku = '%s'");
    reported(6);
    look(LONG);
    assertEquals(List.of(1L), leaked());
  }

  @Test
  void a_change_explains_nothing_once_the_figure_shows_it() {
    ours();
    line("1", 2);
    look(AT_ONCE);
    reported(10);
    look(AT_ONCE);
    reported(8);
    look(AT_ONCE);
    assertEquals(List.of(2L), leaked());
  }

  @Test
  void a_change_may_show_as_long_as_its_order_is_under_way() {
    ours();
    line("1", 2);
    execute(
        "insert into forward (id, shop, number, feed, correlation)"
            + " select nextval('forward_id'), shop, number, 'feed', 'c' from ledger_line where sku = '%s'");
    look(AT_ONCE);
    reported(10);
    look(AT_ONCE);
    reported(8);
    look(AT_ONCE);
    assertEquals(List.of(), leaked());
    execute(
        "delete from forward where (shop, number) in"
            + " (select shop, number from ledger_line where sku = '%s')");
  }

  @Test
  void a_cancelled_line_gives_back_and_ends() {
    ours();
    line("1", 2);
    settled();
    execute(
        "update ledger_line set state = 'cancelled', cancelled_for = 'order_cancelled',"
            + " revision = 2 where sku = '%s'");
    reported(12);
    look(LONG);
    assertEquals(1, count("released = 2 and received = 0"));
    assertEquals(List.of(), leaked());
    assertEquals(0, watched());
  }

  @Test
  void what_the_source_was_told_is_no_leak() {
    ours();
    execute("update source_stock set pending = 0 where sku = '%s'");
    execute(
        "insert into source_stock (source, sku, uncounted, pending)"
            + " select source, sku, 0, 3 from reported_figure where sku = '%s'");
    reported(6);
    look(LONG);
    assertEquals(List.of(1L), leaked());
    assertEquals(3, leaks().get(0).told());
  }

  @Test
  void a_sku_that_has_gone_back_is_watched_no_longer() {
    ours();
    line("1", 2);
    look(LONG);
    assertEquals(1, watched());
    execute("update sku_route set route = 'legacy', epoch = 2 where sku = '%s'");
    look(LONG);
    assertEquals(0, watched());
  }

  @Test
  void a_leak_is_settled_once_and_kept() {
    ours();
    reported(7);
    look(LONG);
    long id = leaks().get(0).id();
    assertTrue(book.unsettled().units() >= 3);
    assertEquals(Settling.SETTLED, book.settle(id, "Ann", "sold at the counter"));
    assertEquals(Settling.SETTLED_BEFORE, book.settle(id, "Ben", "another reason"));
    assertEquals(Settling.UNKNOWN, book.settle(Long.MAX_VALUE, "Ann", "none"));
    assertEquals("Ann", leaks().get(0).settled().orElseThrow().by());
    assertEquals(List.of(), found(Optional.of(false)));
    assertEquals(1, found(Optional.of(true)).size());
  }

  @Test
  void what_was_explained_is_forgotten_and_leaks_are_not() {
    ours();
    reported(15);
    reported(11);
    look(LONG);
    book.forget(Duration.ofMillis(-1));
    assertEquals(1, count("true"));
    assertEquals(List.of(4L), leaked());
  }

  /** It was cut over with this figure. */
  private void ours() {
    reported(10);
    execute("insert into wave (name) values ('wave of %s')");
    execute(
        "insert into sku_route (sku, route, epoch, wave) values ('%1$s', 'new', 1, 'wave of"
            + " %1$s')");
  }

  private void line(String number, int units) {
    execute(
        "insert into ledger_order (shop, number) values ('%s', '%s')"
            .formatted(shop.name(), number));
    execute(
        "insert into ledger_line (shop, number, sku, lineid, qty, revision, state, owner,"
            + " correlation) values ('%s', '%s', '%%s', '', %d, 1, 'ordered', 'monolith', 'c')"
                .formatted(shop.name(), number, units));
  }

  /** What the monolith had when it was cut over. */
  private void settled() {
    execute(
        "insert into watched_line (sku, shop, number, lineid, units, stock)"
            + " select sku, shop, number, lineid, qty, 'counted' from ledger_line where sku = '%s'");
  }

  private void reported(int units) {
    OldStock written =
        new OldStock(OldStock.ReportKind.FIGURE, null, sku, Integer.toString(units), null);
    ledger.apply(
        List.of(
            new StockReport(
                shop.name(),
                shop.name(),
                written,
                new StockTranslator(shop.name(), TestShop.RULES).translate(written),
                new ReportSource.InList("c", Long.MAX_VALUE))));
  }

  private void look(Duration showsWithin) {
    book.look(showsWithin, MANY);
  }

  private List<Long> leaked() {
    return leaks().stream().map(Leak::leaked).toList();
  }

  private List<Leak> leaks() {
    return found(Optional.empty());
  }

  private List<Leak> found(Optional<Boolean> settled) {
    return book.leaks(
        new LeakQuery(settled, Optional.empty(), Optional.of(sku), Long.MAX_VALUE, MANY));
  }

  private int count(String which) {
    return number("select count(*) from figure_movement where sku = '%s' and ".concat(which));
  }

  private int watched() {
    return number("select count(*) from watched_line where sku = '%s'");
  }

  private int number(String sql) {
    return database
        .connected(connection -> Sql.query(connection, sql.formatted(sku), row -> row.getInt(1)))
        .get(0);
  }

  private void execute(String sql) {
    database.connected(connection -> Sql.update(connection, sql.formatted(sku)));
  }
}
