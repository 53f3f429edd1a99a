package dev.ficus.legacy.placement;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.legacy.placement.Placements.Gap;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Makes up for what was missed while the queue of placements was gone: allocation-service sends it
 * to the queue again. Each event has its place, so what was not missed changes nothing.
 */
@ApplicationScoped
class MissedPlacements {

  private static final Logger LOG = Logger.getLogger(MissedPlacements.class);
  // It answers when the broker has all of them.
  private static final Duration ANSWERING = Duration.ofHours(1);

  private final AllocationService allocation;
  private final Duration overlap;
  private final Placements placements;
  private final PeriodicTask turns;

  MissedPlacements(
      PlacementSettings settings, AllocationService allocation, Placements placements) {
    this.allocation = allocation;
    this.overlap = settings.overlap();
    this.placements = placements;
    this.turns =
        new PeriodicTask(
            "missed-placements", settings.lookEvery(), this::turn, MissedPlacements::why);
  }

  void start(@Observes StartupEvent event) {
    turns.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    turns.stop();
  }

  private void turn() throws IOException {
    Optional<Gap> gap = placements.gap();
    if (gap.isPresent()) {
      long events = replay(gap.get());
      placements.close(gap.get());
      LOG.infof(
          "The queue %s was gone; allocation-service has sent %d events again",
          Placements.QUEUE, events);
    }
  }

  private long replay(Gap gap) throws IOException {
    ObjectNode wish = JsonNodeFactory.instance.objectNode();
    wish.put("by", "legacy-adapter");
    wish.put("queue", Placements.QUEUE);
    gap.since().ifPresent(since -> wish.put("from", since.minus(overlap).toString()));
    return allocation.post("/events/replay", wish, ANSWERING).path("events").asLong();
  }

  private static String why(Exception failure) {
    if (failure instanceof IOException) {
      return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
    return TransientFailure.in(failure).orElse(null);
  }
}
