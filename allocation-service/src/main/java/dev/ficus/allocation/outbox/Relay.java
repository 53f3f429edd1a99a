package dev.ficus.allocation.outbox;

import dev.ficus.allocation.allocating.Unexpected;
import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jboss.logging.Logger;

/**
 * The outbox relay: publishes events from the outbox to the broker, those of one subject in their
 * order.
 *
 * <p>Every shard is published by one instance only, the holder of its advisory lock, which lasts as
 * long as the database session. Events are read and sent window by window while earlier windows are
 * in flight; the rows of a window are marked once it and all before it are confirmed. After any
 * failure all that is in flight is dropped and read again from the lowest unmarked row, so an event
 * may be repeated, but none is lost. Nothing is remembered that could skip a row that is committed
 * late.
 */
@ApplicationScoped
class Relay {
  private static final Logger LOG = Logger.getLogger(Relay.class);
  private static final long CONFIRM_LIMIT_NANOS = 30_000_000_000L;

  private final AgroalDataSource dataSource;
  private final EventPublisher publisher;
  private final RelaySignal signal;
  private final RelaySettings settings;
  private final RelayMetrics metrics;
  private final Thread thread = new Thread(this::run, "outbox-relay");
  private volatile boolean stopping;

  private record Sent(
      OutboxReader.EventWindow window, CompletableFuture<Void> confirmed, long at) {}

  Relay(
      AgroalDataSource dataSource,
      EventPublisher publisher,
      RelaySignal signal,
      RelaySettings settings,
      RelayMetrics metrics) {
    this.dataSource = dataSource;
    this.publisher = publisher;
    this.signal = signal;
    this.settings = settings;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent started) {
    thread.start();
  }

  void stop(@Observes ShutdownEvent stopped) throws InterruptedException {
    stopping = true;
    thread.interrupt();
    thread.join(5_000);
  }

  private void run() {
    while (!stopping) {
      try (Connection session = dataSource.getConnection();
          OutboxReader reader = new OutboxReader(session)) {
        relay(reader);
      } catch (SQLException | IOException e) {
        if (!stopping) {
          LOG.warnf("events wait in the outbox: %s", e.getMessage());
          metrics.failed();
          pause();
        }
      } catch (InterruptedException e) {
        // Only stop() interrupts; the loop ends.
      } catch (Throwable e) {
        Unexpected.met("outbox-relay", e);
        metrics.failed();
        pause();
      }
    }
  }

  private void relay(OutboxReader reader) throws SQLException, IOException, InterruptedException {
    // Whatever an earlier session sent is read again by this one.
    publisher.drop();
    Deque<Sent> inFlight = new ArrayDeque<>();
    while (!stopping) {
      reader.claimShards();
      long begin = System.nanoTime();
      boolean more = send(reader, inFlight);
      markConfirmed(reader, inFlight);
      if (!more) {
        long took = System.nanoTime() - begin;
        signal.await(settings.pollMillis());
        waitForMore(begin, took);
      }
    }
  }

  /**
   * Waits until several events have come. A look takes long while somebody's long transaction keeps
   * the rows of published ones from being cleared away; then at least half of the time is left to
   * others.
   */
  private void waitForMore(long begin, long took) throws InterruptedException {
    long pause = Math.max(settings.gatherMillis() * 1_000_000, 2 * took);
    long left = begin + pause - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
  }

  /** Whether more is known to wait and may be sent. */
  private boolean send(OutboxReader reader, Deque<Sent> inFlight) throws SQLException, IOException {
    int limit = Math.min(settings.window(), settings.inFlight());
    if (reader.inFlight() > settings.inFlight() - limit) {
      return false;
    }
    OutboxReader.EventWindow window = reader.next(limit);
    if (window.events().isEmpty()) {
      return false;
    }
    CompletableFuture<Void> confirmed = publisher.publish(window.events());
    inFlight.add(new Sent(window, confirmed, System.nanoTime()));
    confirmed.whenComplete((done, failure) -> signal.wake());
    return window.events().size() == limit;
  }

  private void markConfirmed(OutboxReader reader, Deque<Sent> inFlight)
      throws SQLException, IOException, InterruptedException {
    List<OutboxReader.EventWindow> arrived = new ArrayList<>();
    while (!inFlight.isEmpty() && isConfirmed(inFlight.peek())) {
      arrived.add(inFlight.poll().window());
    }
    if (!arrived.isEmpty()) {
      reader.markPublished(arrived);
      arrived.forEach(window -> metrics.published(window.events().size()));
    }
  }

  private static boolean isConfirmed(Sent oldest) throws IOException, InterruptedException {
    if (!oldest.confirmed().isDone()) {
      if (System.nanoTime() - oldest.at() > CONFIRM_LIMIT_NANOS) {
        throw new IOException("the broker did not confirm in time");
      }
      return false;
    }
    try {
      oldest.confirmed().get();
      return true;
    } catch (ExecutionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  private void pause() {
    try {
      Thread.sleep(settings.pauseMillis());
    } catch (InterruptedException e) {
      // Only stop() interrupts; the loop ends.
    }
  }
}
