package dev.ficus.allocation.outbox;

import java.time.Instant;
import java.util.OptionalLong;

/**
 * An event to be published: a row of the outbox.
 *
 * @param subject the SKU, or the message id of a command that is parked or given up
 * @param generation of the product's sequence; the first is 1
 * @param sequence the product's sequence; empty for an event about a command
 * @param type name of the event, for instance {@code line_allocated}
 * @param body JSON
 * @param correlationId null when there is none; likewise {@code traceparent} and {@code causedBy}
 */
public record OutgoingEvent(
    String id,
    String subject,
    long generation,
    OptionalLong sequence,
    String type,
    String body,
    Instant occurredAt,
    String correlationId,
    String traceparent,
    String causedBy) {}
