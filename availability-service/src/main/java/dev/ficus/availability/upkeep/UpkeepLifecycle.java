package dev.ficus.availability.upkeep;

import dev.ficus.availability.Live;
import dev.ficus.availability.Settings;
import dev.ficus.availability.Stored;
import dev.ficus.availability.view.ChangeFeed;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.LiveViews;
import dev.ficus.availability.view.Projector;
import dev.ficus.availability.view.Snapshots;
import dev.ficus.availability.view.Views;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * The life cycle of the upkeep of both kinds of views: the stored ones follow the snapshot of
 * allocation-service, those in memory follow the stored ones. So an instance needs nothing but the
 * database to know what the others know, and allocation is asked once for all of them.
 */
@ApplicationScoped
class UpkeepLifecycle {

  private static final Logger LOG = Logger.getLogger(UpkeepLifecycle.class);

  @Produces
  @Singleton
  @Stored
  @Typed({Upkeep.class, StoredViewUpkeep.class})
  StoredViewUpkeep storedUpkeep(
      Views views,
      @Stored Projector projector,
      @Stored Freshness freshness,
      Snapshots snapshots,
      Settings settings,
      MeterRegistry meters) {
    Counter drifted = meters.counter("ficus.availability.drifted");
    Comparison comparison =
        new Comparison(
            snapshots,
            views,
            projector,
            settings.rebuilding().pageSize(),
            settings.rebuilding().patience(),
            UpkeepLifecycle::pause,
            (right, known) -> {
              LOG.warnf("A view was wrong: %s, should be %s", known, right);
              drifted.increment();
            },
            (snapshot, failure) ->
                LOG.errorf(failure, "The snapshot of %s cannot be stored", snapshot.stock().sku()));
    Healing healing =
        new Healing(
            snapshots,
            views,
            projector,
            (sku, failure) -> LOG.errorf(failure, "The snapshot of %s cannot be stored", sku));
    return new StoredViewUpkeep(
        views, comparison, healing, freshness, settings.rebuilding(), meters);
  }

  private static void pause(Duration length) {
    try {
      Thread.sleep(length.toMillis());
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Snapshots.Unreachable("the comparison was given up", stopping);
    }
  }

  @Produces
  @Singleton
  @Live
  @Typed({Upkeep.class, LiveViewUpkeep.class})
  LiveViewUpkeep liveUpkeep(
      Views stored,
      ChangeFeed feed,
      LiveViews views,
      @Live Projector projector,
      @Live Freshness freshness,
      Settings settings,
      MeterRegistry meters) {
    return new LiveViewUpkeep(stored, feed, views, projector, freshness, settings, meters);
  }

  void start(
      @Observes StartupEvent starting,
      @Stored StoredViewUpkeep storedUpkeep,
      @Live LiveViewUpkeep liveUpkeep,
      MeterRegistry meters) {
    completeness("stored", storedUpkeep, meters);
    completeness("live", liveUpkeep, meters);
    storedUpkeep.start();
    liveUpkeep.start();
  }

  private static void completeness(String views, Upkeep upkeep, MeterRegistry meters) {
    Gauge.builder("ficus.availability.views.complete", upkeep, of -> of.isComplete() ? 1 : 0)
        .tag("views", views)
        .description("1 once there is a view of every product, else 0")
        .register(meters);
  }

  void stop(
      @Observes ShutdownEvent stopping,
      @Stored StoredViewUpkeep storedUpkeep,
      @Live LiveViewUpkeep liveUpkeep) {
    liveUpkeep.stop();
    storedUpkeep.stop();
  }
}
