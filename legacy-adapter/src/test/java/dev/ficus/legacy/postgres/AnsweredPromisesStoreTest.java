package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.stock.AnsweredPromises;
import dev.ficus.legacy.stock.AnsweredPromises.AnsweredLines;
import dev.ficus.legacy.stock.AnsweredPromises.AnsweredPromise;
import dev.ficus.legacy.stock.AnsweredPromises.LastLook;
import dev.ficus.legacy.stock.BatchLedger;
import dev.ficus.legacy.stock.BatchLedger.NotedLook;
import dev.ficus.legacy.stock.BatchLook;
import dev.ficus.legacy.stock.BatchLook.ListedBatch;
import dev.ficus.legacy.stock.BatchLook.Unclear;
import dev.ficus.legacy.stock.MonolithPromise;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.stock.PromisingSources;
import dev.ficus.legacy.stock.StockSources;
import dev.ficus.legacy.whole.SilentShopsResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the monolith has promised of a batch, by its answers about the lines of the ledger. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(SilentShopsResource.class)
class AnsweredPromisesStoreTest {

  private final TestShop shop = TestShop.create();
  private final String sku = "SKU of " + shop.name();
  private final String batch = "M1 of " + sku;

  @Inject AnsweredPromises answers;
  @Inject StockSources shops;
  @Inject Database database;

  private BatchLedger batches;
  private long asked;

  @BeforeEach
  void looked() {
    batches =
        new BatchStore(
            database,
            shops,
            new PromisingSources() {
              @Override
              public Set<String> names() {
                return answered();
              }

              @Override
              public Set<String> answered() {
                return Set.of(shop.name());
              }
            });
    execute("insert into ledger_order (shop, number) values ('%s', '1')".formatted(shop.name()));
    look(10);
  }

  @Test
  void an_answer_since_the_last_change_of_a_line_says_what_is_promised() {
    line("1", "c1");
    assertEquals(Map.of(sku, Unclear.UNDECIDED), known().unclear());
    said("1", "c1", "true, false, '%s'".formatted(batch));
    assertEquals(Map.of(), known().unclear());
    assertEquals(
        List.of(
            new AnsweredPromise(shop.name(), new MonolithPromise(batch, sku, 3, false, "1", "1"))),
        known().promises());
    changed("c2");
    assertEquals(Map.of(sku, Unclear.UNDECIDED), known().unclear(), "it has changed since");
  }

  @Test
  void the_answer_to_a_later_call_says_more_than_that_to_the_last_change() {
    line("1", "c1");
    said("1", "c1", "true, true, null");
    assertEquals(Map.of(sku, Unclear.WAITING), known().unclear());
    said("1", "again", "true, false, '%s'".formatted(batch));
    assertEquals(Map.of(), known().unclear());
    said("1", "later", "true, false, 'M2'");
    assertEquals("M2", known().promises().get(0).promise().batchref());
    execute(
        ("insert into monolith_decision (sku, shop, number, lineid, seen_in, taken, waits, batch,"
                + " correlation, began_at, ended_at)"
                + " select sku, shop, number, lineid, seen_in, taken, waits, batch, 'between',"
                + " began_at, ended_at from monolith_decision"
                + " where sku = '%s' and correlation = 'again'")
            .formatted(sku));
    assertEquals(
        "M2", known().promises().get(0).promise().batchref(), "an earlier one is noted late");
  }

  @Test
  void where_an_answer_was_lost_that_to_a_repeat_says_it_once_nothing_is_in_doubt() {
    line("1", "c1");
    said("1", "c1", "true, false, '%s'".formatted(batch));
    changed("lost");
    execute(
        ("insert into forward (id, shop, number, feed, correlation)"
                + " values (nextval('forward_id'), '%s', '1', 'feed', 'lost')")
            .formatted(shop.name()));
    said("1", "again", "true, false, '%s'".formatted(batch));
    assertEquals(Map.of(sku, Unclear.UNDECIDED), known().unclear());
    execute("delete from forward where shop = '%s'".formatted(shop.name()));
    assertEquals(Map.of(), known().unclear());
  }

  @Test
  void a_refusal_and_two_batches_in_one_answer_say_nothing() {
    line("1", "c1");
    said("1", "c1", "false, null, null");
    assertEquals(Map.of(sku, Unclear.UNDECIDED), known().unclear());
    said("1", "c2", "true, false, '%s'".formatted(batch));
    assertEquals(Map.of(), known().unclear());
    said("1", "c2", "true, false, 'M2'");
    assertEquals(Map.of(sku, Unclear.UNDECIDED), known().unclear());
  }

  @Test
  void a_line_that_is_cancelled_has_no_promise_once_the_monolith_has_heard_it() {
    line("1", "c1");
    execute(
        "update ledger_line set state = 'cancelled', cancelled_for = 'line_removed' where sku = '%s'"
            .formatted(sku));
    assertEquals(Map.of(), known().unclear());
    execute(
        ("insert into forward (id, shop, number, feed, correlation)"
                + " values (nextval('forward_id'), '%s', '1', 'feed', 'c2')")
            .formatted(shop.name()));
    assertEquals(Map.of(sku, Unclear.UNDECIDED), known().unclear());
  }

  @Test
  void nobody_knows_when_a_line_that_waits_gets_what() {
    line("1", "c1");
    said("1", "c1", "true, false, null");
    assertEquals(Map.of(sku, Unclear.UNDECIDED), known().unclear(), "it says no batch");
    said("1", "c2", "true, false, '%s'".formatted(batch));
    assertEquals(Map.of(), known().unclear());
    told("1", "true, true, null");
    assertEquals(Map.of(sku, Unclear.WAITING), known().unclear(), "it has lost it since");
  }

  @Test
  void what_was_open_at_the_last_look_is_known_when_it_has_left() {
    assertEquals(Map.of(batch, new LastLook(sku, 10, 0, 10, 0, 0)), known().last());
    line("1", "c1");
    line("2", "c1");
    said("1", "c1", "true, false, '%s'".formatted(batch));
    said("2", "c1", "true, false, '%s'".formatted(batch));
    look(10);
    assertEquals(4, figure());
    assertEquals(Map.of(batch, new LastLook(sku, 10, 0, 10, 6, 6)), known().last());
    look(7);
    assertEquals(4, figure(), "its goods have left, and the shop was not told");
    assertEquals(Map.of(batch, new LastLook(sku, 10, 0, 7, 6, 6)), known().last());
    despatched("1");
    assertEquals(Map.of(batch, new LastLook(sku, 10, 3, 7, 3, 3)), known().last());
    look(7);
    assertEquals(4, figure());
    assertEquals(Map.of(batch, new LastLook(sku, 7, 0, 7, 3, 3)), known().last());
  }

  @Test
  void what_came_and_left_since_the_last_look_is_known_too_and_is_not_what_left_before_it_came() {
    look(10);
    line("0", "c1");
    said("0", "c1", "true, false, '%s'".formatted(batch));
    look(10);
    assertEquals(7, figure());
    look(9);
    assertEquals(Map.of(batch, new LastLook(sku, 10, 0, 9, 3, 3)), known().last());
    execute("insert into ledger_order (shop, number) values ('%s', '2')".formatted(shop.name()));
    for (String item : List.of("1", "2")) {
      line("2", item, "c2");
      said("2", item, "c2", "true, false, '%s'".formatted(batch));
    }
    assertEquals(Map.of(batch, new LastLook(sku, 10, 0, 9, 9, 3)), known().last());
    execute(
        "update ledger_line set state = 'despatched' where sku = '%s' and number = '2' and lineid = '1'"
            .formatted(sku));
    assertEquals(Map.of(batch, new LastLook(sku, 10, 3, 9, 6, 3)), known().last());
    look(6);
    assertEquals(7, figure(), "a unit is missed, or has left for the line of then");
    despatched("0");
    look(6);
    assertEquals(3, figure());
  }

  private AnsweredLines known() {
    return known(List.of());
  }

  private AnsweredLines known(List<ListedBatch> listed) {
    return answers.of(shop.name(), listed);
  }

  /** It is looked at, and so many units are listed. */
  private void look(long quantity) {
    List<ListedBatch> listed = List.of(new ListedBatch(batch, sku, quantity, Optional.empty()));
    batches.noteLook(
        new NotedLook(
            shop.name(),
            shop.name(),
            ++asked,
            BatchLook.of(listed, known(listed), listed, known(listed)),
            "c"),
        Set.of(sku));
  }

  private long figure() {
    return database
        .connected(
            connection ->
                Sql.query(
                    connection,
                    "select qty from reported_figure where source = ?",
                    row -> row.getLong(1),
                    Sql.value(NamedSource.of(shop.name(), batch))))
        .get(0);
  }

  private void line(String lineid, String correlation) {
    line("1", lineid, correlation);
  }

  private void line(String number, String lineid, String correlation) {
    execute(
        ("insert into ledger_line (shop, number, sku, lineid, qty, revision, state, owner,"
                + " correlation) values ('%s', '%s', '%s', '%s', 3, 1, 'ordered', 'monolith', '%s')")
            .formatted(shop.name(), number, sku, lineid, correlation));
  }

  private void changed(String correlation) {
    execute(
        "update ledger_line set correlation = '%s' where sku = '%s'".formatted(correlation, sku));
    execute("update ledger_order set changed_at = now() where shop = '%s'".formatted(shop.name()));
  }

  private void despatched(String lineid) {
    execute(
        "update ledger_line set state = 'despatched' where sku = '%s' and number = '1' and lineid = '%s'"
            .formatted(sku, lineid));
  }

  /** The monolith answers of a line whether it is taken, waits, and of which batch it is. */
  private void said(String lineid, String correlation, String what) {
    said("1", lineid, correlation, what);
  }

  private void said(String number, String lineid, String correlation, String what) {
    decided(number, lineid, "answer", correlation, what);
  }

  /** The same in a later call of its own. */
  private void told(String lineid, String what) {
    decided("1", lineid, "call", "later", what);
  }

  private void decided(String number, String lineid, String in, String correlation, String what) {
    execute(
        ("insert into monolith_decision (sku, shop, number, lineid, seen_in, taken, waits, batch,"
                + " correlation, began_at, ended_at)"
                + " values ('%s', '%s', '%s', '%s', '%s', %s, '%s', now(), now())")
            .formatted(sku, shop.name(), number, lineid, in, what, correlation));
  }

  private void execute(String sql) {
    database.connected(connection -> Sql.update(connection, sql));
  }
}
