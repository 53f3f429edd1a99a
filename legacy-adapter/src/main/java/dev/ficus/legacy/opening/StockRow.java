package dev.ficus.legacy.opening;

import dev.ficus.legacy.stock.OldStock;
import java.util.Optional;

/**
 * A row of a list of all stock.
 *
 * @param line the line of text on which it begins, the header being the first; of an answer the
 *     element, counted from 1
 * @param stock the stock it reports; empty when it cannot be read
 * @param defect why it cannot be read; empty when it can
 */
record StockRow(long line, Optional<OldStock> stock, Optional<String> defect) {

  static StockRow of(long line, OldStock stock) {
    return new StockRow(line, Optional.of(stock), Optional.empty());
  }

  static StockRow defect(long line, String why) {
    return new StockRow(line, Optional.empty(), Optional.of(why));
  }
}
