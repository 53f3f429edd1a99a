package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Subject;
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
 * @param subject what it is about
 * @param place which line of the order it is, counted from 0; negative for the order as a whole
 * @param fingerprint what the order said when this was last seen; empty when the ledger knows
 *     nothing of it
 * @param within which of the calls in the call it is, as in {@code 2.0}, of what is said of stock
 *     and of what may be an order and has no number; empty for the rest, and where it was not noted
 * @param called the number of what was said of stock, as it was last said; 0 where none was noted
 * @param feed the way in by which the call came that is kept
 * @param seen how often it was shown
 */
public record Entry(
    long id,
    EntryState state,
    String shop,
    String number,
    String sku,
    String lineid,
    String qty,
    Subject subject,
    Reason reason,
    int place,
    Optional<String> fingerprint,
    Optional<String> within,
    long called,
    String feed,
    String correlation,
    Instant receivedAt,
    Instant lastSeenAt,
    int seen) {

  /** Whether a line is meant, and where it stands in its order is known. */
  public boolean isLine() {
    return place >= 0;
  }
}
