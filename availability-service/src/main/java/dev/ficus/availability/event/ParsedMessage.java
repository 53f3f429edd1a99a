package dev.ficus.availability.event;

import java.time.Instant;

/** A message that was read: an event about a SKU, or something to be skipped. */
public sealed interface ParsedMessage {

  /**
   * The bare name of the event's type, {@code line_allocated}; {@code unknown} where it is not
   * known.
   */
  String type();

  /**
   * An event that has its place in a SKU's sequence.
   *
   * @param sku the product it is about, 1 to 255 bytes of UTF-8
   * @param sequence its number among the SKU's events, from 1, with its generation: see Numbering
   * @param time when it happened, as its sender says
   * @param origin where it comes from
   * @param fact what it says
   */
  record Event(String type, String sku, long sequence, Instant time, Origin origin, Fact fact)
      implements ParsedMessage {}

  /**
   * A message a view has no use for: about no SKU, or too broken to be placed.
   *
   * @param broken whether it should have been an event about a SKU
   * @param reason why it is skipped, for the log
   */
  record Skipped(String type, boolean broken, String reason) implements ParsedMessage {}

  /**
   * What ties an event to the call that caused it.
   *
   * @param messageId the event's id, or {@code null}
   * @param correlationId the id the first caller's request was given, or {@code null}
   * @param traceparent W3C trace context, or {@code null}
   */
  record Origin(String messageId, String correlationId, String traceparent) {}
}
