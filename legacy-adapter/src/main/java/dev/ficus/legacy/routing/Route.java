package dev.ficus.legacy.routing;

import dev.ficus.legacy.order.Owner;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Route of a SKU: who fulfils its order lines that are first seen from now on. */
public enum Route {
  /** The monolith. */
  LEGACY,
  /** We. */
  NEW;

  /** The stable code. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The route of this code; empty when there is none. */
  public static Optional<Route> of(String code) {
    return Arrays.stream(values()).filter(route -> route.code().equals(code)).findFirst();
  }

  /** Who owns a line that is first seen on this route. */
  public Owner owner() {
    return this == NEW ? Owner.NEW : Owner.MONOLITH;
  }
}
