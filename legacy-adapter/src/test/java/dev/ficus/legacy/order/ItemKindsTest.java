package dev.ficus.legacy.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ficus.legacy.order.OldItem.ItemKind;
import dev.ficus.legacy.order.OldItem.Parts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which entries of an order are the goods that leave the shelf. */
class ItemKindsTest {

  @Test
  void of_a_configurable_product_with_an_engraving_the_one_chosen_is_the_line() {
    Translation order =
        translated(
            item("1", null, "RUG-ENGRAVED", "2", "2", ItemKind.CHOICE, Parts.NOT_GIVEN),
            item("2", "1", "RUG", "2", "0.0000", ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("RUG", "1", 2, true)), order.lines());
    assertEquals(List.of(), order.refused());
  }

  @Test
  void the_parts_of_a_bundle_are_lines_and_leave_with_it() {
    Translation order =
        translated(
            item("1", null, "KIT", "2", "1", ItemKind.SET, Parts.TOGETHER),
            item("2", "1", "A", "4", "0", ItemKind.GOODS, Parts.NOT_GIVEN),
            item("3", "1", "B", "2", null, ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("A", "2", 4, false), line("B", "3", 2, false)), order.lines());
    Translation all =
        translated(
            item("1", null, "KIT", "2", "2.0000", ItemKind.SET, Parts.NOT_GIVEN),
            item("2", "1", "A", "4", "0", ItemKind.GOODS, Parts.NOT_GIVEN),
            item("3", "1", "B", "2", null, ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("A", "2", 4, true), line("B", "3", 2, true)), all.lines());
  }

  /** Magento may count one of the bundle as shipped with the first of its parts. */
  @ParameterizedTest
  @CsvSource({"APART", "NOT_GIVEN"})
  void parts_that_are_shipped_apart_leave_one_by_one(Parts parts) {
    Translation order =
        translated(
            item("1", null, "KIT", "1", "1", ItemKind.SET, parts),
            item("2", "1", "A", "2", "2", ItemKind.GOODS, Parts.NOT_GIVEN),
            item("3", "1", "B", "1", "0", ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("A", "2", 2, true), line("B", "3", 1, false)), order.lines());
  }

  @Test
  void a_bundle_that_is_shipped_together_has_left_though_a_part_counts_otherwise() {
    Translation order =
        translated(
            item("1", null, "KIT", "1", "1", ItemKind.SET, Parts.TOGETHER),
            item("2", "1", "A", "2", "1", ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("A", "2", 2, true)), order.lines());
  }

  @Test
  void what_is_cancelled_or_refunded_of_a_bundle_is_so_of_its_parts() {
    Translation order =
        translated(
            new OldItem("1", null, "KIT", "3", "1", "1", "0", ItemKind.SET, Parts.TOGETHER),
            new OldItem("2", "1", "A", "6", "0", "0", "0", ItemKind.GOODS, Parts.NOT_GIVEN),
            new OldItem("3", "1", "B", "3", null, null, null, ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("A", "2", 2, false), line("B", "3", 1, false)), order.lines());
  }

  @Test
  void a_figure_of_a_bundle_that_cannot_be_read_refuses_its_parts() {
    Translation order =
        translated(
            item("1", null, "KIT", "1", "some", ItemKind.SET, Parts.TOGETHER),
            item("2", "1", "A", "2", "0", ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(), order.lines());
    assertEquals(List.of(refused("A", "2", "2", Reason.UNREADABLE_QUANTITY, 1)), order.refused());
  }

  @Test
  void downloads_services_and_gift_cards_are_no_stock_also_in_a_bundle() {
    Translation order =
        translated(
            item("1", null, "GIFTCARD-50", "1", "0", ItemKind.NO_GOODS, Parts.NOT_GIVEN),
            item("2", null, "KIT", "1", "0", ItemKind.SET, Parts.TOGETHER),
            item("3", "2", "A", "1", "0", ItemKind.GOODS, Parts.NOT_GIVEN),
            item("4", "2", "MANUAL.PDF", "1", "0", ItemKind.NO_GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("A", "3", 1, false)), order.lines());
    assertEquals(
        List.of(
            refused("GIFTCARD-50", "1", "1", Reason.NOT_STOCK, 0),
            refused("MANUAL.PDF", "4", "1", Reason.NOT_STOCK, 3)),
        order.refused());
  }

  @Test
  void a_chosen_product_that_is_no_goods_is_no_stock() {
    Translation order =
        translated(
            item("1", null, "COURSE", "1", "0", ItemKind.CHOICE, Parts.NOT_GIVEN),
            item("2", "1", "COURSE-MAY", "1", "0", ItemKind.NO_GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(refused("COURSE-MAY", "1", "1", Reason.NOT_STOCK, 0)), order.refused());
  }

  @Test
  void goods_are_not_lost_behind_a_parent_that_is_none() {
    Translation order =
        translated(
            item("1", null, "A", "1", "0", ItemKind.NO_GOODS, Parts.NOT_GIVEN),
            item("2", "1", "A", "1", "0", ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("A", "2", 1, false)), order.lines());
    assertEquals(List.of(refused("A", "1", "1", Reason.NOT_STOCK, 0)), order.refused());
  }

  @Test
  void a_bundle_without_its_parts_is_refused_and_says_nothing_of_lines_it_does_not_show() {
    Translation order =
        translated(
            item("1", null, "KIT", "1", "0", ItemKind.SET, Parts.TOGETHER),
            item("4", null, "B", "1", "0", ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("B", "4", 1, false)), order.lines());
    assertEquals(List.of(refused("KIT", "1", "1", Reason.PARTS_NOT_SHOWN, 0)), order.refused());
    assertFalse(order.complete());
  }

  @Test
  void a_configurable_product_shown_without_the_one_chosen_has_its_sku() {
    assertEquals(
        List.of(line("SHIRT-M", "1", 1, false)),
        translated(item("1", null, "SHIRT-M", "1", "0", ItemKind.CHOICE, Parts.NOT_GIVEN)).lines());
  }

  @Test
  void goods_that_hang_on_goods_of_another_sku_are_both_lines() {
    Translation order =
        translated(
            item("1", null, "A", "1", "1", ItemKind.GOODS, Parts.NOT_GIVEN),
            item("2", "1", "RIBBON", "1", "0", ItemKind.GOODS, Parts.NOT_GIVEN));
    assertEquals(List.of(line("A", "1", 1, true), line("RIBBON", "2", 1, false)), order.lines());
  }

  @Test
  void items_that_are_their_own_ancestors_have_none() {
    Translation order =
        translated(
            item("1", "2", "A", "1", "0", ItemKind.SET, Parts.NOT_GIVEN),
            item("2", "1", "B", "1", "0", ItemKind.NOT_GIVEN, Parts.NOT_GIVEN),
            item("3", "3", "C", "1", "0", ItemKind.NOT_GIVEN, Parts.NOT_GIVEN),
            item("4", "2", "D", "1", "0", ItemKind.NOT_GIVEN, Parts.NOT_GIVEN));
    assertEquals(List.of(line("C", "3", 1, false), line("D", "4", 1, false)), order.lines());
    assertEquals(List.of(refused("A", "1", "1", Reason.PARTS_NOT_SHOWN, 0)), order.refused());
  }

  private static Translation translated(OldItem... items) {
    return new Translator(
            new ShopRules(
                ShopRules.LineIds.ITEM_ID,
                Optional.empty(),
                Set.of("POST"),
                Set.of("canceled"),
                Optional.empty(),
                ShopRules.OtherLines.GO_ON,
                ShopRules.NumericSkus.NEVER))
        .translate(new OldOrder(new OrderNumber("shop", "1"), List.of(), null, List.of(items)));
  }

  private static OldItem item(
      String id,
      String parent,
      String sku,
      String quantity,
      String shipped,
      ItemKind kind,
      Parts parts) {
    return new OldItem(id, parent, sku, quantity, null, null, shipped, kind, parts);
  }

  private static Translation.TranslatedLine line(
      String sku, String id, int quantity, boolean despatched) {
    return new Translation.TranslatedLine(new LineKey(sku, id), quantity, despatched, 0);
  }

  private static Rejection refused(
      String sku, String id, String quantity, Reason reason, int place) {
    return Rejection.ofLine(sku, id, quantity, reason, place, false);
  }
}
