package dev.ficus.legacy.quarantine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.OldStock;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class IdentifiedEntryTest {

  private static final OrderNumber NUMBER = new OrderNumber("shop", "536365");
  private static final Rejection LINE =
      Rejection.ofLine("A", "1", "three", Reason.UNREADABLE_QUANTITY, 0, true);

  @Test
  void a_refused_line_is_the_same_in_whatever_call_and_wherever_the_order_shows_it() {
    Rejection elsewhere = Rejection.ofLine("A", "1", "three", Reason.UNREADABLE_QUANTITY, 7, false);
    assertEquals(identity(ofOrder(LINE, "one call")), identity(ofOrder(elsewhere, "another call")));
  }

  @Test
  void another_reason_or_another_text_is_another_refusal() {
    for (Rejection other :
        List.of(
            Rejection.ofLine("A", "1", "four", Reason.UNREADABLE_QUANTITY, 0, true),
            Rejection.ofLine("A", "1", "three", Reason.DUPLICATE_LINE, 0, true),
            Rejection.ofLine("A", null, "1three", Reason.UNREADABLE_QUANTITY, 0, true))) {
      assertNotEquals(identity(ofOrder(LINE, "call")), identity(ofOrder(other, "call")));
    }
  }

  @Test
  void two_lines_of_one_order_that_are_alike_are_two() {
    List<IdentifiedEntry> two =
        IdentifiedEntry.of(List.of(ofOrder(LINE, "call"), ofOrder(LINE, "call")));
    assertNotEquals(two.get(0).identity(), two.get(1).identity());
  }

  @Test
  void an_order_without_a_number_is_identified_by_its_call_and_by_its_place_in_that() {
    ByteBuffer first = identity(ofCall("0", "call"));
    assertEquals(first, identity(ofCall("0", "call")));
    assertNotEquals(first, identity(ofCall("1", "call")));
    assertNotEquals(first, identity(ofCall("0", "another call")));
  }

  @Test
  void a_stock_report_is_identified_by_its_batch_and_not_by_its_call() {
    ByteBuffer first = identity(ofStock(OldStock.ReportKind.QUANTITY, "B-1", "A", "call"));
    assertEquals(
        first, identity(ofStock(OldStock.ReportKind.QUANTITY, "B-1", "A", "another call")));
    assertNotEquals(first, identity(ofStock(OldStock.ReportKind.QUANTITY, "B-2", "A", "call")));
    assertNotEquals(first, identity(ofStock(OldStock.ReportKind.CREATED, "B-1", "A", "call")));
  }

  @Test
  void a_stock_report_without_a_batch_is_identified_by_its_call() {
    assertNotEquals(
        identity(ofStock(OldStock.ReportKind.QUANTITY, null, "A", "call")),
        identity(ofStock(OldStock.ReportKind.QUANTITY, null, "A", "another call")));
    assertEquals(
        identity(ofStock(OldStock.ReportKind.FIGURE, null, "A", "call")),
        identity(ofStock(OldStock.ReportKind.FIGURE, null, "A", "another call")));
  }

  private static ByteBuffer identity(NewEntry entry) {
    return IdentifiedEntry.of(List.of(entry)).get(0).identity();
  }

  private static NewEntry ofOrder(Rejection rejection, String call) {
    return NewEntry.ofOrder(0, NUMBER, Optional.of("fingerprint"), arrival(call), rejection);
  }

  private static NewEntry ofCall(String within, String call) {
    return NewEntry.ofCall(
        "shop", within, arrival(call), Rejection.ofOrder(Reason.UNREADABLE_ORDER));
  }

  private static NewEntry ofStock(
      OldStock.ReportKind kind, String batchref, String sku, String call) {
    return NewEntry.ofStock(
        0,
        "shop",
        new ReportSource.ByCall(arrival(call), ""),
        kind,
        1,
        Rejection.ofStock(sku, batchref, "three", Reason.UNREADABLE_QUANTITY));
  }

  private static Arrival arrival(String call) {
    return new Arrival("web", "c", () -> call.getBytes(StandardCharsets.UTF_8));
  }
}
