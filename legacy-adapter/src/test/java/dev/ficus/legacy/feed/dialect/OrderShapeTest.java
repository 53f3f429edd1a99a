package dev.ficus.legacy.feed.dialect;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import dev.ficus.legacy.order.OldItem;
import dev.ficus.legacy.order.OldItem.ItemKind;
import dev.ficus.legacy.order.OldItem.Parts;
import dev.ficus.legacy.order.OldOrder;
import dev.ficus.legacy.xmlrpc.Value;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an order as Magento writes it says, also after the customer was masked out of it. */
@Execution(CONCURRENT)
class OrderShapeTest {

  private static final OrderShape MAGENTO =
      new OrderShape(
          at("increment_id"),
          at("status", "state"),
          at("updated_at"),
          at("items"),
          new OrderShape.LineShape(
              at("item_id"),
              at("parent_item_id"),
              at("sku"),
              at("qty_ordered"),
              at("qty_canceled"),
              at("qty_refunded"),
              at("qty_shipped"),
              new Kinds(
                  at("product_type"),
                  at("is_virtual"),
                  at("product_options.shipment_type", "product_options"),
                  Set.of("virtual", "Downloadable"),
                  Set.of("bundle"),
                  Set.of("configurable"),
                  Pattern.compile(Kinds.SHIPPED_APART))));

  @Test
  void both_of_magentos_words_for_how_far_an_order_is_count() {
    assertEquals(
        List.of("cancel_ogone", "canceled"),
        read(struct("increment_id", "1", "status", "cancel_ogone", "state", "canceled"))
            .statuses());
    assertEquals(
        List.of("", "canceled"),
        read(struct("increment_id", "1", "status", "", "state", "canceled")).statuses());
  }

  @ParameterizedTest
  @CsvSource({
    "simple, 0, GOODS",
    "grouped, '', GOODS",
    "Bundle, 0, SET",
    "configurable, '', CHOICE",
    "virtual, 0, NO_GOODS",
    "downloadable, '', NO_GOODS",
    "giftcard, 1, NO_GOODS",
    "giftcard, 0, GOODS",
    "simple, 1.0000, NO_GOODS",
    "simple, Yes, NO_GOODS",
    "'', '', NOT_GIVEN",
    "'', true, NO_GOODS",
  })
  void an_items_kind_follows_from_its_type_and_from_whether_it_is_virtual(
      String type, String virtual, ItemKind kind) {
    Value order = order(struct("product_type", type, "is_virtual", virtual));
    assertEquals(kind, item(order).kind());
    assertEquals(kind, item(Masking.order(MAGENTO, order)).kind());
  }

  @Test
  void a_flag_or_a_number_may_say_that_an_item_is_virtual() {
    for (Value yes : List.of(new Value.Bool(true), new Value.Int(1), new Value.Real(1))) {
      assertEquals(
          ItemKind.NO_GOODS, item(order(new Value.Struct(Map.of("is_virtual", yes)))).kind());
    }
    for (Value no : List.of(new Value.Bool(false), new Value.Int(0), Value.NIL)) {
      assertEquals(
          ItemKind.NOT_GIVEN, item(order(new Value.Struct(Map.of("is_virtual", no)))).kind());
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a:2:{s:7:\"options\";s:5:\"Smith\";s:13:\"shipment_type\";s:1:\"1\";} | APART",
        "a:1:{s:13:\"shipment_type\";i:1;} | APART",
        "a:1:{s:13:\"shipment_type\";s:1:\"0\";} | TOGETHER",
        "a:1:{s:13:\"shipment_type\";i:0;} | TOGETHER",
        "{\"engraving\":\"Smith\",\"shipment_type\":\"1\"} | APART",
        "{\"shipment_type\": 1} | APART",
        "{\"shipment_type\":\"0\"} | TOGETHER",
        "{\"shipment_type\":10} | TOGETHER",
        "'' | NOT_GIVEN"
      })
  void how_a_bundles_parts_are_shipped_is_found_among_its_options(String options, Parts parts) {
    Value order = order(struct("product_options", options));
    assertEquals(parts, item(order).parts());
    Value masked = Masking.order(MAGENTO, order);
    assertEquals(parts, item(masked).parts());
    assertFalse(masked.toString().contains("Smith"));
  }

  @Test
  void the_options_may_be_a_struct() {
    for (Map.Entry<Value, Parts> each :
        Map.<Value, Parts>of(
                new Value.Text("1"), Parts.APART,
                new Value.Int(1), Parts.APART,
                new Value.Int(0), Parts.TOGETHER)
            .entrySet()) {
      Value options =
          new Value.Struct(
              Map.of("shipment_type", each.getKey(), "engraving", new Value.Text("Smith")));
      Value order = order(new Value.Struct(Map.of("product_options", options)));
      assertEquals(each.getValue(), item(order).parts());
      Value masked = Masking.order(MAGENTO, order);
      assertEquals(each.getValue(), item(masked).parts());
      assertFalse(masked.toString().contains("Smith"));
    }
  }

  @Test
  void what_stays_of_a_list_with_gaps_is_found_by_its_place_and_not_by_its_value() {
    Value same = struct("sku", "A", "name", "Smith");
    Map<String, Value> gaps = new LinkedHashMap<>();
    List.of("12", "7", "9").forEach(name -> gaps.put(name, same));
    OrderShape second =
        new OrderShape(at("items.1.sku"), at("x"), at("x"), at("none"), MAGENTO.line());
    Value masked = Masking.order(second, new Value.Struct(Map.of("items", new Value.Struct(gaps))));
    Map<String, Value> expected = new LinkedHashMap<>();
    expected.put("12", struct("sku", "masked", "name", "masked"));
    expected.put("7", struct("sku", "masked", "name", "masked"));
    expected.put("9", struct("sku", "A", "name", "masked"));
    assertEquals(new Value.Struct(Map.of("items", new Value.Struct(expected))), masked);
  }

  @Test
  void a_very_long_list_with_gaps_is_masked_member_by_member() {
    int many = 50_000;
    Map<String, Value> items = new LinkedHashMap<>();
    for (int i = 0; i < many; i++) {
      items.put("" + 2 * i, struct("sku", "A" + i, "name", "Smith"));
    }
    Value masked =
        Masking.order(
            MAGENTO,
            new Value.Struct(
                Map.of("increment_id", new Value.Text("1"), "items", new Value.Struct(items))));
    List<OldItem> read = read(masked).items();
    assertEquals(many, read.size());
    assertEquals("A0", read.get(0).sku());
    assertEquals("A49999", read.get(many - 1).sku());
  }

  private static ValuePath at(String... paths) {
    return ValuePath.of(List.of(paths));
  }

  private static Value order(Value item) {
    return new Value.Struct(
        Map.of("increment_id", new Value.Text("1"), "items", new Value.Array(List.of(item))));
  }

  private static Value struct(String... members) {
    Map<String, Value> struct = new LinkedHashMap<>();
    for (int i = 0; i < members.length; i += 2) {
      struct.put(members[i], new Value.Text(members[i + 1]));
    }
    return new Value.Struct(struct);
  }

  private static OldOrder read(Value order) {
    return MAGENTO.order("shop", order).orElseThrow();
  }

  private static OldItem item(Value order) {
    return read(order).items().get(0);
  }
}
