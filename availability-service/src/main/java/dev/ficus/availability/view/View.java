package dev.ficus.availability.view;

import dev.ficus.availability.stock.Stock;
import java.time.Instant;
import java.util.Objects;

/**
 * The view of one SKU: what this service knows about it.
 *
 * @param stock the SKU after its last applied event
 * @param heard the highest sequence an event of the SKU was seen with. Higher than the stock's
 *     means that something in between is missing; because this is stored with the view, the event
 *     itself may be acknowledged, and a restart still knows what it has to fetch
 * @param asOf when the last applied event happened, or when the snapshot was taken
 */
public record View(Stock stock, long heard, Instant asOf) {

  /**
   * Checks the figures.
   *
   * @throws IllegalArgumentException if the stock is ahead of what was heard
   */
  public View {
    Objects.requireNonNull(asOf, "asOf");
    if (heard < stock.sequence()) {
      throw new IllegalArgumentException("applied " + stock.sequence() + ", heard only " + heard);
    }
  }

  static View unknown(String sku) {
    return new View(Stock.unknown(sku), 0, Instant.EPOCH);
  }

  /** The product. */
  public String sku() {
    return stock.sku();
  }

  /** The last applied event, 0 when nothing was applied yet. */
  public long sequence() {
    return stock.sequence();
  }

  /** Whether events are known to be missing. */
  public boolean behind() {
    return heard > stock.sequence();
  }
}
