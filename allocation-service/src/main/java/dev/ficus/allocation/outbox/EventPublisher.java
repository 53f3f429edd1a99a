package dev.ficus.allocation.outbox;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** The port through which the relay publishes events. */
public interface EventPublisher {

  /**
   * Sends the events in order, behind those that were sent before and may still be in flight.
   *
   * @return done when the broker has confirmed all of them and all that went before; fails with an
   *     {@link IOException} when any was not confirmed: some or all may have arrived, and nothing
   *     that is in flight will be confirmed any more
   * @throws IOException when they cannot be sent; likewise
   */
  CompletableFuture<Void> publish(List<OutgoingEvent> events) throws IOException;

  /** Forgets what is in flight; what is sent next goes a new way. */
  void drop();
}
