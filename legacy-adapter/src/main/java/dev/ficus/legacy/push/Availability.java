package dev.ficus.legacy.push;

import java.io.IOException;
import java.util.List;

/** What is free in the warehouse, and how it changes. */
interface Availability {

  /** How many changes a page has at most. */
  int PAGE = 5_000;

  /**
   * SKUs that have changed, each once, as they are now.
   *
   * @param next what to ask for the next time
   */
  record ChangePage(List<Change> changes, long next) {}

  /**
   * A SKU.
   *
   * @param inStock units that are free in the warehouse
   */
  record Change(String sku, long inStock) {}

  /**
   * What has changed since; all SKUs, when not all of those changes are known any more.
   *
   * @param after 0 for the state of all SKUs, page by page
   */
  ChangePage changes(long after) throws IOException;
}
