package dev.ficus.legacy.intake;

import java.util.Objects;

/**
 * Whether allocation-service is to have a product open: for a SKU of ours it promises units, for
 * one of the monolith nothing new.
 *
 * @param revision the epoch of the SKU
 */
public record Openness(String sku, boolean open, int revision) {

  public Openness {
    Objects.requireNonNull(sku);
  }
}
