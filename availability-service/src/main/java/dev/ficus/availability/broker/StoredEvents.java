package dev.ficus.availability.broker;

import dev.ficus.availability.Settings;
import dev.ficus.availability.Stored;
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
import org.eclipse.microprofile.reactive.messaging.Channel;
import org.eclipse.microprofile.reactive.messaging.Message;

/**
 * Carries events into the stored views, in one of the instances: they share a durable queue, which
 * one of them consumes while the others stand by.
 */
@ApplicationScoped
class StoredEvents {

  static final String CHANNEL = "allocation-events";

  private final EventStream stream;

  StoredEvents(
      @Channel(CHANNEL) Multi<Message<byte[]>> messages,
      FactReader reader,
      @Stored Projector projector,
      @Stored Upkeep upkeep,
      Consumers consumers,
      @Stored Freshness freshness,
      MeterRegistry meters,
      Clock clock,
      Trace trace,
      Settings settings) {
    stream =
        new EventStream(
            CHANNEL,
            messages,
            reader,
            projector,
            upkeep,
            consumers.of(CHANNEL),
            new Tally("stored", meters, clock, freshness, projector),
            progress -> trace.applied(progress.applied()),
            settings.applying(),
            settings.applying().gather());
  }

  void start(@Observes StartupEvent starting) {
    stream.start();
  }

  void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
    stream.stop();
  }
}
