package dev.ficus.legacy.stock;

import java.util.Objects;

/**
 * Figure of a SKU as a source last reported it to a shop.
 *
 * @param units negative when the source has promised more than it has
 * @param called the number of the last call that reported it; 0 when only opening stock has
 * @param reported the same, or the number of when the list was asked for that did; 0 for a list of
 *     unknown age
 */
public record ReportedFigure(
    String source, String sku, String shop, long units, long called, long reported) {
  public ReportedFigure {
    Objects.requireNonNull(source);
    Objects.requireNonNull(sku);
    Objects.requireNonNull(shop);
  }
}
