package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * A wave of the products that are ordered most often, as a careful team would begin: none that is
 * returned, and none by which an order is wholly ours that has charges too. Both would leave
 * something in the quarantine that has to be settled before the next step.
 */
record PlannedWave(String name, List<String> skus) {
  /** Of so many products one is in the first wave. */
  private static final int FIRST = 20;

  private static final int SECOND = 8;

  /**
   * Plans two waves.
   *
   * @throws DemoException when there are too few products
   */
  static List<PlannedWave> two(Recount recount) {
    Map<String, Integer> lines = new HashMap<>();
    recount.stock().forEach(line -> lines.merge(line.sku(), 1, Integer::sum));
    recount.refused().forEach(line -> lines.remove(line.sku()));
    List<String> products = new ArrayList<>(lines.keySet());
    products.sort(Comparator.comparing((String sku) -> -lines.get(sku)).thenComparing(sku -> sku));
    int first = products.size() / FIRST;
    int second = products.size() / SECOND;
    if (first == 0) {
      throw new DemoException(
          "waves need orders of at least %d products that are never returned, there are %d"
              .formatted(FIRST, products.size()));
    }
    Set<String> both = new HashSet<>(products.subList(0, first + second));
    keepFromCharges(recount, both);
    return List.of(
        new PlannedWave("first", only(both, products.subList(0, first))),
        new PlannedWave("second", only(both, products.subList(first, first + second))));
  }

  private static List<String> only(Set<String> planned, List<String> products) {
    return products.stream().filter(planned::contains).sorted().toList();
  }

  /** Of an order with lines that are not fulfilled at least one product stays the monolith's. */
  private static void keepFromCharges(Recount recount, Set<String> planned) {
    Set<String> charged =
        recount.refused().stream().map(Recount.RefusedLine::order).collect(Collectors.toSet());
    Map<String, Set<String>> products =
        recount.stock().stream()
            .filter(line -> charged.contains(line.order()))
            .collect(
                Collectors.groupingBy(
                    Recount.StockLine::order,
                    Collectors.mapping(
                        Recount.StockLine::sku, Collectors.toCollection(TreeSet::new))));
    for (Set<String> skus : products.values()) {
      if (planned.containsAll(skus)) {
        planned.remove(skus.iterator().next());
      }
    }
  }
}
