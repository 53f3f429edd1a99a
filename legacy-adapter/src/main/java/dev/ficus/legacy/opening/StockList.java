package dev.ficus.legacy.opening;

import dev.ficus.legacy.order.ShopRules;
import dev.ficus.legacy.stock.OldStock;

/**
 * A list of all stock of a shop, and the rules by which its rows are read.
 *
 * @param source whose stock it is
 */
record StockList(String shop, String source, ShopRules rules, Rows rows) {

  /** Whether each of its rows is the figure of a SKU, as the monolith answers it. */
  boolean isOfFigures() {
    return rows instanceof MonolithRows monolith && monolith.kind() == OldStock.ReportKind.FIGURE;
  }

  /** Whether each of its rows is a batch, as the monolith answers it. */
  boolean isOfBatches() {
    return rows instanceof MonolithRows monolith && monolith.kind() == OldStock.ReportKind.LISTED;
  }
}
