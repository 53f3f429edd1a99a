package dev.ficus.journeys;

import java.util.List;

/** A moment in the life of a command and its events, as it is seen on the service's connections. */
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

  private final Mark mark;

  KillPoint(Protocol protocol, boolean toServer, String word, boolean passes) {
    this.mark = new Mark(protocol, toServer, List.of(word), passes);
  }

  Mark mark() {
    return mark;
  }

  /** Whether events are on their way that the broker has not confirmed. */
  boolean keepsEventsFromTheBroker() {
    return this == BEFORE_THE_PUBLISH || this == BEFORE_THE_CONFIRM;
  }
}
