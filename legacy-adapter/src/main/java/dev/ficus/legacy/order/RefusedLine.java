package dev.ficus.legacy.order;

/**
 * Something of an order, or said of stock, that waits in quarantine.
 *
 * @param sku as written, null when there was none or when the whole order is meant
 * @param lineid the line's identity by the shop's rule, or the batch's reference; null when it
 *     cannot be told
 * @param quantity as written, null when there was none
 * @param place which line of the order it is, counted from 0; {@link #WHOLE_ORDER} for none
 * @param holds whether the order's other lines wait for it
 */
public record RefusedLine(
    String sku, String lineid, String quantity, Reason reason, int place, boolean holds) {

  /** The place of what is no line but the order as a whole. */
  public static final int WHOLE_ORDER = -1;

  /** The order as a whole. */
  public static RefusedLine wholeOrder(Reason reason) {
    return new RefusedLine(null, null, null, reason, WHOLE_ORDER, false);
  }

  /** What of an order is refused; what is refused of stock is no part of one. */
  public Subject subject() {
    return reason.isOf(Subject.ORDER) ? Subject.ORDER : Subject.LINE;
  }

  /** The same, wherever it stands: what tells it from others and what may be told of it. */
  public RefusedLine anywhere() {
    return new RefusedLine(sku, lineid, quantity, reason, WHOLE_ORDER, false);
  }

  /** Whether this could be the given line, only unreadable this time. */
  public boolean mayBe(LineKey line) {
    boolean skuFits = sku == null || reason == Reason.UNREADABLE_SKU || sku.equals(line.sku());
    return skuFits && (lineid == null || lineid.equals(line.lineid()));
  }
}
