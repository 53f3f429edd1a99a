package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Reason;
import java.time.Instant;
import java.util.Optional;

/**
 * Something that could not be translated, without the call it came in: that holds names and
 * addresses.
 *
 * @param number the order; null when the call named none that can be one
 * @param sku as written; null when there was none or the whole order is meant
 * @param lineid the line's identity by the shop's rule, or the batch's reference; null when it
 *     cannot be told
 * @param qty as written; null when there was none
 * @param place which line of the order it is, counted from 0; negative for the order as a whole
 * @param image what the order said when this was last seen; empty when the ledger knows nothing of
 *     it
 * @param within which of the calls in the call said it of stock, as in {@code 2.0}; empty for what
 *     is of an order, and where it was not noted
 * @param called the number of what was said of stock, as it was last said; 0 where none was noted
 * @param feed the way in by which the call came that is kept
 * @param seen how often it was shown
 */
public record Entry(
    long id,
    State state,
    String shop,
    String number,
    String sku,
    String lineid,
    String qty,
    Reason reason,
    int place,
    Optional<String> image,
    Optional<String> within,
    long called,
    String feed,
    String correlation,
    Instant receivedAt,
    Instant lastSeenAt,
    int seen) {

  /** Whether it was said of stock: what is of an order names it, or is all of a call's orders. */
  public boolean isOfStock() {
    return number == null && reason != Reason.UNREADABLE_ORDER;
  }

  /** Whether a line is meant, and not the order as a whole. */
  public boolean isLine() {
    return place >= 0;
  }
}
