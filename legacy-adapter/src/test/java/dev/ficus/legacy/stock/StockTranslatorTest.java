package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.stock.OldStock.Naming;
import dev.ficus.legacy.stock.OldStock.ReportKind;
import java.time.LocalDate;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StockTranslatorTest {

  private static final ShopRules RULES =
      new ShopRules(
          ShopRules.LineIds.ITEM_ID,
          Optional.empty(),
          Set.of("POST"),
          Set.of(),
          Optional.empty(),
          ShopRules.OtherLines.GO_ON,
          ShopRules.NumericSkus.AS_TEXT);
  private static final Optional<LocalDate> CHRISTMAS = Optional.of(LocalDate.of(2010, 12, 24));

  @Test
  void days_are_read_as_old_senders_write_them() {
    for (String day :
        new String[] {"2010-12-24", "20101224", "2010-12-24 10:00:00", "20101224T10:00:00"}) {
      assertEquals(
          new StockChange.BatchCreated("B", "A", 5, CHRISTMAS),
          translated(ReportKind.CREATED, "B", "A", "5", day));
    }
    for (String none : new String[] {null, "", " ", "0000-00-00 00:00:00"}) {
      assertEquals(
          new StockChange.BatchEta("B", Optional.empty(), Optional.empty()),
          translated(ReportKind.ETA, "B", null, null, none));
    }
    for (String wrong : new String[] {"24.12.2010", "2010-02-30", "soon", "1292457600"}) {
      assertRefused(Reason.UNREADABLE_ETA, translated(ReportKind.LISTED, "B", "A", "5", wrong));
    }
  }

  @Test
  void nothing_is_a_quantity_of_stock_and_less_is_none() {
    assertEquals(
        new StockChange.SkuFigure("A", 0),
        translated(ReportKind.FIGURE, null, "A", "0.0000", null));
    assertRefused(Reason.NEGATIVE_QUANTITY, translated(ReportKind.QUANTITY, "B", "A", "-1", null));
    assertRefused(
        Reason.UNREADABLE_QUANTITY, translated(ReportKind.FIGURE, null, "A", "1.5", null));
    assertRefused(
        Reason.UNREADABLE_QUANTITY, translated(ReportKind.FIGURE, null, "A", "2147483648", null));
    assertRefused(
        Reason.UNREADABLE_QUANTITY, translated(ReportKind.QUANTITY, "B", "A", null, null));
  }

  @Test
  void a_figure_below_nothing_is_a_figure() {
    assertEquals(
        new StockChange.SkuFigure("A", -3),
        translated(ReportKind.FIGURE, null, "A", "-3.0000", null));
    assertEquals(
        new StockChange.SkuFigure("A", Integer.MIN_VALUE),
        translated(ReportKind.FIGURE, null, "A", "-2147483648", null));
    assertRefused(
        Reason.UNREADABLE_QUANTITY, translated(ReportKind.FIGURE, null, "A", "-2147483649", null));
    assertRefused(
        Reason.UNREADABLE_QUANTITY, translated(ReportKind.FIGURE, null, "A", "-1.5", null));
  }

  @Test
  void what_names_nothing_that_can_be_one_is_refused() {
    assertRefused(Reason.UNREADABLE_SKU, translated(ReportKind.FIGURE, null, null, "1", null));
    assertRefused(
        Reason.UNREADABLE_SKU, translated(ReportKind.FIGURE, null, "x".repeat(251), "1", null));
    assertRefused(Reason.UNREADABLE_SKU, translated(ReportKind.CREATED, "B", "", "1", null));
    assertRefused(
        Reason.UNREADABLE_BATCHREF, translated(ReportKind.ETA, "x".repeat(256), null, null, null));
    assertRefused(Reason.NOT_STOCK, translated(ReportKind.FIGURE, null, "POST", "1", null));
    assertEquals(
        new StockChange.BatchQuantity("B", Optional.empty(), 1),
        translated(ReportKind.QUANTITY, "B", "", "1", null));
  }

  @Test
  void a_number_that_may_be_a_products_id_is_no_sku() {
    for (String number : new String[] {"4711", "0", "+7", "-12"}) {
      for (ShopRules.NumericSkus skus : ShopRules.NumericSkus.values()) {
        assertEquals(skus == ShopRules.NumericSkus.NEVER, isId(skus, Naming.TEXT, number));
        assertEquals(skus != ShopRules.NumericSkus.ALWAYS, isId(skus, Naming.NUMBER, number));
        assertTrue(isId(skus, Naming.ID_BEFORE_SKU, number));
        assertTrue(isId(skus, Naming.ID, number));
        assertFalse(isId(skus, Naming.SKU, number));
      }
    }
    for (String sku : new String[] {"0012", "4711A", "47.11", "1e3", "4711 "}) {
      for (Naming naming : new Naming[] {Naming.TEXT, Naming.NUMBER, Naming.ID_BEFORE_SKU}) {
        assertFalse(isId(ShopRules.NumericSkus.NEVER, naming, sku));
      }
    }
  }

  private static boolean isId(ShopRules.NumericSkus skus, Naming naming, String written) {
    ShopRules rules =
        new ShopRules(
            ShopRules.LineIds.ITEM_ID,
            Optional.empty(),
            Set.of(),
            Set.of(),
            Optional.empty(),
            ShopRules.OtherLines.GO_ON,
            skus);
    StockChange change =
        new StockTranslator("shop", rules)
            .translate(new OldStock(ReportKind.FIGURE, null, naming, written, "5", null));
    return change.equals(new StockChange.Unreadable(Reason.PRODUCT_ID));
  }

  @Test
  void what_is_not_understood_says_so() {
    assertRefused(
        Reason.UNKNOWN_STOCK_CALL,
        new StockTranslator("shop", RULES).translate(OldStock.NOT_UNDERSTOOD));
    assertEquals(
        new StockChange.InStock("A", false),
        translated(ReportKind.IN_STOCK, null, "A", OldStock.NONE, null));
    assertEquals(
        new StockChange.InStock("A", true), translated(ReportKind.IN_STOCK, null, "A", null, null));
  }

  private static void assertRefused(Reason reason, StockChange change) {
    assertEquals(new StockChange.Unreadable(reason), change);
  }

  private static StockChange translated(
      ReportKind kind, String batchref, String sku, String quantity, String eta) {
    return new StockTranslator("shop", RULES)
        .translate(new OldStock(kind, batchref, sku, quantity, eta));
  }
}
