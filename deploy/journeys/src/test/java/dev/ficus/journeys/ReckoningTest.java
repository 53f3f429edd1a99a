package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.SQLException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plants differences into real tables, and sees each of them named. */
class ReckoningTest {
  private static final ShopRules RULES =
      new ShopRules("shop", "/rpc", Set.of("POSTAGE"), Optional.of(Pattern.compile("R.*")));
  private static final LocalDate LATER = LocalDate.of(2030, 1, 31);

  private static final Recount RECOUNT =
      Recount.of(
          List.of(
              new Feed.Row(1, "1", "RUG", "6"),
              new Feed.Row(2, "1", "RUG", "6"),
              new Feed.Row(3, "1", "POSTAGE", "1"),
              new Feed.Row(4, "2", "LAMP", "2"),
              new Feed.Row(5, "3", "LAMP", "3"),
              new Feed.Row(6, "R4", "RUG", "-1")),
          RULES);
  private static final List<StockPlan.PlannedBatch> PURCHASED =
      List.of(
          new StockPlan.PlannedBatch("rugs", "RUG", 12, null),
          new StockPlan.PlannedBatch("lamps", "LAMP", 1, LATER));
  private static final Sale SALE = new Sale(4, 6, Set.of("3"), 1, List.of());

  private static Tables right;

  private final Tables tables = right.ofOneTest();

  /**
   * What the services would have written: two rugs allocated, one lamp backordered, one cancelled.
   */
  @BeforeAll
  static void fill() throws SQLException {
    right =
        Tables.with(
            """
        insert into product (sku, sequence) values ('RUG', 3), ('LAMP', 4), ('WAITED_FOR', 0);
        insert into batch (sku, batchref, original_qty, original_eta, qty, eta)
        values ('RUG', 'rugs', 12, null, 12, null),
               ('LAMP', 'lamps', 1, '2030-01-31', 1, '2030-01-31');
        insert into order_line
          (orderid, sku, lineid, qty, wanted_revision, cancelled_revision, arrival, state)
        values ('shop:1', 'RUG', '1', 6, 1, null, 2, 'ALLOCATED'),
               ('shop:1', 'RUG', '2', 6, 1, null, 3, 'ALLOCATED'),
               ('shop:2', 'LAMP', '1', 2, 1, null, 2, 'BACKORDERED'),
               ('shop:3', 'LAMP', '1', 3, 1, 2, 3, 'CANCELLED');
        insert into allocation (orderid, sku, lineid, batchref, qty, sequence)
        values ('shop:1', 'RUG', '1', 'rugs', 6, 2), ('shop:1', 'RUG', '2', 'rugs', 6, 3);
        """,
            """
        insert into product_view (sku, sequence, heard, as_of, version, changed)
        values ('RUG', 3, 3, now(), 1, 1), ('LAMP', 4, 4, now(), 1, 2);
        insert into batch_view (sku, batchref, eta, available)
        values ('RUG', 'rugs', null, 0), ('LAMP', 'lamps', '2030-01-31', 1);
        """,
            """
        insert into quarantine_document (sha256, xml, received_at) values ('x', 'x', now());
        insert into quarantine_entry
          (fingerprint, subject, shop, number, sku, lineid, qty, reason, feed, correlation, document, received_at)
        values ('1', 'line', 'shop', '1', 'POSTAGE', '3', '1.0000', 'not_stock', 'f', 'c', 'x', now()),
               ('2', 'line', 'shop', 'R4', 'RUG', '1', '-1.0000', 'return_without_order', 'f', 'c', 'x', now()),
               ('3', 'order', 'shop', null, null, null, null, 'unreadable_order', 'f', 'c', 'x', now());
        """);
  }

  @Test
  void what_is_right_has_no_differences() throws SQLException {
    Reckoning.Result result = reckon();
    assertEquals(List.of(), result.differences());
    assertEquals(2, result.equation().allocated());
    assertEquals(1, result.equation().backordered());
    assertEquals(1, result.equation().cancelled());
    assertEquals(Map.of("not_stock", 1L, "return_without_order", 1L), result.quarantined());
    assertEquals(RECOUNT.lines(), result.equation().lines());
    assertEquals(0, result.equation().oversold());
  }

  @Test
  void the_equation_holds_for_what_was_sent_and_for_nothing_else() throws SQLException {
    Equation equation = reckon().equation();
    assertEquals(List.of(), equation.differences(RECOUNT.lines()));
    assertEquals(List.of("6 lines are accounted for, not 7"), equation.differences(7));
  }

  @Test
  void the_equation_sees_units_that_a_line_should_not_hold_and_a_batch_does_not_know()
      throws SQLException {
    tables.allocation(
        """
        update order_line set state = 'BACKORDERED' where orderid = 'shop:1' and lineid = '1';
        update batch set allocated = 11 where batchref = 'rugs';
        """);
    assertEquals(
        List.of(
            "1 lines hold other units than they should",
            "1 batches say otherwise than their lines"),
        reckon().equation().differences(RECOUNT.lines()).stream()
            .map(difference -> difference.replace(", not 0", ""))
            .toList());
  }

  @Test
  void a_lost_line_is_named() throws SQLException {
    tables.allocation("delete from order_line where orderid = 'shop:2'");
    assertDifferences(
        "lost: 2 of LAMP in order shop:2 (row 4 of the feed)",
        "5 lines are accounted for, the feed has 6");
  }

  @Test
  void one_of_two_equal_lines_that_is_lost_is_named() throws SQLException {
    tables.allocation(
        """
        delete from allocation where lineid = '2';
        delete from order_line where lineid = '2';
        """);
    assertNamed("lost: 6 of RUG in order shop:1 (row 2 of the feed)");
  }

  @Test
  void a_doubled_line_is_named() throws SQLException {
    tables.allocation(
        """
        insert into order_line (orderid, sku, lineid, qty, wanted_revision, arrival, state)
        values ('shop:2', 'LAMP', '2', 2, 1, 4, 'BACKORDERED')
        """);
    assertDifferences(
        "doubled: 2 of LAMP in order shop:2 is there 2 times instead of 1",
        "7 lines are accounted for, the feed has 6");
  }

  @Test
  void a_line_that_holds_stock_twice_is_named() throws SQLException {
    tables.allocation(
        """
        alter table batch drop constraint batch_never_oversold;
        alter table allocation drop constraint allocation_pkey;
        insert into allocation (orderid, sku, lineid, batchref, qty, sequence)
        values ('shop:1', 'RUG', '1', 'rugs', 6, 4);
        """);
    assertNamed(
        "allocated twice: 6 of RUG in order shop:1, ALLOCATED, holds [6 of batch rugs, 6 of batch rugs]");
  }

  @Test
  void an_oversold_unit_is_named_and_counted() throws SQLException {
    tables.allocation(
        """
        alter table batch drop constraint batch_never_oversold;
        update batch set qty = 11 where batchref = 'rugs';
        """);
    assertNamed("oversold by 1: batch rugs of RUG, 11 purchased, 12 allocated");
    assertEquals(1, reckon().equation().oversold());
  }

  @Test
  void a_batch_whose_total_is_not_that_of_its_lines_is_named() throws SQLException {
    tables.allocation("update batch set allocated = 11 where batchref = 'rugs'");
    assertNamed("batch rugs of RUG says that 11 are allocated, its lines hold 12");
  }

  @Test
  void a_line_with_another_quantity_is_lost_and_nobodys() throws SQLException {
    tables.allocation("update order_line set qty = 7 where orderid = 'shop:2'");
    assertDifferences(
        "lost: 2 of LAMP in order shop:2 (row 4 of the feed)",
        "nobody ordered: 7 of LAMP in order shop:2");
  }

  @Test
  void a_cancellation_that_took_no_effect_is_named() throws SQLException {
    tables.allocation(
        """
        update order_line set cancelled_revision = null, state = 'BACKORDERED'
        where orderid = 'shop:3'
        """);
    assertDifferences("not cancelled: 3 of LAMP in order shop:3");
  }

  @Test
  void a_line_that_is_missing_in_quarantine_is_named() throws SQLException {
    tables.legacy("delete from quarantine_entry where number = 'R4'");
    assertNamed(
        "quarantine: -1 of RUG in order R4 as return_without_order is there 0 times instead of 1");
  }

  @Test
  void a_parked_command_is_named() throws SQLException {
    tables.allocation(
        """
        insert into inbox (message_id, state, type, sku, orderid, received_at, body, code, reason)
        values ('m', 'PARKED', 'allocate', 'LAMP', 'shop:2', now(), 'x', 'malformed', 'no quantity')
        """);
    assertDifferences("parked: a command allocate for LAMP of order shop:2: no quantity");
  }

  @Test
  void a_batch_that_was_doubled_or_lost_is_named() throws SQLException {
    tables.allocation(
        """
        delete from batch where batchref = 'lamps';
        insert into batch (sku, batchref, original_qty, qty) values ('RUG', 'more', 1, 1);
        """);
    assertNamed("lost: batch lamps of LAMP");
    assertNamed("nobody purchased: Batch[sku=RUG, batchref=more, qty=1, allocated=0, eta=null]");
  }

  @Test
  void a_view_that_differs_is_named() throws SQLException {
    tables.availability(
        """
        update batch_view set available = 1 where batchref = 'rugs';
        update product_view set sequence = 2 where sku = 'RUG';
        """);
    assertDifferences(
        "availability knows RUG up to event 2 of 3",
        "availability has ViewBatch[sku=RUG, batchref=rugs, available=1, eta=null] where it should be ViewBatch[sku=RUG, batchref=rugs, available=0, eta=null]");
  }

  @Test
  void what_the_shop_could_not_send_is_named() throws SQLException {
    Sale sale = new Sale(3, 4, Set.of("3"), 1, List.of("refused order 2: fault"));
    assertEquals(
        List.of(
            "not taken: refused order 2: fault",
            "the shop sent 3 orders with 4 lines, the feed has 4 with 6"),
        Reckoning.of(RECOUNT, PURCHASED, sale, RULES, tables.read()).differences());
  }

  private Reckoning.Result reckon() throws SQLException {
    return Reckoning.of(RECOUNT, PURCHASED, SALE, RULES, tables.read());
  }

  private void assertDifferences(String... differences) throws SQLException {
    assertEquals(Set.of(differences), Set.copyOf(reckon().differences()));
  }

  private void assertNamed(String difference) throws SQLException {
    List<String> differences = reckon().differences();
    assertTrue(differences.contains(difference), String.join("\n", differences));
  }
}
