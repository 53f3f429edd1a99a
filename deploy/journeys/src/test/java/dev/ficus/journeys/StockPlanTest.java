package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class StockPlanTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 1, 31);
  private static final Project PROJECT = Project.here();

  private final Recount recount =
      Recount.of(Feed.read(PROJECT.orders()), ShopRules.read(PROJECT.adapterConfiguration()));
  private final List<StockPlan.PlannedBatch> batches = StockPlan.of(recount, TODAY);

  @Test
  void the_same_feed_has_the_same_stock_at_every_run() {
    assertEquals(batches, StockPlan.of(recount, TODAY));
  }

  @Test
  void every_sku_that_is_ordered_has_stock_and_nothing_else_has() {
    Set<String> ordered =
        recount.stock().stream().map(Recount.StockLine::sku).collect(Collectors.toSet());
    assertEquals(
        ordered, batches.stream().map(StockPlan.PlannedBatch::sku).collect(Collectors.toSet()));
  }

  @Test
  void about_four_fifths_of_the_skus_are_in_the_warehouse() {
    long skus = batches.stream().map(StockPlan.PlannedBatch::sku).distinct().count();
    long inWarehouse = batches.stream().filter(batch -> batch.eta() == null).count();
    assertTrue(Math.abs((double) inWarehouse / skus - 0.8) < 0.05, inWarehouse + " of " + skus);
    assertTrue(
        batches.stream().allMatch(batch -> batch.eta() == null || batch.eta().isAfter(TODAY)));
  }

  @Test
  void some_skus_are_short_and_some_have_several_batches() {
    Map<String, Long> demand =
        recount.stock().stream()
            .collect(
                Collectors.groupingBy(
                    Recount.StockLine::sku, Collectors.summingLong(Recount.StockLine::qty)));
    Map<String, Long> supply =
        batches.stream()
            .collect(
                Collectors.groupingBy(
                    StockPlan.PlannedBatch::sku,
                    Collectors.summingLong(StockPlan.PlannedBatch::qty)));
    long shortOnes =
        demand.entrySet().stream()
            .filter(wanted -> supply.get(wanted.getKey()) < wanted.getValue())
            .count();
    assertTrue(shortOnes > 0 && shortOnes < demand.size() / 4, shortOnes + " are short");
    assertTrue(batches.size() > demand.size());
    assertEquals(
        batches.size(), batches.stream().map(StockPlan.PlannedBatch::batchref).distinct().count());
  }
}
