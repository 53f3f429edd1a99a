package dev.ficus.allocation.allocating;

/**
 * The cause of a command: what its events are traced back by. Every part may be null.
 *
 * @param messageId of the command, where it came as a message
 * @param correlationId of the conversation, from its first call on
 * @param traceparent W3C trace context
 * @param who asked for it, as far as it is known
 */
public record Cause(String messageId, String correlationId, String traceparent, String who) {

  /** The same on behalf of someone else. */
  public Cause by(String other) {
    return new Cause(messageId, correlationId, traceparent, other);
  }
}
