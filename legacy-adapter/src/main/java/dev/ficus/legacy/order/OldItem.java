package dev.ficus.legacy.order;

/**
 * Item of an old order, in the shop's words and as it wrote them; null where it wrote nothing.
 *
 * @param itemId the shop's own id of the line ({@code item_id})
 * @param parentItemId the line this one belongs to: the configurable product of which it is the
 *     chosen one, or the bundle of which it is a part
 * @param sku what was ordered
 * @param quantity how many were ordered, as text: "2.0000"; of a part those of all its bundles
 * @param cancelled how many of them are not wanted any more, as text
 * @param refunded for how many of them, left or not, the money went back, as text
 * @param shipped how many of them were shipped, as text
 * @param kind what kind of item it is
 * @param parts how the parts of it are shipped
 */
public record OldItem(
    String itemId,
    String parentItemId,
    String sku,
    String quantity,
    String cancelled,
    String refunded,
    String shipped,
    ItemKind kind,
    Parts parts) {

  /** What kind of item a line is. */
  public enum ItemKind {
    /** The shop does not give it. */
    NOT_GIVEN,
    /** Goods of its own SKU. */
    GOODS,
    /** Nothing that leaves a shelf: a download, a service, a gift card. */
    NO_GOODS,
    /** A bundle: its parts are the goods. */
    SET,
    /** A configurable product: the one product chosen is the goods. */
    CHOICE
  }

  /** How the parts of a set are shipped. */
  public enum Parts {
    /** The shop does not give it. */
    NOT_GIVEN,
    /** All at once; the shop counts what is shipped at the set. */
    TOGETHER,
    /** Each for itself; the shop counts what is shipped at the parts. */
    APART
  }

  /** A line of which the shop does not give the kind of item. */
  public OldItem(
      String itemId,
      String parentItemId,
      String sku,
      String quantity,
      String cancelled,
      String refunded,
      String shipped) {
    this(
        itemId,
        parentItemId,
        sku,
        quantity,
        cancelled,
        refunded,
        shipped,
        ItemKind.NOT_GIVEN,
        Parts.NOT_GIVEN);
  }
}
