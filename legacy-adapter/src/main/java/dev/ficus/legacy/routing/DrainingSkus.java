package dev.ficus.legacy.routing;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** SKUs that we fulfil and of which the monolith still has open lines. */
public interface DrainingSkus {

  /**
   * SKU that drains.
   *
   * @param lines open lines of the monolith
   * @param units of these
   * @param settledAt when it had none in this epoch; present when a line has grown or was opened
   *     again since, so that it drains again
   */
  record DrainingSku(
      String sku, String wave, int epoch, long lines, long units, Optional<Instant> settledAt) {}

  /** Those that come after this SKU, in code-point order. */
  List<DrainingSku> after(String sku, int most);
}
