package dev.ficus.legacy.feed;

import dev.ficus.legacy.intake.IntakeMeters;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Has what comes from a shop counted from the start. */
@ApplicationScoped
class KnownShops {

  void start(@Observes StartupEvent event, Shops shops, IntakeMeters meters) {
    shops.names().forEach(meters::known);
  }
}
