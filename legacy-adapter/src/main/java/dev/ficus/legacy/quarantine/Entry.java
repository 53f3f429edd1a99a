package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.order.Subject;
import java.time.Instant;
import java.util.Optional;

/**
 * Entry of the quarantine: something that was refused, without the call it came in, which holds
 * names and addresses.
 *
 * @param number the order; null when the call named none that can be one
 * @param sku as written; null when there was none or the whole order is meant
 * @param lineid the line's identity by the shop's rule, or the batch's reference; null when it
 *     cannot be read
 * @param qty as written; null when there was none
 * @param subject what it is about
 * @param place which line of the order it is, counted from 0; negative for the order as a whole
 * @param fingerprint that of the order when this last came; empty when the ledger does not have the
 *     order
 * @param within which of the calls in the call it is, as in {@code 2.0}, of a stock report and of
 *     what may be an order and has no number; empty for the rest, and where it was not noted
 * @param called the number of the last call that held the stock report; 0 where none was noted
 * @param feed the way in by which the call came that is kept
 * @param seen how often it came
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

  /** Whether it is a line whose place in its order is known. */
  public boolean isLine() {
    return place >= 0;
  }
}
