package dev.ficus.availability;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.availability.fact.FactReader;
import dev.ficus.availability.projecting.Projector;
import dev.ficus.availability.projecting.Views;
import io.quarkus.arc.DefaultBean;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.time.Clock;

/** Puts together what knows no container. */
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
  FactReader factReader(ObjectMapper json, Clock clock) {
    return new FactReader(json, clock);
  }

  @Produces
  @Singleton
  Projector projector(Views views, Settings settings) {
    return new Projector(
        views, settings.applying().heldPerSku(), settings.applying().heldInTotal());
  }
}
