package dev.ficus.availability;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.availability.event.EventReader;
import dev.ficus.availability.view.Crossings;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.LiveViews;
import dev.ficus.availability.view.Projector;
import dev.ficus.availability.view.Views;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.enterprise.inject.Typed;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The beans of the plain Java classes, which know no container. */
class Assembly {

  // The one clock everybody asks, so that a test can be any day.
  @Produces
  @Singleton
  @DefaultBean
  Clock clock() {
    return Clock.systemUTC();
  }

  @Produces
  @Singleton
  EventReader factReader(ObjectMapper json, Clock clock) {
    return new EventReader(json, clock);
  }

  @Produces
  @Singleton
  @Stored
  Freshness storedFreshness(Clock clock) {
    return new Freshness(clock);
  }

  @Produces
  @Singleton
  @Live
  Freshness liveFreshness(Clock clock) {
    return new Freshness(clock);
  }

  // Who asks for Views means the stored ones.
  @Produces
  @Singleton
  @Typed(LiveViews.class)
  LiveViews liveViews(Clock clock) {
    return new LiveViews(clock);
  }

  @Produces
  @Singleton
  @Stored
  Projector storedProjector(Views views, Crossings crossings, Settings settings) {
    return projector(views, crossings, settings.applying());
  }

  @Produces
  @Singleton
  @Live
  Projector liveProjector(LiveViews views, Settings settings) {
    return projector(views, Crossings.UNPUBLISHED, settings.applying());
  }

  private static Projector projector(
      Views views, Crossings crossings, Settings.ApplyingSettings applying) {
    return new Projector(views, crossings, applying.heldPerSku(), applying.heldInTotal());
  }
}
