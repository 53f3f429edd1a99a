package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlannedWaveTest {
  private static final ShopRules RULES =
      new ShopRules("shop", "/rpc", Set.of("POSTAGE"), Optional.empty());

  private final List<Feed.Row> rows = new ArrayList<>();

  /** Of SKU-00 there are 41 lines, of SKU-01 40, and so on. */
  private void someOrders() {
    for (int sku = 0; sku <= 40; sku++) {
      for (int order = 0; order <= 40 - sku; order++) {
        sells("order-" + order, "SKU-%02d".formatted(sku), "1");
      }
    }
  }

  private void sells(String order, String sku, String qty) {
    rows.add(new Feed.Row(rows.size() + 1, order, sku, qty));
  }

  private List<PlannedWave> waves() {
    return PlannedWave.two(Recount.of(rows, RULES));
  }

  @Test
  void products_that_are_ordered_most_come_first_and_none_twice() {
    someOrders();
    assertEquals(
        List.of(
            new PlannedWave("first", List.of("SKU-00", "SKU-01")),
            new PlannedWave("second", List.of("SKU-02", "SKU-03", "SKU-04", "SKU-05", "SKU-06"))),
        waves());
  }

  @Test
  void what_is_returned_stays_with_the_monolith() {
    someOrders();
    sells("order-0", "SKU-00", "-1");
    assertFalse(waves().get(0).skus().contains("SKU-00"));
  }

  @Test
  void no_order_with_charges_becomes_wholly_ours() {
    someOrders();
    sells("charged", "SKU-00", "1");
    sells("charged", "SKU-02", "1");
    sells("charged", "POSTAGE", "1");
    Set<String> planned = new HashSet<>(waves().get(0).skus());
    planned.addAll(waves().get(1).skus());
    assertFalse(planned.containsAll(Set.of("SKU-00", "SKU-02")));
    assertTrue(planned.contains("SKU-01"));
  }

  @Test
  void too_few_products_are_refused() {
    sells("order", "SKU", "1");
    assertEquals(
        "waves need orders of at least 20 products that are never returned, there are 1",
        assertThrows(DemoException.class, this::waves).getMessage());
  }
}
