package dev.ficus.availability.rebuilding;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.availability.Settings;
import dev.ficus.availability.projecting.Projector;
import dev.ficus.availability.projecting.Snapshots;
import dev.ficus.availability.projecting.Views;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;

/** Makes the one {@link Rebuilding}, and starts and stops it with the service. */
@ApplicationScoped
class RebuildingLife {

  private static final Logger LOG = Logger.getLogger(RebuildingLife.class);

  @Produces
  @Singleton
  Rebuilding rebuilding(
      Views views,
      Projector projector,
      ObjectMapper json,
      Clock clock,
      Settings settings,
      MeterRegistry meters) {
    Snapshots snapshots =
        new AllocationSnapshots(
            settings.allocationUrl(), settings.rebuilding().requestTimeout(), json, clock);
    Comparison comparison =
        new Comparison(
            snapshots,
            views,
            projector,
            clock,
            settings.rebuilding().pageSize(),
            (snapshot, failure) ->
                LOG.errorf(failure, "The snapshot of %s cannot be stored", snapshot.stock().sku()));
    Healing healing =
        new Healing(
            snapshots,
            views,
            projector,
            (sku, failure) -> LOG.errorf(failure, "The snapshot of %s cannot be stored", sku));
    return new Rebuilding(views, comparison, healing, settings.rebuilding(), meters);
  }

  void start(@Observes StartupEvent starting, Rebuilding rebuilding) {
    rebuilding.start();
  }

  void stop(@Observes ShutdownEvent stopping, Rebuilding rebuilding) {
    rebuilding.stop();
  }
}
