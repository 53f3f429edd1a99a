package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.journeys.OldBooks.OldLine;
import dev.ficus.journeys.OldBooks.OldStock;
import dev.ficus.journeys.OwnerBooks.OwnedLine;
import dev.ficus.journeys.StockSnapshot.SnapshotProduct;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Plants differences into the books of both worlds, and sees each of them named. */
class StranglingReckoningTest {
  private static final ShopRules RULES =
      new ShopRules("shop", "/rpc", Set.of("POSTAGE"), Optional.of(Pattern.compile("R.*")));

  /** Order 1 is the monolith's, 2 has lines of both, 3 and the return R4 are ours. */
  private static final Recount RECOUNT =
      Recount.of(
          List.of(
              new Feed.Row(1, "1", "TABLE", "2"),
              new Feed.Row(2, "1", "POSTAGE", "1"),
              new Feed.Row(3, "2", "RUG", "6"),
              new Feed.Row(4, "2", "TABLE", "3"),
              new Feed.Row(5, "2", "POSTAGE", "1"),
              new Feed.Row(6, "3", "RUG", "1"),
              new Feed.Row(7, "3", "POSTAGE", "1"),
              new Feed.Row(8, "R4", "RUG", "-1")),
          RULES);

  private static final Sale SALE = new Sale(4, 8, Set.of(), 0, List.of());

  private static Tables right;

  private final Tables tables = right.ofOneTest();
  private final List<OldLine> lines =
      new ArrayList<>(
          List.of(
              new OldLine("1", "1", "TABLE", 2, "promised"),
              new OldLine("1", "2", "POSTAGE", 1, "to-buy"),
              new OldLine("2", "2", "TABLE", 3, "promised"),
              new OldLine("2", "3", "POSTAGE", 1, "to-buy")));
  private final Map<String, OldStock> stock =
      new HashMap<>(
          Map.of(
              "TABLE", new OldStock("TABLE", 20, 0, 0, 20, 5, 0, 15),
              "RUG", new OldStock("RUG", 12, 0, 0, 12, 0, 0, 12)));
  private final Map<String, Long> shown = new HashMap<>(Map.of("TABLE", 15L, "RUG", 5L));
  private final Map<String, SnapshotProduct> snapshot =
      new HashMap<>(
          Map.of(
              "TABLE", new SnapshotProduct("TABLE", true, 0, 15),
              "RUG", new SnapshotProduct("RUG", false, 7, 5)));
  private final List<OrderDocument> without =
      new ArrayList<>(
          List.of(
              document("1", item(1, "TABLE"), item(2, "POSTAGE")),
              document("2", item(1, "RUG"), item(2, "TABLE"), item(3, "POSTAGE")),
              document("3", item(1, "RUG"), item(2, "POSTAGE")),
              document("R4", item(1, "RUG"))));
  private final List<OrderDocument> with =
      new ArrayList<>(List.of(without.get(0), document("2", item(2, "TABLE"), item(3, "POSTAGE"))));
  private final List<OwnerBooks> earlier = new ArrayList<>();

  @BeforeAll
  static void fill() throws SQLException {
    right =
        Tables.with(
            """
        insert into product (sku, sequence) values ('RUG', 3), ('TABLE', 1);
        insert into batch (sku, batchref, original_qty, qty, allocated)
        values ('RUG', 'shop:RUG', 12, 12, 0), ('TABLE', 'shop:TABLE', 15, 15, 0);
        insert into order_line (orderid, sku, lineid, qty, wanted_revision, arrival, state)
        values ('shop:2', 'RUG', '1', 6, 1, 2, 'ALLOCATED'),
               ('shop:3', 'RUG', '1', 1, 1, 3, 'ALLOCATED');
        insert into allocation (orderid, sku, lineid, batchref, qty, sequence)
        values ('shop:2', 'RUG', '1', 'shop:RUG', 6, 2), ('shop:3', 'RUG', '1', 'shop:RUG', 1, 3);
        """,
            """
        insert into product_view (sku, sequence, heard, as_of, version, changed)
        values ('RUG', 3, 3, now(), 1, 1), ('TABLE', 1, 1, now(), 1, 2);
        insert into batch_view (sku, batchref, eta, available)
        values ('RUG', 'shop:RUG', null, 5), ('TABLE', 'shop:TABLE', null, 15);
        """,
            """
        insert into routing (default_route) values ('legacy');
        insert into wave (name) values ('first');
        insert into sku_route (sku, route, wave) values ('RUG', 'new', 'first');
        insert into reported_figure (source, sku, shop, qty, called, qty_said)
        values ('shop', 'RUG', 'shop', 12, 1, 1), ('shop', 'TABLE', 'shop', 15, 2, 2);
        insert into ledger_order (shop, number) values ('shop', '1'), ('shop', '2'), ('shop', '3');
        insert into ledger_line (shop, number, sku, lineid, qty, revision, state, owner, correlation)
        values ('shop', '1', 'TABLE', '1', 2, 1, 'ordered', 'monolith', 'c'),
               ('shop', '2', 'RUG', '1', 6, 1, 'ordered', 'new', 'c'),
               ('shop', '2', 'TABLE', '2', 3, 1, 'ordered', 'monolith', 'c'),
               ('shop', '3', 'RUG', '1', 1, 1, 'ordered', 'new', 'c');
        insert into quarantine_document (sha256, xml, received_at) values ('x', 'x', now());
        insert into quarantine_entry
          (fingerprint, subject, shop, number, sku, lineid, qty, reason, feed, correlation, document, received_at)
        values ('1', 'line', 'shop', '3', 'POSTAGE', '2', '1.0000', 'not_stock', 'f', 'c', 'x', now()),
               ('2', 'line', 'shop', 'R4', 'RUG', '1', '-1.0000', 'return_without_order', 'f', 'c', 'x', now());
        """);
  }

  @Test
  void what_is_right_has_no_differences() throws SQLException {
    StranglingReckoning.Outcome outcome = reckon();
    assertEquals(List.of(), outcome.differences());
    assertEquals(new StranglingReckoning.Outcome(4, 4, 1, 1, 2, List.of(), List.of()), outcome);
  }

  @Test
  void i1_a_line_that_is_nowhere_is_named() throws SQLException {
    lines.remove(0);
    assertNamed("I1: lost: line 1 (TABLE) of order 1");
  }

  @Test
  void i1_a_line_that_is_in_both_worlds_is_named() throws SQLException {
    lines.add(new OldLine("2", "1", "RUG", 6, "promised"));
    assertNamed("I1: line 1 (RUG) of order 2 is in 2 places: [allocation, the monolith]");
  }

  @Test
  void i1_a_line_of_the_monoliths_that_waits_in_quarantine_too_is_named() throws SQLException {
    tables.legacy("update quarantine_entry set number = '1' where sku = 'POSTAGE'");
    assertNamed("I1: line 2 (POSTAGE) of order 1 is in 2 places: [quarantine, the monolith]");
    assertNamed("I1: lost: line 2 (POSTAGE) of order 3");
  }

  @Test
  void i1_a_line_that_nobody_sent_and_another_quantity_are_named() throws SQLException {
    lines.set(0, new OldLine("1", "1", "TABLE", 3, "promised"));
    lines.add(new OldLine("9", "1", "TABLE", 1, "to-buy"));
    assertNamed("I1: line 1 (TABLE) of order 1 has 3 units in the monolith, the shop sent 2");
    assertNamed("I1: nobody sent line 1 (TABLE) of order 9");
  }

  @Test
  void i1_an_order_that_the_monolith_may_or_may_not_have_is_named() throws SQLException {
    tables.legacy(
        """
        insert into forward (id, shop, number, feed, correlation) values (1, 'shop', '1', 'f', 'c');
        update ledger_order set approval = 'awaited', approval_since = now() where number = '2';
        """);
    assertNamed("I1: order 1 is in doubt, or waits for the monolith");
    assertNamed("I1: order 2 is in doubt, or waits for the monolith");
  }

  @Test
  void i2_what_was_promised_twice_is_named() throws SQLException {
    stock.put("RUG", new OldStock("RUG", 12, 0, 0, 12, 6, 0, 6));
    lines.add(new OldLine("T000001", "1", "RUG", 6, "promised"));
    tables.legacy("update reported_figure set qty = 6 where sku = 'RUG'");
    assertNamed(
        "I2: of RUG 6 are promised by the monolith and 7 held for our lines, and there are 12");
  }

  @Test
  void i2_until_the_monolith_has_reported_its_own_move_it_is_an_exception() throws SQLException {
    stock.put("RUG", new OldStock("RUG", 12, 0, 0, 12, 6, 0, 6));
    lines.add(new OldLine("T000001", "1", "RUG", 6, "promised"));
    StranglingReckoning.Outcome outcome = reckon();
    assertEquals(
        List.of(
            "I2: of RUG 6 are promised by the monolith and 7 held for our lines, and there are 12;"
                + " its figure fell by 6 since it reported it"),
        outcome.exceptions());
    assertTrue(outcome.differences().stream().noneMatch(text -> text.startsWith("I2")));
  }

  @Test
  void i3_units_that_have_gone_astray_are_named() throws SQLException {
    stock.put("TABLE", new OldStock("TABLE", 20, 0, 0, 19, 5, 0, 14));
    assertNamed("I3: units of TABLE do not add up: ");
    assertNamed("ours: purchased was ");
  }

  @Test
  void i3_of_what_is_ours_each_unit_is_followed_too() throws SQLException {
    tables.allocation("update batch set allocated = 8 where sku = 'RUG'");
    assertNamed("ours: batch shop:RUG of RUG says that 8 are allocated, its lines hold 7");
  }

  @Test
  void i7_a_byte_that_changed_on_its_way_is_named() throws SQLException {
    with.set(0, document("1", item(1, "TABLE"), item(2, "postage")));
    assertNamed("I7: sales_order.create of order 1 is another than it was, from byte ");
  }

  @Test
  void i7_a_cut_that_took_too_much_or_too_little_is_named() throws SQLException {
    with.set(1, document("2", item(2, "TABLE")));
    assertNamed("I7: sales_order.create of order 2 is another than what the cut leaves");
    with.set(1, without.get(1));
    assertNamed("I7: sales_order.create of order 2 is another than what the cut leaves");
  }

  @Test
  void i7_a_document_that_should_not_have_arrived_and_one_that_should_are_named()
      throws SQLException {
    with.set(0, without.get(2));
    assertNamed("I7: sales_order.create of order 1 has not reached the monolith");
    assertNamed("I7: sales_order.create of order 3 has reached the monolith, and is wholly ours");
  }

  @Test
  void i8_an_owner_that_the_route_did_not_give_is_named() throws SQLException {
    tables.legacy(
        """
        alter table ledger_line disable trigger ledger_line_rules;
        update ledger_line set owner = 'monolith' where number = '3';
        """);
    assertNamed(
        "I8: the owner of LineKey[orderid=shop:3, sku=RUG, lineid=1] is monolith, by its route it is not");
    assertNamed(
        "I8: allocation has LineKey[orderid=shop:3, sku=RUG, lineid=1], whose owner is monolith");
  }

  @Test
  void i8_an_owner_that_has_changed_is_named() throws SQLException {
    earlier.add(reading("legacy", 0, "monolith"));
    assertNamed(
        "I8: the owner of LineKey[orderid=shop:3, sku=RUG, lineid=1] was monolith and is new");
  }

  @Test
  void i8_a_line_has_the_owner_that_the_route_gave_it_when_it_was_first_seen() throws SQLException {
    tables.legacy("alter table sku_route disable trigger user; update sku_route set epoch = 1");
    earlier.add(reading("legacy", 0, "monolith"));
    assertNamed(
        "I8: the owner of LineKey[orderid=shop:3, sku=RUG, lineid=1] was monolith and is new");
    earlier.set(0, reading("new", 0, "new"));
    assertTrue(reckon().differences().stream().noneMatch(text -> text.startsWith("I8")));
    earlier.set(0, reading("legacy", 0, "new"));
    assertNamed(
        "I8: the owner of LineKey[orderid=shop:3, sku=RUG, lineid=1] is new, by its route it is not");
  }

  private static OwnerBooks reading(String route, int epoch, String owner) {
    return new OwnerBooks(
        "legacy",
        Map.of("RUG", new OwnerBooks.StoredRoute(route, epoch)),
        List.of(new OwnedLine(new Books.LineKey("shop:3", "RUG", "1"), owner)),
        Map.of(),
        Map.of(),
        List.of(),
        List.of());
  }

  @Test
  void i6_a_change_of_a_route_that_nobody_wrote_down_is_named() throws SQLException {
    tables.legacy("alter table sku_route disable trigger user; update sku_route set epoch = 1");
    assertNamed("I6: log or events lack a change of the route of RUG");
  }

  @Test
  void i9_units_that_are_set_aside_and_nobody_knows_of_are_named() throws SQLException {
    stock.put("RUG", new OldStock("RUG", 12, 0, 0, 12, 0, 3, 9));
    assertNamed("I9: the monolith has set aside 3 of RUG, and as far as we know 0");
  }

  @Test
  void i8_a_line_that_went_to_the_wrong_world_is_named() throws SQLException {
    lines.add(new OldLine("3", "2", "POSTAGE", 1, "to-buy"));
    tables.legacy("delete from quarantine_entry where number = '3'");
    assertNamed("I8: line 2 (POSTAGE) of order 3 is in the monolith, by its route it is not");
  }

  @Test
  void i8_a_product_that_is_open_in_spite_of_its_route_is_named() throws SQLException {
    snapshot.put("TABLE", new SnapshotProduct("TABLE", false, 0, 15));
    assertNamed("I8: the product TABLE is open in allocation, by its route it is not");
  }

  @Test
  void i10_a_shop_that_is_shown_more_than_there_is_is_named() throws SQLException {
    shown.put("RUG", 6L);
    shown.put("TABLE", 16L);
    assertNamed("I10: the shop is shown 6 of RUG, of which we have 5");
    assertNamed("I10: the shop is shown 16 of TABLE, of which the monolith has 15");
  }

  private StranglingReckoning.Outcome reckon() throws SQLException {
    TwoWorlds worlds =
        new TwoWorlds(
            tables.read(),
            tables.owners(),
            new StockSnapshot(List.copyOf(snapshot.values())),
            new OldBooks(lines, List.copyOf(stock.values()), shown));
    return StranglingReckoning.of(
        RECOUNT,
        SALE,
        RULES,
        worlds,
        new DocumentReckoning.Documents(without, with),
        SwitchedStock.NONE,
        earlier);
  }

  private void assertNamed(String difference) throws SQLException {
    List<String> differences = reckon().differences();
    assertTrue(
        differences.stream().anyMatch(text -> text.startsWith(difference)),
        String.join("\n", differences));
  }

  private static OrderDocument document(String order, String... items) {
    return new OrderDocument(
        new OrderDocument.Subject("sales_order.create", order),
        "<order>%s</order>".formatted(String.join("", items)),
        "");
  }

  /** As the shop writes it. */
  private static String item(int id, String sku) {
    return ("<value><struct><member><name>item_id</name><value><string>%d</string></value></member>"
            + "<member><name>sku</name><value><string>%s</string></value></member></struct></value>")
        .formatted(id, sku);
  }
}
