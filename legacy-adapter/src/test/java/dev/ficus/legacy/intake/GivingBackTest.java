package dev.ficus.legacy.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.placement.PlacementSettings;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.SourceStock;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GivingBackTest {

  private final TestIntake intake = new TestIntake();
  private final Map<String, Long> held = new HashMap<>();
  private final GivingBack givingBack =
      new GivingBack(
          intake.stock(),
          (sku, batchref) -> {
            if (!held.containsKey(sku)) {
              throw new IOException("nobody answers for " + sku);
            }
            long units = held.get(sku);
            return units < 0 ? OptionalLong.empty() : OptionalLong.of(units);
          },
          new PlacementSettings() {
            @Override
            public Duration lookEvery() {
              return Duration.ofDays(1);
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
    assertEquals(new SourceStock(5, 3, 0, 0), stock("A"), "no line has given anything back");
    held.put("A", 1L);
    intake.batches().returned("A");
    givingBack.run();
    assertEquals(new SourceStock(5, 1, 0, 2), stock("A"));
    assertEquals(6, intake.batches().find("shop:A").orElseThrow().now().quantity());
    assertEquals(true, intake.batches().find("shop:A").orElseThrow().isConfirmed());
  }

  @Test
  void an_open_product_is_looked_at_again_later() throws Exception {
    countedOut("A");
    held.put("A", -1L);
    intake.batches().returned("A");
    givingBack.run();
    assertEquals(new SourceStock(5, 3, 0, 0), stock("A"));
    held.put("A", 2L);
    givingBack.run();
    assertEquals(new SourceStock(5, 2, 0, 1), stock("A"));
  }

  @Test
  void one_product_of_which_nothing_can_be_found_out_does_not_keep_the_others_waiting() {
    countedOut("A");
    countedOut("B");
    held.put("B", 0L);
    intake.batches().returned("A");
    intake.batches().returned("B");
    assertThrows(IOException.class, givingBack::run);
    assertEquals(new SourceStock(5, 3, 0, 0), stock("A"));
    assertEquals(new SourceStock(5, 0, 0, 3), stock("B"));
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
