package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Reason;
import java.time.Instant;

/**
 * Something that could not be translated and waits, without the call it came in: that holds names
 * and addresses.
 *
 * @param number the order; null when the call named none that can be one
 * @param sku as written; null when there was none or the whole order is meant
 * @param lineid the line's identity by the shop's rule; null when it cannot be told
 * @param qty as written; null when there was none
 */
public record Entry(
    long id,
    String shop,
    String number,
    String sku,
    String lineid,
    String qty,
    Reason reason,
    String feed,
    String correlation,
    Instant receivedAt) {}
