package dev.ficus.availability.broker;

import dev.ficus.availability.Settings;
import dev.ficus.availability.Stored;
import dev.ficus.availability.event.EventReader;
import dev.ficus.availability.upkeep.Upkeep;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.Projector;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.interceptor.Interceptor;
import java.time.Clock;
import org.eclipse.microprofile.config.ConfigProvider;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The consumer of events for the stored views, in one of the instances: they share a durable queue,
 * which one of them consumes while the others stand by.
 */
@ApplicationScoped
class StoredEventsConsumer {

  static final String CHANNEL = "allocation-events";

  private final EventConsumer stream;

  StoredEventsConsumer(
      @Channel(CHANNEL) Multi<Message<byte[]>> messages,
      EventReader reader,
      @Stored Projector projector,
      @Stored Upkeep upkeep,
      Consumers consumers,
      @Stored Freshness freshness,
      MeterRegistry meters,
      Clock clock,
      Trace trace,
      Settings settings) {
    stream =
        new EventConsumer(
            CHANNEL,
            messages,
            reader,
            projector,
            upkeep,
            consumers.of(CHANNEL),
            new EventMetrics(
                "stored", "availability.allocation-events", meters, clock, freshness, projector),
            progress -> trace.applied(progress.applied()),
            settings.applying(),
            settings.applying().gather());
  }

  /**
   * After a reconnect the client sends on all it gets, whatever was asked for, into a buffer of
   * Mutiny's default size, and a buffer that overflows ends the stream. Before the stream is made
   * the default can be changed.
   */
  static void makeRoom(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE) StartupEvent on) {
    int most =
        ConfigProvider.getConfig()
            .getValue(
                "mp.messaging.incoming." + CHANNEL + ".max-outstanding-messages", Integer.class);
    Infrastructure.setBufferSizeS(Math.max(Infrastructure.getBufferSizeS(), 2 * most));
  }

  void start(@Observes StartupEvent starting) {
    stream.start();
  }

  void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
    stream.stop();
  }
}
