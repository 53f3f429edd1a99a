package dev.ficus.availability.view;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What has changed, for those who follow: each SKU once, with its present state, in the order of
 * its last change. So whoever begins in the beginning gets the state of all SKUs.
 */
public interface ChangeFeed {

  /**
   * A SKU that changed.
   *
   * @param number of its last change among those of all SKUs; it never comes again
   * @param sequence the SKU's last event that is contained
   * @param inStock free units in the warehouse
   * @param total free units in all batches
   * @param outOfStockSince since when nothing is free, or {@code null} while something is
   */
  record Change(
      long number, String sku, long sequence, long inStock, long total, Instant outOfStockSince) {}

  /**
   * The changes with a higher number, by number.
   *
   * @param limit how many at most
   * @throws ViewsUnavailable if they cannot be read now
   */
  List<Change> after(long number, int limit);

  /**
   * A SKU that changed, and no more about it.
   *
   * @param sequence its last event that is contained
   */
  record Position(long number, String sku, long sequence) {}

  /**
   * As {@link #after}, those included of which no event was applied yet.
   *
   * @throws ViewsUnavailable if they cannot be read now
   */
  List<Position> positionsAfter(long number, int limit);

  /**
   * How far the changes have come.
   *
   * @param last the number of the last change, 0 when there was none
   * @param comparedAt as {@link Views#comparedAt}
   */
  record State(long last, Optional<Instant> comparedAt) {}

  /**
   * How far the changes have come.
   *
   * @throws ViewsUnavailable if it cannot be read now
   */
  State state();
}
