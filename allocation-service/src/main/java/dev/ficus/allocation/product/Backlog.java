package dev.ficus.allocation.product;

import java.util.List;

/** The stored backordered lines of a product, read page by page: there may be very many. */
@FunctionalInterface
public interface Backlog {
  Backlog EMPTY = (arrival, largest) -> List.of();

  /**
   * The next stored backordered lines by arrival.
   *
   * @param arrival only lines that arrived later than this; 0 from the first
   * @param largest only lines that want at most this many units
   * @return a page in order of arrival; empty when there are no more
   */
  List<OrderLine> after(long arrival, int largest);
}
