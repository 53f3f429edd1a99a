package dev.ficus.legacy.intake;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.stock.BatchLedger.ReportOutcome;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.BatchLedger.StockReportResult;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.OldStock.ReportKind;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StockIntakeTest {

  private final TestShop shop = TestShop.create();
  private final TestIntake intake = new TestIntake();

  @AfterEach
  void stop() throws InterruptedException {
    intake.close();
  }

  @Test
  void a_report_is_noted_and_the_commands_of_its_batch_are_sent_and_confirmed() {
    assertEquals(List.of(ReportOutcome.CHANGED), take(report(ReportKind.CREATED, "B-1", "5")));
    assertEquals(List.of("create_batch B-1 @1"), sent());
    assertTrue(intake.batches().find("B-1").orElseThrow().isConfirmed());
    assertEquals(1, statements("changed"));
  }

  @Test
  void a_batch_is_sent_as_the_last_of_several_reports_has_left_it() {
    take(
        report(ReportKind.CREATED, "B-1", "5"),
        report(ReportKind.QUANTITY, "B-1", "4"),
        report(ReportKind.QUANTITY, "B-1", "3"));
    assertEquals(List.of("create_batch B-1 @1", "change_batch_quantity B-1 @3"), sent());
  }

  @Test
  void what_the_monolith_fulfils_is_closed_before_its_stock_is_sent() {
    intake.batches().legacy("SKU");
    intake.openProducts().put(new Openness("SKU", false, 0));
    intake.commands().confirming(false);
    StockIntake.Taken taken = intake.stock().take(List.of(report(ReportKind.CREATED, "B-1", "5")));
    assertThrows(NotConfirmedException.class, () -> Results.of(taken.confirmed()));
    assertEquals(List.of(new Command.CloseProduct("SKU", 0)), intake.commands().takeSent());
    intake.commands().confirming(true);
    take(report(ReportKind.CREATED, "B-1", "5"));
    assertEquals(
        List.of("close_product", "create_batch"),
        intake.commands().takeSent().stream().map(Command::name).toList());
    take(report(ReportKind.QUANTITY, "B-1", "4"));
    assertEquals(List.of("change_batch_quantity B-1 @2"), sent());
  }

  @Test
  void stock_of_ours_closes_nothing() {
    intake.openProducts().put(new Openness("OTHER", false, 0));
    take(report(ReportKind.CREATED, "B-1", "5"));
    assertEquals(List.of("create_batch B-1 @1"), sent());
  }

  @Test
  void a_repeat_sends_nothing() {
    take(report(ReportKind.CREATED, "B-1", "5"));
    sent();
    assertEquals(List.of(ReportOutcome.UNCHANGED), take(report(ReportKind.CREATED, "B-1", "5")));
    assertEquals(List.of(), sent());
    assertEquals(1, statements("unchanged"));
  }

  @Test
  void reports_are_noted_whether_the_broker_confirms_their_commands_or_not() {
    intake.commands().confirming(false);
    assertFalse(intake.stock().canConfirm());
    StockIntake.Taken taken = intake.stock().take(List.of(report(ReportKind.CREATED, "B-1", "5")));
    assertEquals(ReportOutcome.CHANGED, Results.of(taken.noted()).get(0).outcome());
    assertThrows(NotConfirmedException.class, () -> Results.of(taken.confirmed()));
    sent();
    intake.commands().confirming(true);
    Instant later = Instant.now().plusSeconds(60);
    intake.stock().deliverLeft(later, 10).forEach(Results::of);
    assertEquals(List.of("create_batch B-1 @1"), sent());
    assertEquals(List.of(), intake.stock().deliverLeft(later, 10));
  }

  @Test
  void a_report_that_is_refused_is_kept_and_counted_once() {
    assertEquals(List.of(ReportOutcome.REFUSED), take(report(ReportKind.QUANTITY, "B-1", "5")));
    assertEquals(List.of(ReportOutcome.REFUSED), take(report(ReportKind.QUANTITY, "B-1", "5")));
    assertEquals(
        1, intake.count("ficus.legacy.quarantined", "reason", Reason.UNKNOWN_BATCH.code()));
    assertEquals(2, statements("refused"));
    assertEquals(List.of(), sent());
  }

  @Test
  void a_sku_whose_stock_we_keep_is_not_followed() {
    intake.batches().keep("SKU");
    assertEquals(List.of(ReportOutcome.NOT_FOLLOWED), take(report(ReportKind.CREATED, "B-1", "5")));
    assertEquals(List.of(), sent());
    assertTrue(intake.batches().find("B-1").isEmpty());
  }

  private List<ReportOutcome> take(StockReport... reports) {
    StockIntake.Taken taken = intake.stock().take(List.of(reports));
    Results.of(taken.confirmed());
    return Results.of(taken.noted()).stream().map(StockReportResult::outcome).toList();
  }

  private StockReport report(ReportKind kind, String batchref, String quantity) {
    return intake
        .stock()
        .report(
            new OldStock(kind, batchref, "SKU", quantity, null),
            shop.name(),
            TestShop.RULES,
            new ReportSource.ByCall(TestShop.arrival("call"), ""));
  }

  private double statements(String outcome) {
    return intake.count("ficus.legacy.stock.statements", "shop", shop.name(), "outcome", outcome);
  }

  private List<String> sent() {
    return intake.commands().takeSent().stream()
        .map(
            command ->
                command.name()
                    + " "
                    + ((Command.BatchCommand) command).batchref()
                    + " @"
                    + command.revision())
        .toList();
  }
}
