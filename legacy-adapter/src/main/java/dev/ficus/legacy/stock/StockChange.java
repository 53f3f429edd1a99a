package dev.ficus.legacy.stock;

import dev.ficus.legacy.order.Reason;
import java.time.LocalDate;
import java.util.Optional;

/**
 * Change of stock that a report brings. Quantities are 0 to 2147483647 units; a figure may be
 * negative as well.
 */
public sealed interface StockChange {

  /** Change of a batch that has a name of its own. */
  sealed interface BatchChange extends StockChange {

    /** The batch's reference, by which the monolith knows it too. */
    String batchref();
  }

  /** Of this SKU there are so many. */
  record SkuFigure(String sku, int quantity) implements StockChange {}

  /**
   * This SKU can be ordered or not, without how many there are.
   *
   * @param some whether it can
   */
  record InStock(String sku, boolean some) implements StockChange {}

  /**
   * A batch was purchased.
   *
   * @param eta the day it is expected; empty when it is in the warehouse
   */
  record BatchCreated(String batchref, String sku, int quantity, Optional<LocalDate> eta)
      implements BatchChange {}

  /**
   * A batch, in a list of all, is now so.
   *
   * @param eta the day it is expected; empty when it is in the warehouse
   */
  record BatchListed(String batchref, String sku, int quantity, Optional<LocalDate> eta)
      implements BatchChange {}

  /**
   * A batch has another quantity.
   *
   * @param sku empty where only the batch is named
   */
  record BatchQuantity(String batchref, Optional<String> sku, int quantity)
      implements BatchChange {}

  /**
   * A batch comes on another day.
   *
   * @param sku empty where only the batch is named
   * @param eta empty when it has arrived
   */
  record BatchEta(String batchref, Optional<String> sku, Optional<LocalDate> eta)
      implements BatchChange {}

  /** A report that cannot be read. */
  record Unreadable(Reason reason) implements StockChange {}
}
