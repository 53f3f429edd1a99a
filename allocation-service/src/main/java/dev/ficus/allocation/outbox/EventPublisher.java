package dev.ficus.allocation.outbox;

import java.io.IOException;
import java.util.List;

/** Where the relay sends events. */
public interface EventPublisher {

  /**
   * Publishes the events in order, many in flight, and returns when the broker has confirmed all.
   *
   * @throws IOException when any of them was not confirmed; some or all may have arrived
   */
  void publish(List<OutgoingEvent> events) throws IOException, InterruptedException;
}
