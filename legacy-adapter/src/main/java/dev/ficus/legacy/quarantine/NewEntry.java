package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderGroup.RefusedInGroup;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.BatchLedger.StockReport;
import dev.ficus.legacy.stock.OldStock;
import dev.ficus.legacy.stock.StockRules;
import java.util.Optional;

/**
 * New entry for the quarantine: a rejection with the call it came in.
 *
 * @param place which of the changes or reports that are made together was refused, counted from 0
 * @param number empty when no order can be identified
 * @param fingerprint that of the order; empty where the ledger does not have it
 * @param within which of the calls in the call it is; empty where an order is found by its number
 * @param stockCall empty when it is about an order
 */
public record NewEntry(
    int place,
    String shop,
    Optional<OrderNumber> number,
    Optional<String> fingerprint,
    Optional<String> within,
    Optional<StockCall> stockCall,
    Arrival arrival,
    Rejection rejection) {

  /**
   * What is particular to a call about stock.
   *
   * @param called its number among all calls about stock
   */
  public record StockCall(OldStock.ReportKind kind, long called) {}

  public NewEntry {
    if (stockCall.isPresent() != (rejection.subject() == Subject.STOCK)) {
      throw new IllegalArgumentException("a stock report comes by a call about stock");
    }
  }

  /** What one of the changes of a group refuses. */
  public static NewEntry of(RefusedInGroup refused) {
    return ofOrder(
        refused.place(),
        refused.change().number(),
        refused.fingerprint(),
        refused.change().arrival(),
        refused.rejection());
  }

  /** An order, or a line of it. */
  public static NewEntry ofOrder(
      int place,
      OrderNumber number,
      Optional<String> fingerprint,
      Arrival arrival,
      Rejection rejection) {
    return new NewEntry(
        place,
        number.shop(),
        Optional.of(number),
        fingerprint,
        Optional.empty(),
        Optional.empty(),
        arrival,
        rejection);
  }

  /** One of the calls in a call, about an order that cannot be identified. */
  public static NewEntry ofCall(String shop, String within, Arrival arrival, Rejection rejection) {
    return new NewEntry(
        0,
        shop,
        Optional.empty(),
        Optional.empty(),
        Optional.of(within),
        Optional.empty(),
        arrival,
        rejection);
  }

  /**
   * What is refused of a stock report; empty when nothing is, and for a list, whose sender gets its
   * rejections in the answer.
   *
   * @param called the number of its call among all calls about stock
   */
  public static Optional<NewEntry> of(
      int place, StockReport report, long called, StockRules.Decision decision) {
    if (decision.reason().isEmpty() || !(report.source() instanceof ReportSource.ByCall source)) {
      return Optional.empty();
    }
    OldStock written = report.written();
    Rejection rejection =
        Rejection.ofStock(
            written.sku(),
            written.batchref(),
            written.kind() == OldStock.ReportKind.ETA ? written.eta() : written.quantity(),
            decision.reason().get());
    return Optional.of(ofStock(place, report.shop(), source, written.kind(), called, rejection));
  }

  /**
   * A stock report.
   *
   * @param called the number of its call among all calls about stock
   */
  static NewEntry ofStock(
      int place,
      String shop,
      ReportSource.ByCall source,
      OldStock.ReportKind kind,
      long called,
      Rejection rejection) {
    return new NewEntry(
        place,
        shop,
        Optional.empty(),
        Optional.empty(),
        Optional.of(source.place()),
        Optional.of(new StockCall(kind, called)),
        source.arrival(),
        rejection);
  }
}
