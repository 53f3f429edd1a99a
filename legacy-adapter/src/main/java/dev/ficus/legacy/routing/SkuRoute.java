package dev.ficus.legacy.routing;

import java.util.Objects;
import java.util.Optional;

/**
 * Route of one SKU.
 *
 * @param epoch how often the route has changed
 * @param wave the wave it is in; empty for a SKU of no wave, which has the default route
 */
public record SkuRoute(String sku, Route route, int epoch, Optional<String> wave) {

  public SkuRoute {
    Objects.requireNonNull(sku);
    Objects.requireNonNull(route);
    Objects.requireNonNull(wave);
    if (epoch < 0) {
      throw new IllegalArgumentException("an epoch counts changes");
    }
  }
}
