package dev.ficus.legacy.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslatorTest {

  private static final Translator BY_ITEM_ID = translator(ShopRules.LineIds.ITEM_ID);
  private static final Translator BY_OCCURRENCE = translator(ShopRules.LineIds.OCCURRENCE);

  @Test
  void an_order_becomes_its_lines() {
    Translation order =
        BY_ITEM_ID.translate(order(item("1", "85123A", "6.0000"), item("2", "71053", "6")));
    assertEquals(List.of(line("85123A", "1", 6), line("71053", "2", 6)), order.lines());
    assertEquals(List.of(), order.refused());
    assertTrue(order.complete());
  }

  @Test
  void a_sku_ordered_twice_is_two_lines_distinguished_by_item_id() {
    Translation order = BY_ITEM_ID.translate(order(item("1", "A", "2"), item("2", "A", "2")));
    assertEquals(List.of(line("A", "1", 2), line("A", "2", 2)), order.lines());
  }

  @Test
  void a_sku_ordered_twice_is_two_lines_distinguished_by_occurrence() {
    Translation order =
        BY_OCCURRENCE.translate(
            order(
                item(null, "A", "2"),
                item(null, "B", "1"),
                item(null, "A", "3"),
                item(null, "A", "4")));
    assertEquals(
        List.of(line("A", "", 2), line("B", "", 1), line("A", "2", 3), line("A", "3", 4)),
        order.lines());
  }

  @Test
  void skus_that_differ_in_case_or_space_are_different() {
    Translation order =
        BY_OCCURRENCE.translate(
            order(
                item(null, "15056BL", "1"),
                item(null, "15056bl", "1"),
                item(null, "15056BL ", "1")));
    assertEquals(
        List.of(line("15056BL", "", 1), line("15056bl", "", 1), line("15056BL ", "", 1)),
        order.lines());
  }

  @Test
  void a_configurable_product_and_the_simple_one_behind_it_count_once() {
    Translation order =
        BY_ITEM_ID.translate(
            order(
                item("1", "SHIRT-RED-M", "2"),
                new OldItem("2", "1", "SHIRT-RED-M", "2", null, null, null)));
    assertEquals(List.of(line("SHIRT-RED-M", "1", 2)), order.lines());
    assertEquals(List.of(), order.refused());
  }

  @Test
  void the_parts_of_what_is_bundled_are_the_goods_and_the_bundle_is_none() {
    Translation order =
        BY_ITEM_ID.translate(
            order(item("1", "BUNDLE", "1"), new OldItem("2", "1", "PART", "3", null, null, null)));
    assertEquals(List.of(line("PART", "2", 3)), order.lines());
    assertEquals(List.of(), order.refused());
  }

  @Test
  void a_child_whose_parent_is_missing_counts_for_itself() {
    Translation order =
        BY_ITEM_ID.translate(order(new OldItem("2", "1", "SHIRT-RED-M", "2", null, null, null)));
    assertEquals(List.of(line("SHIRT-RED-M", "2", 2)), order.lines());
  }

  @ParameterizedTest
  @CsvSource({
    "0, zero_quantity",
    "0.0000, zero_quantity",
    "-0, zero_quantity",
    "2.5, unreadable_quantity",
    "two, unreadable_quantity",
    "'', unreadable_quantity",
    "1e-3, unreadable_quantity",
    "2147483648, unreadable_quantity",
    "99999999999999999999999999999999999999999999, unreadable_quantity",
    "-3, negative_quantity",
    "-1.5, negative_quantity",
  })
  void a_quantity_that_cannot_be_ordered_is_refused_and_its_neighbour_goes_on(
      String quantity, String reason) {
    Translation order = BY_ITEM_ID.translate(order(item("1", "A", quantity), item("2", "B", "1")));
    assertEquals(List.of(line("B", "2", 1)), order.lines());
    assertEquals(List.of(refused(0, "A", "1", quantity, Reason.of(reason))), order.refused());
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "+7, 7", " 12.000 , 12", "2147483647, 2147483647", "3., 3", "010, 10"})
  void a_quantity_is_read_as_shops_write_it(String written, int quantity) {
    assertEquals(
        List.of(line("A", "1", quantity)),
        BY_ITEM_ID.translate(order(item("1", "A", written))).lines());
  }

  @Test
  void a_missing_quantity_is_refused() {
    assertEquals(
        List.of(refused(0, "A", "1", null, Reason.UNREADABLE_QUANTITY)),
        BY_ITEM_ID.translate(order(item("1", "A", null))).refused());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a\u000bb", "a\nb"})
  void a_sku_that_cannot_be_one_is_refused(String sku) {
    assertEquals(
        List.of(refused(0, sku, "1", "1", Reason.UNREADABLE_SKU)),
        BY_ITEM_ID.translate(order(item("1", sku, "1"))).refused());
  }

  @Test
  void a_sku_is_measured_in_bytes() {
    assertEquals(
        List.of(), BY_ITEM_ID.translate(order(item("1", "é".repeat(127) + "x", "1"))).refused());
    assertEquals(
        Reason.UNREADABLE_SKU,
        BY_ITEM_ID.translate(order(item("1", "é".repeat(128), "1"))).refused().get(0).reason());
  }

  @Test
  void a_line_without_item_id_is_refused_where_item_ids_distinguish_lines() {
    Translation order = BY_ITEM_ID.translate(order(item(null, "A", "1"), item("", "B", "1")));
    assertEquals(
        List.of(
            refused(0, "A", null, "1", Reason.UNREADABLE_ITEM_ID),
            refused(1, "B", null, "1", Reason.UNREADABLE_ITEM_ID)),
        order.refused());
  }

  @Test
  void a_line_that_cannot_be_distinguished_from_another_is_refused() {
    Translation order = BY_ITEM_ID.translate(order(item("1", "A", "1"), item("1", "A", "5")));
    assertEquals(List.of(line("A", "1", 1)), order.lines());
    assertEquals(List.of(refused(1, "A", "1", "5", Reason.DUPLICATE_LINE)), order.refused());
  }

  @Test
  void charges_and_services_are_no_stock_and_compared_as_written() {
    Translation order =
        BY_ITEM_ID.translate(
            order(
                item("1", "POST", "3"),
                item("2", "post", "1"),
                item("3", "BANK CHARGES", "-1"),
                item("4", "A", "1")));
    assertEquals(List.of(line("post", "2", 1), line("A", "4", 1)), order.lines());
    assertEquals(
        List.of(
            refused(0, "POST", "1", "3", Reason.NOT_STOCK),
            refused(2, "BANK CHARGES", "3", "-1", Reason.NOT_STOCK)),
        order.refused());
  }

  @Test
  void an_order_number_of_returns_makes_every_line_a_return() {
    Translation order =
        BY_ITEM_ID.translate(numbered("C536379", item("1", "A", "-1"), item("2", "POST", "1")));
    assertEquals(List.of(), order.lines());
    assertEquals(
        List.of(
            refused(0, "A", "1", "-1", Reason.RETURN_WITHOUT_ORDER),
            refused(1, "POST", "2", "1", Reason.RETURN_WITHOUT_ORDER)),
        order.refused());
    assertFalse(order.complete());
  }

  @Test
  void an_order_that_only_takes_back_is_a_return_by_whatever_number() {
    Translation order =
        BY_ITEM_ID.translate(numbered("536589", item("1", "A", "-10"), item("2", "B", "-1.0000")));
    assertEquals(
        List.of(Reason.RETURN_WITHOUT_ORDER, Reason.RETURN_WITHOUT_ORDER),
        order.refused().stream().map(Rejection::reason).toList());
  }

  @Test
  void an_order_without_lines_is_refused_unless_it_is_cancelled() {
    assertEquals(
        List.of(Rejection.ofOrder(Reason.NO_LINES)), BY_ITEM_ID.translate(order()).refused());
    Translation cancelled =
        BY_ITEM_ID.translate(new OldOrder(NUMBER, List.of("canceled"), null, List.of()));
    assertTrue(cancelled.cancelled());
    assertEquals(List.of(), cancelled.refused());
  }

  @ParameterizedTest
  @CsvSource({
    "canceled, processing",
    "cancel_ogone, canceled",
    "Canceled, CANCELED",
    "payment_failed, ' Closed '",
    "processing, closed"
  })
  void an_order_is_cancelled_if_one_of_its_words_says_so(String status, String state) {
    OldOrder order =
        new OldOrder(NUMBER, List.of(status, state), null, List.of(item("1", "A", "1")));
    assertTrue(BY_ITEM_ID.translate(order).cancelled());
  }

  @ParameterizedTest
  @CsvSource({"processing, complete", "cancel_ogone, processing", "holded, ''"})
  void an_order_is_wanted_if_none_of_its_words_says_otherwise(String status, String state) {
    OldOrder order =
        new OldOrder(NUMBER, List.of(status, state), null, List.of(item("1", "A", "1")));
    assertFalse(BY_ITEM_ID.translate(order).cancelled());
  }

  @Test
  void an_order_looks_the_same_however_its_figures_are_written_and_its_lines_are_ordered() {
    assertEquals(
        BY_ITEM_ID.translate(order(item("1", "A", "2"), item("2", "B", "1"))).fingerprint(),
        BY_ITEM_ID.translate(order(item("2", "B", "1.0000"), item("1", "A", "2."))).fingerprint());
  }

  @Test
  void an_order_looks_different_when_a_line_or_a_refusal_differs() {
    String fingerprint =
        BY_ITEM_ID.translate(order(item("1", "A", "2"), item("2", "POST", "1"))).fingerprint();
    assertNotEquals(
        fingerprint,
        BY_ITEM_ID.translate(order(item("1", "A", "3"), item("2", "POST", "1"))).fingerprint());
    assertNotEquals(
        fingerprint,
        BY_ITEM_ID.translate(order(item("1", "A", "2"), item("2", "POST", "2"))).fingerprint());
  }

  @Test
  void one_line_is_read_among_others_that_are_not_reported() {
    OldOrder order =
        order(item("1", "A", "2"), item("1", "A", "3"), item("2", "B", "x"), item("3", "C", "1"));
    assertEquals(List.of(line("C", "3", 1)), BY_ITEM_ID.translate(order, 3).lines());
    assertEquals(List.of(), BY_ITEM_ID.translate(order, 3).refused());
    assertEquals(
        List.of(refused(1, "A", "1", "3", Reason.DUPLICATE_LINE)),
        BY_ITEM_ID.translate(order, 1).refused());
    assertFalse(BY_ITEM_ID.translate(order, 3).complete());
    assertEquals(List.of(), BY_ITEM_ID.translate(order, 4).lines());
  }

  @Test
  void a_line_is_despatched_when_all_of_it_that_is_wanted_has_left() {
    assertEquals(
        List.of(
            line("A", "1", 3),
            line("B", "2", 3),
            despatched("C", "3", 3),
            despatched("D", "4", 2),
            line("E", "5", 2)),
        BY_ITEM_ID
            .translate(
                order(
                    item("1", "A", "3.0000", "0.0000", "0.0000"),
                    item("2", "B", "3.0000", null, "2.0000"),
                    item("3", "C", "3.0000", null, "3.0000"),
                    item("4", "D", "3.0000", "1.0000", "2.0000"),
                    item("5", "E", "3.0000", "1.0000", "1.0000")))
            .lines());
  }

  @Test
  void what_is_refunded_before_it_has_left_is_not_wanted_and_what_has_left_comes_back() {
    assertEquals(
        List.of(
            despatched("A", "1", 3),
            new Translation.TranslatedLine(new LineKey("B", "2"), 5, true, 1),
            new Translation.TranslatedLine(new LineKey("C", "3"), 3, true, 2)),
        BY_ITEM_ID
            .translate(
                order(
                    new OldItem("1", null, "A", "5", "0", "2", "3"),
                    new OldItem("2", null, "B", "5", "0", "1", "5"),
                    new OldItem("3", null, "C", "5", "1", "3", "3"),
                    new OldItem("4", null, "D", "5", "0", "5", "0")))
            .lines());
  }

  @Test
  void a_line_of_which_nothing_is_wanted_any_more_is_none() {
    Translation order =
        BY_ITEM_ID.translate(order(item("1", "A", "3", "3", "0"), item("2", "B", "1")));
    assertEquals(List.of(line("B", "2", 1)), order.lines());
    assertEquals(List.of(), order.refused());
    assertTrue(order.complete());
  }

  @Test
  void of_a_cancelled_order_what_has_left_was_fulfilled() {
    OldOrder order =
        new OldOrder(
            NUMBER,
            List.of("canceled"),
            null,
            List.of(item("1", "A", "3", "3", "0"), item("2", "B", "3", "2", "1")));
    assertEquals(
        List.of(line("A", "1", 3), despatched("B", "2", 1)), BY_ITEM_ID.translate(order).lines());
  }

  @Test
  void units_that_are_despatched_or_cancelled_must_be_units() {
    assertEquals(
        List.of(
            refused(0, "A", "1", "3", Reason.UNREADABLE_QUANTITY),
            refused(1, "B", "2", "3", Reason.NEGATIVE_QUANTITY)),
        BY_ITEM_ID
            .translate(order(item("1", "A", "3", null, "some"), item("2", "B", "3", "-1", null)))
            .refused());
  }

  @Test
  void other_lines_wait_for_what_may_be_goods_and_not_for_charges() {
    Translator waiting =
        new Translator(
            new ShopRules(
                ShopRules.LineIds.ITEM_ID,
                Optional.empty(),
                Set.of("POST"),
                Set.of(),
                Optional.empty(),
                ShopRules.OtherLines.WAIT,
                ShopRules.NumericSkus.AS_TEXT));
    assertEquals(
        List.of(true, false),
        waiting
            .translate(order(item("1", "A", "x"), item("2", "POST", "1"), item("3", "B", "1")))
            .refused()
            .stream()
            .map(Rejection::holds)
            .toList());
  }

  private static final OrderNumber NUMBER = new OrderNumber("shop", "536365");

  private static Translator translator(ShopRules.LineIds lineIds) {
    return new Translator(
        new ShopRules(
            lineIds,
            Optional.of(Pattern.compile("^C.*")),
            Set.of("POST", "BANK CHARGES"),
            Set.of("canceled", "closed"),
            Optional.empty(),
            ShopRules.OtherLines.GO_ON,
            ShopRules.NumericSkus.AS_TEXT));
  }

  private static OldOrder order(OldItem... items) {
    return new OldOrder(NUMBER, List.of("processing"), null, List.of(items));
  }

  private static OldOrder numbered(String number, OldItem... items) {
    return new OldOrder(new OrderNumber("shop", number), List.of(), null, List.of(items));
  }

  private static OldItem item(String id, String sku, String quantity) {
    return new OldItem(id, null, sku, quantity, null, null, null);
  }

  private static OldItem item(
      String id, String sku, String quantity, String cancelled, String shipped) {
    return new OldItem(id, null, sku, quantity, cancelled, null, shipped);
  }

  private static Rejection refused(
      int place, String sku, String lineid, String quantity, Reason reason) {
    return Rejection.ofLine(sku, lineid, quantity, reason, place, false);
  }

  private static Translation.TranslatedLine despatched(String sku, String lineid, int quantity) {
    return new Translation.TranslatedLine(new LineKey(sku, lineid), quantity, true, 0);
  }

  private static Translation.TranslatedLine line(String sku, String lineid, int quantity) {
    return new Translation.TranslatedLine(new LineKey(sku, lineid), quantity, false, 0);
  }
}
