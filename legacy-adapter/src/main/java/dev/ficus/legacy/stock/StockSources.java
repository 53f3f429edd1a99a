package dev.ficus.legacy.stock;

import java.time.Duration;
import java.util.Set;

/** Sources of stock: which monolith's figures each shop is sent. */
public interface StockSources {

  /** The source of the figures of a shop. What one source reports to several shops is one stock. */
  String sourceOf(String shop);

  /** How long a source may take to decide about an order that it has accepted. */
  default Duration decidesWithin(String source) {
    return Duration.ZERO;
  }

  /** The sources that book the goods that leave for our lines too, so that their figures fall. */
  default Set<String> bookingOurDespatches() {
    return Set.of();
  }
}
