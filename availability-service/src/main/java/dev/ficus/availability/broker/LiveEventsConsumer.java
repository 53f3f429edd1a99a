package dev.ficus.availability.broker;

import dev.ficus.availability.Live;
import dev.ficus.availability.Settings;
import dev.ficus.availability.event.EventReader;
import dev.ficus.availability.upkeep.Upkeep;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.Projector;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Clock;
import java.time.Duration;
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * The consumer of events for the views in memory, in every instance: each has a queue of its own
 * that ends with its connection. What it misses meanwhile is taken over from the stored views.
 */
@ApplicationScoped
class LiveEventsConsumer {

  static final String CHANNEL = "live-events";

  private final EventConsumer stream;

  LiveEventsConsumer(
      @Channel(CHANNEL) Multi<Message<byte[]>> messages,
      EventReader reader,
      @Live Projector projector,
      @Live Upkeep upkeep,
      Consumers consumers,
      @Live Freshness freshness,
      MeterRegistry meters,
      Clock clock,
      Settings settings) {
    stream =
        new EventConsumer(
            CHANNEL,
            messages,
            reader,
            projector,
            upkeep,
            consumers.of(CHANNEL),
            new EventMetrics("live", "availability.live", meters, clock, freshness, projector),
            progress -> {},
            settings.applying(),
            Duration.ZERO);
  }

  void start(@Observes StartupEvent starting) {
    stream.start();
  }

  void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
    stream.stop();
  }
}
