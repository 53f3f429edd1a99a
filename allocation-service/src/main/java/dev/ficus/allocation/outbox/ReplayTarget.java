package dev.ficus.allocation.outbox;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Queues of other teams that ask for events of the past. */
public interface ReplayTarget {

  /**
   * Opens one queue; what goes there is marked as a replay.
   *
   * @return empty when there is no such queue, or it is not ours to write to
   * @throws IOException when the broker is away
   */
  Optional<Session> open(String queue, UUID replay) throws IOException;

  /** One queue for the time of one replay. */
  interface Session extends AutoCloseable {

    /**
     * Sends the events in order, many in flight, and returns when the broker has confirmed all.
     *
     * @throws IOException when any of them was not confirmed or found no queue
     */
    void publish(List<OutgoingEvent> events) throws IOException, InterruptedException;

    @Override
    void close();
  }
}
