package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.routing.Affinity.AddedSku;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class AffinityTest {

  private static final List<String> SKUS = List.of("A", "B", "C", "D", "E", "F");

  @Test
  void an_order_is_split_when_some_of_it_is_ours_and_some_is_not() {
    Affinity affinity =
        new Affinity(
            baskets(List.of(List.of("A", "B"), List.of("A"), List.of("B", "C"), List.of("C"))),
            Set.of("A"));
    assertEquals(1, affinity.split());
  }

  @Test
  void a_sku_that_makes_orders_whole_is_added_and_one_that_splits_more_is_not() {
    Affinity affinity =
        new Affinity(
            baskets(
                List.of(
                    List.of("A", "B"),
                    List.of("A", "B"),
                    List.of("A", "C"),
                    List.of("C", "D"),
                    List.of("C", "D"))),
            Set.of("A"));
    assertEquals(3, affinity.split());
    assertEquals(List.of(new AddedSku("B", 1)), affinity.add(10));
  }

  @Test
  void of_skus_that_do_alike_the_first_is_added_first() {
    Affinity affinity =
        new Affinity(baskets(List.of(List.of("A", "C"), List.of("B", "A"))), Set.of("A"));
    assertEquals(List.of(new AddedSku("B", 1), new AddedSku("C", 0)), affinity.add(10));
  }

  @Test
  void a_sku_on_two_lines_is_one_sku_and_an_order_without_any_is_none() {
    OrderBaskets baskets = new OrderBaskets();
    baskets.add("A");
    baskets.add("A");
    baskets.end();
    baskets.end();
    assertEquals(1, baskets.orders());
    assertEquals(0, new Affinity(baskets, Set.of("A")).split());
  }

  /** Counted anew for each SKU that could be next. */
  @Property(tries = 500)
  void each_sku_that_is_added_is_the_best_of_all_and_its_number_is_right(
      @ForAll("orders") List<List<String>> orders, @ForAll("some") Set<String> ours) {
    Set<String> taken = new HashSet<>(ours);
    long before = split(orders, taken);
    Affinity affinity = new Affinity(baskets(orders), ours);
    assertEquals(before, affinity.split());
    for (AddedSku added : affinity.add(SKUS.size())) {
      long best =
          SKUS.stream()
              .filter(sku -> !taken.contains(sku))
              .mapToLong(sku -> with(orders, taken, sku))
              .min()
              .orElseThrow();
      assertEquals(best, added.split());
      assertTrue(added.split() < before);
      taken.add(added.sku());
      before = added.split();
      assertEquals(before, split(orders, taken));
    }
    long left = before;
    SKUS.stream()
        .filter(sku -> !taken.contains(sku))
        .forEach(sku -> assertTrue(with(orders, taken, sku) >= left));
  }

  private static long with(List<List<String>> orders, Set<String> taken, String sku) {
    Set<String> more = new HashSet<>(taken);
    more.add(sku);
    return split(orders, more);
  }

  private static long split(List<List<String>> orders, Set<String> ours) {
    return orders.stream()
        .filter(order -> order.stream().anyMatch(ours::contains))
        .filter(order -> !ours.containsAll(order))
        .count();
  }

  private static OrderBaskets baskets(List<List<String>> orders) {
    OrderBaskets baskets = new OrderBaskets();
    for (List<String> order : orders) {
      order.forEach(baskets::add);
      baskets.end();
    }
    return baskets;
  }

  @Provide
  Arbitrary<List<List<String>>> orders() {
    return Arbitraries.of(SKUS)
        .list()
        .ofMinSize(1)
        .ofMaxSize(4)
        .map(each -> (List<String>) new ArrayList<>(each))
        .list()
        .ofMaxSize(20);
  }

  @Provide
  Arbitrary<Set<String>> some() {
    return Arbitraries.of(SKUS).set().ofMaxSize(3);
  }
}
