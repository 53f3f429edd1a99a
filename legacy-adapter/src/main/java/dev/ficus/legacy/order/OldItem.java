package dev.ficus.legacy.order;

/**
 * A line of an old order, in the shop's words and as it wrote them; null where it wrote nothing.
 *
 * @param itemId the shop's own id of the line ({@code item_id})
 * @param parentItemId the line this one belongs to, for the simple product behind a configurable
 *     one
 * @param sku what was ordered
 * @param quantity how many were ordered, as text: "2.0000"
 * @param cancelled how many of them are not wanted any more, as text
 * @param refunded for how many of them, left or not, the money went back, as text
 * @param shipped how many of them have left the house, as text
 */
public record OldItem(
    String itemId,
    String parentItemId,
    String sku,
    String quantity,
    String cancelled,
    String refunded,
    String shipped) {}
