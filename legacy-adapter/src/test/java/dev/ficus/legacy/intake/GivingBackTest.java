package dev.ficus.legacy.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.placement.HeldUnits;
import dev.ficus.legacy.placement.PlacementSettings;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.SourceStock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GivingBackTest {

  private static final int MORE_THAN_ARE_LOOKED_AT = 500;

  private final TestIntake intake = new TestIntake();
  private final Map<String, Long> held = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final Set<String> silent = new HashSet<>();
  private final GivingBack givingBack =
      new GivingBack(
          intake.stock(),
          (sku, batchref) -> {
            asked.add(sku);
            if (silent.contains(sku)) {
              throw new IOException("nobody answers");
            }
            if (!held.containsKey(sku)) {
              throw new HeldUnits.UnusableAnswer("nobody knows " + sku);
            }
            long units = held.get(sku);
            return units < 0 ? OptionalLong.empty() : OptionalLong.of(units);
          },
          new PlacementSettings() {
            @Override
            public Duration lookEvery() {
              return Duration.ZERO;
            }

            @Override
            public Duration overlap() {
              return Duration.ZERO;
            }
          });

  @AfterEach
  void stop() throws InterruptedException {
    intake.close();
  }

  @Test
  void units_that_lines_do_not_hold_any_more_leave_the_batch_and_are_to_be_given_back()
      throws Exception {
    countedOut("A");
    givingBack.run();
    assertEquals(new SourceStock(5, 3, 0, 0, 3), stock("A"), "no line has given anything back");
    held.put("A", 1L);
    intake.batches().returned("A");
    givingBack.run();
    assertEquals(new SourceStock(5, 1, 0, 2, 3), stock("A"));
    assertEquals(6, intake.batches().find("shop:A").orElseThrow().now().quantity());
    assertEquals(true, intake.batches().find("shop:A").orElseThrow().isConfirmed());
  }

  @Test
  void an_open_product_is_looked_at_again_later() throws Exception {
    countedOut("A");
    held.put("A", -1L);
    intake.batches().returned("A");
    givingBack.run();
    assertEquals(new SourceStock(5, 3, 0, 0, 3), stock("A"));
    held.put("A", 2L);
    givingBack.run();
    assertEquals(new SourceStock(5, 2, 0, 1, 3), stock("A"));
  }

  @Test
  void one_product_of_which_nothing_can_be_found_out_does_not_keep_the_others_waiting()
      throws Exception {
    countedOut("A");
    countedOut("B");
    held.put("B", 0L);
    intake.batches().returned("A");
    intake.batches().returned("B");
    givingBack.run();
    assertEquals(new SourceStock(5, 3, 0, 0, 3), stock("A"), "that is no news of its units");
    assertEquals(new SourceStock(5, 0, 0, 3, 3), stock("B"));
  }

  @Test
  void where_nobody_answers_the_others_are_not_tried_and_come_first_the_next_time() {
    for (String sku : List.of("A", "B", "C")) {
      countedOut(sku);
      held.put(sku, 0L);
      intake.batches().returned(sku);
    }
    silent.add("A");
    assertThrows(IOException.class, givingBack::run);
    assertEquals(List.of("A"), asked);
    assertThrows(IOException.class, givingBack::run);
    assertEquals(List.of("A", "B", "C", "A"), asked);
    assertEquals(new SourceStock(5, 0, 0, 3, 3), stock("B"));
    assertEquals(new SourceStock(5, 3, 0, 0, 3), stock("A"));
  }

  @Test
  void what_stays_to_be_looked_at_does_not_keep_others_from_their_turn_however_much_it_is()
      throws Exception {
    for (int at = 0; at < MORE_THAN_ARE_LOOKED_AT; at++) {
      String sku = "open %03d".formatted(at);
      countedOut(sku);
      held.put(sku, -1L);
      intake.batches().returned(sku);
    }
    countedOut("the last");
    held.put("the last", 0L);
    intake.batches().returned("the last");
    givingBack.run();
    givingBack.run();
    assertEquals(new SourceStock(5, 0, 0, 3, 3), stock("the last"));
  }

  /** Of a SKU of the monolith, which has counted three units out that lines hold. */
  private void countedOut(String sku) {
    intake.batches().legacy(sku);
    report(sku, "8");
    intake.batches().informed("shop:" + sku, 3);
    report(sku, "5");
  }

  private void report(String sku, String figure) {
    OldStock written = new OldStock(OldStock.ReportKind.FIGURE, null, sku, figure, null);
    intake
        .stock()
        .take(
            List.of(
                intake
                    .stock()
                    .report(
                        written,
                        "shop",
                        TestShop.RULES,
                        new ReportSource.ByCall(TestShop.arrival("call"), ""))))
        .confirmed()
        .join();
  }

  private SourceStock stock(String sku) {
    return intake.batches().figures("shop:" + sku).orElseThrow().stock();
  }
}
