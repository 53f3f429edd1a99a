package dev.ficus.legacy.opening;

import dev.ficus.legacy.stock.OldStock;
import java.util.Optional;

/**
 * A row of a list of all stock.
 *
 * @param line the line of text on which it begins, the header being the first; of an answer the
 *     element, counted from 1
 * @param stock what it says; empty when it is not even that
 * @param defect why not; empty when it says something
 */
record Row(long line, Optional<OldStock> stock, Optional<String> defect) {

  static Row of(long line, OldStock stock) {
    return new Row(line, Optional.of(stock), Optional.empty());
  }

  static Row defect(long line, String why) {
    return new Row(line, Optional.empty(), Optional.of(why));
  }
}
