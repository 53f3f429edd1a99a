package dev.ficus.oldworld.shop;

import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** Shipments and invoices that partners have made in the shop. */
final class Documents {
  private static final long FIRST_NUMBER = 100_000_001L;

  private final List<Document> all = new CopyOnWriteArrayList<>();

  /** What a document is. */
  enum Kind {
    SHIPMENT,
    INVOICE
  }

  /**
   * A shipment or an invoice.
   *
   * @param quantities how many of which items; empty for the whole order, which names none
   */
  record Document(String number, Kind kind, String order, Map<Long, Integer> quantities) {}

  /** Makes one; its number. */
  synchronized String add(Kind kind, String order, Map<Long, Integer> quantities) {
    String number = Long.toString(FIRST_NUMBER + all.size());
    all.add(new Document(number, kind, order, quantities));
    return number;
  }

  /** All of them, in order. */
  List<Document> all() {
    return all;
  }
}
