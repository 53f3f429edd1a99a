package dev.ficus.legacy.order;

import java.util.Objects;

/**
 * Line of an order that could not be translated when it was first seen. Its owner is decided then
 * all the same, for good: it is not another one when the line can be translated later.
 *
 * @param sku empty when it could not be read
 * @param lineid empty when it could not be read, or the line has none
 */
public record RefusedLine(Owner owner, String sku, String lineid) {

  public RefusedLine {
    Objects.requireNonNull(owner);
    Objects.requireNonNull(sku);
    Objects.requireNonNull(lineid);
  }

  /** The line of this rejection. */
  static RefusedLine of(Owner owner, Rejection refused) {
    return new RefusedLine(owner, readable(refused.sku()), readable(refused.lineid()));
  }

  /** Whether it is the one of which this could be read; null is what could not. */
  boolean isOf(String sku, String lineid) {
    return this.sku.equals(readable(sku)) && this.lineid.equals(readable(lineid));
  }

  private static String readable(String identifier) {
    return Identifiers.readable(identifier) ? identifier : "";
  }
}
