package dev.ficus.journeys;

/**
 * A moment in the life of a command and its events, as it is seen on the service's connections. The
 * message that marks it is held back, or is the last that passes.
 */
enum KillPoint {
  BEFORE_THE_INSERT(Protocol.POSTGRESQL, true, "insert into order_line", false),
  AFTER_THE_INSERT(Protocol.POSTGRESQL, true, "insert into order_line", true),
  BEFORE_THE_COMMIT(Protocol.POSTGRESQL, true, "COMMIT", false),
  AFTER_THE_COMMIT(Protocol.POSTGRESQL, true, "COMMIT", true),
  BEFORE_THE_PUBLISH(Protocol.AMQP, true, Protocol.PUBLISH, false),
  BEFORE_THE_CONFIRM(Protocol.AMQP, false, Protocol.ACK, false),
  AFTER_THE_CONFIRM(Protocol.POSTGRESQL, true, "update outbox set published_at", false),
  AFTER_THE_MARK(Protocol.POSTGRESQL, true, "update outbox set published_at", true),
  BEFORE_THE_ACK(Protocol.AMQP, true, Protocol.ACK, false),
  AFTER_THE_ACK(Protocol.AMQP, true, Protocol.ACK, true);

  private final Protocol protocol;
  private final boolean toServer;
  private final String name;
  private final boolean passes;

  KillPoint(Protocol protocol, boolean toServer, String name, boolean passes) {
    this.protocol = protocol;
    this.toServer = toServer;
    this.name = name;
    this.passes = passes;
  }

  Protocol protocol() {
    return protocol;
  }

  /** Whether the marking message still reaches its receiver. */
  boolean passes() {
    return passes;
  }

  /** Whether events are on their way that the broker has not confirmed. */
  boolean keepsEventsFromTheBroker() {
    return this == BEFORE_THE_PUBLISH || this == BEFORE_THE_CONFIRM;
  }

  boolean isMarkedBy(boolean sentToServer, String messageName) {
    return sentToServer == toServer && messageName.contains(name);
  }
}
