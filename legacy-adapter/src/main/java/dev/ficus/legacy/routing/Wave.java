package dev.ficus.legacy.routing;

import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Wave: a named list of SKUs that change their route together.
 *
 * @param start the route with which they begin, where that is not the default one; only of SKUs
 *     that no feed has shown
 */
public record Wave(String name, Set<String> skus, Optional<Route> start) {

  public Wave {
    skus = new TreeSet<>(skus);
  }
}
