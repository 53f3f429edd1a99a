package dev.ficus.legacy.quarantine;

import static dev.ficus.legacy.order.TestShop.RULES;
import static dev.ficus.legacy.order.TestShop.arrival;
import static dev.ficus.legacy.order.TestShop.item;
import static dev.ficus.legacy.order.TestShop.shows;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.Ledger.OrderChange;
import dev.ficus.legacy.order.OrderGroup;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.TestShop;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.StockRules;
import dev.ficus.legacy.stock.StockTranslator;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NewEntryTest {

  private static final TestShop SHOP = TestShop.create();
  private static final Arrival CALL = arrival("call");
  private static final ReportSource BY_CALL = new ReportSource.ByCall(CALL, "2.0");

  @Test
  void what_a_change_of_an_order_refuses_has_its_place_its_order_and_its_call() {
    OrderChange good = shows(SHOP.order("100"), item("1", "A", "3"));
    OrderChange bad = shows(SHOP.order("101"), item("1", "A", "three"));
    OrderGroup group =
        new OrderGroup(List.of(good, bad), Map.of(), Ownership.all(Owner.NEW), Instant.now());
    OrderGroup.RefusedInGroup refused = group.refused().get(0);
    assertEquals(
        new NewEntry(
            1,
            SHOP.name(),
            Optional.of(SHOP.order("101")),
            refused.fingerprint(),
            Optional.empty(),
            Optional.empty(),
            bad.arrival(),
            refused.rejection()),
        NewEntry.of(refused));
    assertEquals(Reason.UNREADABLE_QUANTITY, refused.rejection().reason());
  }

  @Test
  void a_refused_quantity_is_kept_as_written() {
    OldStock written = new OldStock(OldStock.ReportKind.QUANTITY, "B-1", "A", "many", "never");
    assertEquals(
        Optional.of(entry(written, "many", Reason.UNREADABLE_QUANTITY)), entry(written, BY_CALL));
  }

  @Test
  void a_refused_day_is_kept_as_written_and_not_the_quantity_beside_it() {
    OldStock written = new OldStock(OldStock.ReportKind.ETA, "B-1", "A", "many", "never");
    assertEquals(
        Optional.of(entry(written, "never", Reason.UNREADABLE_ETA)), entry(written, BY_CALL));
  }

  @Test
  void nothing_is_kept_of_a_list_nor_of_a_report_that_is_taken_in() {
    OldStock bad = new OldStock(OldStock.ReportKind.CREATED, "B-1", "A", "many", null);
    assertEquals(Optional.empty(), entry(bad, new ReportSource.InList("c", 0)));
    OldStock good = new OldStock(OldStock.ReportKind.CREATED, "B-1", "A", "5", null);
    assertEquals(Optional.empty(), entry(good, BY_CALL));
  }

  /** The entry that should follow of the third report of a group, the seventh call. */
  private static NewEntry entry(OldStock written, String refused, Reason reason) {
    return new NewEntry(
        2,
        SHOP.name(),
        Optional.empty(),
        Optional.empty(),
        Optional.of("2.0"),
        Optional.of(new NewEntry.StockCall(written.kind(), 7)),
        CALL,
        Rejection.ofStock(written.sku(), written.batchref(), refused, reason));
  }

  private static Optional<NewEntry> entry(OldStock written, ReportSource source) {
    StockReport report =
        new StockReport(
            SHOP.name(),
            SHOP.name(),
            written,
            new StockTranslator(SHOP.name(), RULES).translate(written),
            source);
    return NewEntry.of(
        2, report, 7, new StockRules(List.of(), List.of(), Set.of(), Set.of()).apply(report, 7));
  }
}
