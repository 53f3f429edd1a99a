package dev.ficus.legacy.order;

import java.util.Comparator;
import java.util.Objects;

/**
 * Key of a line within its order.
 *
 * @param lineid empty for a line that its SKU alone identifies
 */
public record LineKey(String sku, String lineid) implements Comparable<LineKey> {

  private static final Comparator<LineKey> ORDER =
      Comparator.comparing(LineKey::sku).thenComparing(LineKey::lineid);

  public LineKey {
    Identifiers.require(sku, "sku");
    if (!Objects.requireNonNull(lineid).isEmpty()) {
      Identifiers.require(lineid, "lineid");
    }
  }

  @Override
  public int compareTo(LineKey other) {
    return ORDER.compare(this, other);
  }
}
