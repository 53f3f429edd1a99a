package dev.ficus.legacy.parity;

import dev.ficus.legacy.order.OrderNumber;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Locale;
import java.util.Optional;

/**
 * What the monolith was seen to decide about a line, or about a whole order.
 *
 * @param item the shop's id of the line; empty where that was not said
 * @param sku empty of a whole order, and where only the item was named
 * @param despatched whether it has left
 * @param seenIn by what it was said
 * @param correlation of the call by which it was said
 * @param began no later than that call was sent, by the clock of the book this is noted in
 * @param ended no sooner than it was answered, or told, by that clock
 */
public record SeenDecision(
    OrderNumber order,
    Optional<String> item,
    Optional<String> sku,
    boolean taken,
    Optional<Boolean> waits,
    Optional<LocalDate> day,
    Optional<String> batch,
    boolean despatched,
    SeenIn seenIn,
    String correlation,
    Instant began,
    Instant ended) {

  /** By what the monolith says what it has decided. */
  public enum SeenIn {
    /** By its answer to the order. */
    ANSWER,
    /** By a later call of its own to the shop. */
    CALL;

    /** Its stable name. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
