package dev.ficus.availability.view;

import dev.ficus.availability.stock.Stock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The snapshot of allocation-service: the present state of products. */
public interface Snapshots {

  /**
   * Asks for one product.
   *
   * @return the product, or empty when there is none
   * @throws Unreachable if there is no answer now
   */
  Optional<Snapshot> of(String sku);

  /**
   * Asks for products in the order of their SKUs (by code point).
   *
   * @param after the last SKU of the page before, or {@code null} for the first page
   * @param limit how many at most
   * @throws Unreachable if there is no answer now
   */
  Page page(String after, int limit);

  /**
   * The time to which every product is current at least that is given from now on.
   *
   * @throws Unreachable if that cannot be said now
   */
  Instant currentTo();

  /**
   * One product as it was, at the latest, when it was asked for.
   *
   * @param takenAt the time to which it is current
   */
  record Snapshot(Stock stock, Instant takenAt) {}

  /**
   * Some products.
   *
   * @param generation of their sequences: a view of a lower one whose SKU is on no page is of a
   *     product that allocation no longer has
   * @param whole whether each product of the page could be read
   * @param next what to pass as {@code after} for the next page, or {@code null} after the last
   */
  record Page(long generation, List<Snapshot> products, boolean whole, String next) {}

  /** There is no usable answer at present. */
  final class Unreachable extends RuntimeException {
    /** Says what was asked and what came instead. */
    public Unreachable(String message, Throwable cause) {
      super(message, cause);
    }
  }
}
