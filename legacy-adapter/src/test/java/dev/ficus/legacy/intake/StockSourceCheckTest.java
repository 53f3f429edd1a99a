package dev.ficus.legacy.intake;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.OldStock.ReportKind;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StockSourceCheckTest {

  private final TestIntake intake = new TestIntake();

  @AfterEach
  void stop() throws InterruptedException {
    intake.close();
  }

  @Test
  void a_shop_gets_its_source_before_its_first_figure_and_keeps_it_then() {
    assertDoesNotThrow(() -> startedWith("monolith"));
    report();
    assertDoesNotThrow(() -> startedWith("eu"));
    assertEquals(
        "ficus.legacy.shops.eu.source is monolith, but the shop has figures of the source eu: its"
            + " stock would be there twice. Set it to eu",
        assertThrows(ConfigurationException.class, () -> startedWith("monolith")).getMessage());
  }

  private void startedWith(String source) {
    new StockSourceCheck(intake.batches(), shop -> source).check();
  }

  private void report() {
    OldStock figure = new OldStock(ReportKind.FIGURE, null, "SKU", "5", null);
    ReportSource call = new ReportSource.ByCall(TestShop.arrival("call"), "");
    Results.of(
        intake
            .stock()
            .take(List.of(intake.stock().report(figure, "eu", TestShop.RULES, call)))
            .noted());
  }
}
