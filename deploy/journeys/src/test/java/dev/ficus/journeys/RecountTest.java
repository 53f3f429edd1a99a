package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.journeys.Recount.RefusedLine;
import dev.ficus.journeys.Recount.StockLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class RecountTest {
  private static final ShopRules RULES =
      new ShopRules("shop", "/rpc", Set.of("POSTAGE"), Optional.of(Pattern.compile("R.*")));

  private final List<Feed.Row> rows = new ArrayList<>();

  @Test
  void every_row_is_counted_once() {
    row("1", "RUG", "6");
    row("1", "RUG", "6");
    row("1", "POSTAGE", "1");
    row("2", "rug", "1");
    Recount recount = Recount.of(rows, RULES);
    assertEquals(2, recount.orders());
    assertEquals(
        List.of(
            new StockLine(1, "1", "RUG", 6),
            new StockLine(2, "1", "RUG", 6),
            new StockLine(4, "2", "rug", 1)),
        recount.stock());
    assertEquals(List.of(new RefusedLine(3, "1", "POSTAGE", "1", "not_stock")), recount.refused());
  }

  @Test
  void the_number_of_an_order_can_make_it_a_return() {
    row("R1", "RUG", "6");
    row("R1", "POSTAGE", "-1");
    assertReasons("return_without_order", "return_without_order");
  }

  @Test
  void an_order_that_only_takes_back_is_a_return() {
    row("1", "RUG", "-6");
    row("1", "LAMP", "-1");
    assertReasons("return_without_order", "return_without_order");
  }

  @Test
  void what_cannot_be_counted_is_refused_row_by_row() {
    row("1", "RUG", "1.0000");
    row("1", "RUG", "-6");
    row("1", "RUG", "0");
    row("1", "RUG", "1.5");
    row("1", "RUG", "2147483648");
    row("1", "RUG", "six");
    row("1", "", "1");
    row("1", "x".repeat(256), "1");
    assertReasons(
        "negative_quantity",
        "zero_quantity",
        "unreadable_quantity",
        "unreadable_quantity",
        "unreadable_quantity",
        "unreadable_sku",
        "unreadable_sku");
  }

  private void row(String order, String sku, String qty) {
    rows.add(new Feed.Row(rows.size() + 1, order, sku, qty));
  }

  private void assertReasons(String... reasons) {
    assertEquals(
        List.of(reasons),
        Recount.of(rows, RULES).refused().stream().map(RefusedLine::reason).toList());
  }
}
