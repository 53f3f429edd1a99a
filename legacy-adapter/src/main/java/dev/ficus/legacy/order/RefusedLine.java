package dev.ficus.legacy.order;

/**
 * Something of an order that waits in quarantine.
 *
 * @param sku as written, null when there was none or when the whole order is meant
 * @param lineid the line's identity by the shop's rule; null when it cannot be told
 * @param quantity as written, null when there was none
 */
public record RefusedLine(String sku, String lineid, String quantity, Reason reason) {

  /** The order as a whole. */
  public static RefusedLine wholeOrder(Reason reason) {
    return new RefusedLine(null, null, null, reason);
  }

  /** Whether this could be the given line, only unreadable this time. */
  public boolean mayBe(LineKey line) {
    boolean skuFits = sku == null || reason == Reason.UNREADABLE_SKU || sku.equals(line.sku());
    return skuFits && (lineid == null || lineid.equals(line.lineid()));
  }
}
