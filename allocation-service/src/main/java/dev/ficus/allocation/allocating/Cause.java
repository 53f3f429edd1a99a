package dev.ficus.allocation.allocating;

/**
 * Why something is done: what its events are traced back by. Every part may be null.
 *
 * @param messageId of the command, where it came as a message
 * @param correlationId of the conversation, from its first call on
 * @param traceparent W3C trace context
 */
public record Cause(String messageId, String correlationId, String traceparent) {}
