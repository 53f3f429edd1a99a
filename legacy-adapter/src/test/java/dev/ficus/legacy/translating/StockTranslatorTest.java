package dev.ficus.legacy.translating;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.batch.OldStock;
import dev.ficus.legacy.batch.OldStock.Kind;
import dev.ficus.legacy.batch.Statement;
import dev.ficus.legacy.order.Reason;
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
          ShopRules.OtherLines.GO_ON);
  private static final Optional<LocalDate> CHRISTMAS = Optional.of(LocalDate.of(2010, 12, 24));

  @Test
  void days_are_read_as_old_senders_write_them() {
    for (String day :
        new String[] {"2010-12-24", "20101224", "2010-12-24 10:00:00", "20101224T10:00:00"}) {
      assertEquals(
          new Statement.Created("B", "A", 5, CHRISTMAS), said(Kind.CREATED, "B", "A", "5", day));
    }
    for (String none : new String[] {null, "", " ", "0000-00-00 00:00:00"}) {
      assertEquals(
          new Statement.Eta("B", Optional.empty(), Optional.empty()),
          said(Kind.ETA, "B", null, null, none));
    }
    for (String wrong : new String[] {"24.12.2010", "2010-02-30", "soon", "1292457600"}) {
      assertRefused(Reason.UNREADABLE_ETA, said(Kind.STANDING, "B", "A", "5", wrong));
    }
  }

  @Test
  void nothing_is_a_quantity_of_stock_and_less_is_none() {
    assertEquals(new Statement.Figure("A", 0), said(Kind.FIGURE, null, "A", "0.0000", null));
    assertRefused(Reason.NEGATIVE_QUANTITY, said(Kind.FIGURE, null, "A", "-1", null));
    assertRefused(Reason.UNREADABLE_QUANTITY, said(Kind.FIGURE, null, "A", "1.5", null));
    assertRefused(Reason.UNREADABLE_QUANTITY, said(Kind.FIGURE, null, "A", "2147483648", null));
    assertRefused(Reason.UNREADABLE_QUANTITY, said(Kind.QUANTITY, "B", "A", null, null));
  }

  @Test
  void what_names_nothing_that_can_be_one_is_refused() {
    assertRefused(Reason.UNREADABLE_SKU, said(Kind.FIGURE, null, null, "1", null));
    assertRefused(Reason.UNREADABLE_SKU, said(Kind.FIGURE, null, "x".repeat(251), "1", null));
    assertRefused(Reason.UNREADABLE_SKU, said(Kind.CREATED, "B", "", "1", null));
    assertRefused(Reason.UNREADABLE_BATCHREF, said(Kind.ETA, "x".repeat(256), null, null, null));
    assertRefused(Reason.NOT_STOCK, said(Kind.FIGURE, null, "POST", "1", null));
    assertEquals(
        new Statement.Quantity("B", Optional.empty(), 1), said(Kind.QUANTITY, "B", "", "1", null));
  }

  private static void assertRefused(Reason reason, Statement statement) {
    assertEquals(new Statement.Unreadable(reason), statement);
  }

  private static Statement said(
      Kind kind, String batchref, String sku, String quantity, String eta) {
    return new StockTranslator("shop", RULES)
        .translate(new OldStock(kind, batchref, sku, quantity, eta));
  }
}
