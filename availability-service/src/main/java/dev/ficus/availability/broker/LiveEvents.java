package dev.ficus.availability.broker;

import dev.ficus.availability.Live;
import dev.ficus.availability.Settings;
import dev.ficus.availability.fact.FactReader;
import dev.ficus.availability.projecting.Freshness;
import dev.ficus.availability.projecting.Projector;
import dev.ficus.availability.rebuilding.Upkeep;
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
 * Carries events into the views in memory, in every instance: each has a queue of its own that ends
 * with its connection. What it misses meanwhile the stored views tell.
 */
@ApplicationScoped
class LiveEvents {

  static final String CHANNEL = "live-events";

  private final EventStream stream;

  LiveEvents(
      @Channel(CHANNEL) Multi<Message<byte[]>> messages,
      FactReader reader,
      @Live Projector projector,
      @Live Upkeep upkeep,
      Consumers consumers,
      @Live Freshness freshness,
      MeterRegistry meters,
      Clock clock,
      Settings settings) {
    stream =
        new EventStream(
            CHANNEL,
            messages,
            reader,
            projector,
            upkeep,
            consumers.of(CHANNEL),
            new Tally("live", meters, clock, freshness, projector),
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
