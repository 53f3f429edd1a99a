package dev.ficus.allocation.product;

import java.util.List;

/** The stored lines of a product, read page by page: there may be very many. */
public interface StoredLines {
  StoredLines NONE =
      new StoredLines() {
        @Override
        public List<OrderLine> backordered(long arrival, int largest) {
          return List.of();
        }

        @Override
        public List<OrderLine> allocated(String batchref, long before) {
          return List.of();
        }
      };

  /**
   * The next backordered lines by arrival.
   *
   * @param arrival only lines that arrived later than this; 0 from the first
   * @param largest only lines that want at most this many units
   * @return a page in order of arrival; empty when there are no more
   */
  List<OrderLine> backordered(long arrival, int largest);

  /**
   * The next lines that are allocated from a batch and not despatched, the newest allocation first.
   *
   * @param before only allocations of a lower sequence
   * @return a page, highest sequence first; empty when there are no more
   */
  List<OrderLine> allocated(String batchref, long before);
}
