package dev.ficus.legacy.switching;

import java.util.Objects;

/**
 * SKU whose route a switch has changed.
 *
 * @param epoch the one that begins with it: 1 for the first change of its route
 */
public record SwitchedSku(String sku, int epoch) {

  public SwitchedSku {
    Objects.requireNonNull(sku);
    if (epoch < 1) {
      throw new IllegalArgumentException("a switch begins an epoch of 1 or more");
    }
  }
}
