package dev.ficus.allocation.outbox;

import io.agroal.api.AgroalDataSource;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Carries events from the outbox to the broker, those of one subject in their order.
 *
 * <p>Every shard is published by one instance only, the holder of its advisory lock, which lasts as
 * long as the database session. A window of events is read, published and awaited; only then its
 * rows are marked. After any failure the whole window is dropped and read again from the lowest
 * unmarked row, so an event may be repeated, but none is lost or overtakes an earlier one. Nothing
 * is remembered between windows that could skip a row that is committed late.
 */
@ApplicationScoped
class Relay {
  private static final Logger LOG = Logger.getLogger(Relay.class);

  private final AgroalDataSource dataSource;
  private final EventPublisher publisher;
  private final RelaySignal signal;
  private final RelayConfig config;
  private final RelayMetrics metrics;
  private final Thread thread = new Thread(this::run, "outbox-relay");
  private volatile boolean stopping;

  Relay(
      AgroalDataSource dataSource,
      EventPublisher publisher,
      RelaySignal signal,
      RelayConfig config,
      RelayMetrics metrics) {
    this.dataSource = dataSource;
    this.publisher = publisher;
    this.signal = signal;
    this.config = config;
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
      } catch (RuntimeException e) {
        LOG.error("the relay met an unexpected failure and starts afresh", e);
        pause();
      }
    }
  }

  private void relay(OutboxReader reader) throws SQLException, IOException, InterruptedException {
    while (!stopping) {
      reader.claimShards();
      List<OutgoingEvent> window = reader.next(config.window());
      if (window.isEmpty()) {
        signal.await(config.pollMillis());
        continue;
      }
      publisher.publish(window);
      reader.markPublished();
      metrics.published(window.size());
    }
  }

  private void pause() {
    try {
      Thread.sleep(config.pauseMillis());
    } catch (InterruptedException e) {
      // Only stop() interrupts; the loop ends.
    }
  }
}
