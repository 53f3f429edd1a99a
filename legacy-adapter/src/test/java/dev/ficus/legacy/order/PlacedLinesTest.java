package dev.ficus.legacy.order;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.OldItem.ItemKind;
import dev.ficus.legacy.order.OldItem.Parts;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Which items of an order leave it with which lines. */
class PlacedLinesTest {

  @Test
  void a_configurable_product_and_the_one_chosen_leave_together() {
    PlacedLines placed =
        placed(
            item("1", null, "RUG-RED", ItemKind.CHOICE),
            item("2", "1", "RUG", ItemKind.GOODS),
            item("3", null, "LAMP", ItemKind.GOODS));
    assertEquals(
        List.of(Optional.of(new LineKey("RUG", "1")), Optional.of(new LineKey("LAMP", "3"))),
        placed.lines().stream().map(PlacedLine::key).toList());
    assertEquals(Set.of(0, 1), itemsOf(placed, "RUG"));
    assertEquals(Set.of(2), itemsOf(placed, "LAMP"));
    assertEquals(Set.of(), itemsOf(placed));
  }

  @Test
  void a_bundle_leaves_with_the_last_of_its_parts() {
    PlacedLines placed =
        placed(
            item("1", null, "KIT", ItemKind.SET),
            item("2", "1", "A", ItemKind.GOODS),
            item("3", "1", "INNER", ItemKind.SET),
            item("4", "3", "B", ItemKind.GOODS),
            item("5", "3", "C", ItemKind.GOODS));
    assertEquals(Set.of(1), itemsOf(placed, "A"));
    assertEquals(Set.of(3), itemsOf(placed, "B"));
    assertEquals(Set.of(2, 3, 4), itemsOf(placed, "B", "C"));
    assertEquals(Set.of(0, 1, 2, 3, 4), itemsOf(placed, "A", "B", "C"));
  }

  @Test
  void a_bundle_with_a_service_in_it_stays_with_the_service() {
    PlacedLines placed =
        placed(
            item("1", null, "KIT", ItemKind.SET),
            item("2", "1", "A", ItemKind.GOODS),
            item("3", "1", "ASSEMBLY", ItemKind.NO_GOODS));
    assertEquals(Set.of(1), itemsOf(placed, "A"));
    assertTrue(placed.leavesChargesAlone(lines(placed, "A")));
    assertFalse(placed.leavesChargesAlone(lines(placed)));
  }

  @Test
  void a_line_that_is_refused_has_its_key_where_it_can_be_read() {
    PlacedLines placed =
        placed(
            item("1", null, "A", ItemKind.GOODS),
            item("1", null, "A", ItemKind.GOODS),
            item("3", null, null, ItemKind.GOODS),
            item("4", null, "SHIPPING", ItemKind.NO_GOODS));
    assertEquals(
        List.of(
            Optional.<Reason>empty(),
            Optional.of(Reason.DUPLICATE_LINE),
            Optional.of(Reason.UNREADABLE_SKU),
            Optional.of(Reason.NOT_STOCK)),
        placed.lines().stream().map(PlacedLine::refused).toList());
    assertEquals(
        List.of(
            Optional.of(new LineKey("A", "1")),
            Optional.of(new LineKey("A", "1")),
            Optional.<LineKey>empty(),
            Optional.of(new LineKey("SHIPPING", "4"))),
        placed.lines().stream().map(PlacedLine::key).toList());
    assertFalse(placed.leavesChargesAlone(lines(placed, "A")), "one that cannot be read is left");
  }

  private static Set<Integer> itemsOf(PlacedLines placed, String... skus) {
    return placed.itemsOf(lines(placed, skus));
  }

  private static List<PlacedLine> lines(PlacedLines placed, String... skus) {
    return placed.lines().stream()
        .filter(line -> List.of(skus).contains(String.valueOf(line.item().sku())))
        .toList();
  }

  private static OldItem item(String id, String parent, String sku, ItemKind kind) {
    return new OldItem(id, parent, sku, "2", null, null, null, kind, Parts.NOT_GIVEN);
  }

  private static PlacedLines placed(OldItem... items) {
    ShopRules rules =
        new ShopRules(
            ShopRules.LineIds.ITEM_ID,
            Optional.empty(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            ShopRules.OtherLines.GO_ON,
            ShopRules.NumericSkus.AS_TEXT);
    return new Translator(rules)
        .placed(new OldOrder(new OrderNumber("shop", "1"), List.of(), null, List.of(items)));
  }
}
