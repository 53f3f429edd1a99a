package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Arrival;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.order.Rejection;
import dev.ficus.legacy.order.Subject;
import dev.ficus.legacy.stock.BatchLedger.ReportSource;
import dev.ficus.legacy.stock.OldStock;
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
   * A stock report.
   *
   * @param called the number of its call among all calls about stock
   */
  public static NewEntry ofStock(
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
