package dev.ficus.legacy.opening;

import java.io.IOException;
import java.util.function.Consumer;

/** A list of all stock, of any length. */
interface Rows {

  /**
   * @param each takes one row after the other, as they come
   * @throws IOException when the rest cannot be read
   */
  void read(Consumer<StockRow> each) throws IOException;
}
