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
 * Replay of the placements that were missed while their queue was gone: allocation-service sends
 * them to the queue again. Each event has its place, so what was not missed changes nothing.
 */
@ApplicationScoped
class MissedPlacements {

  private static final Logger LOG = Logger.getLogger(MissedPlacements.class);
  // It answers when the broker has all of them.
  private static final Duration ANSWERING = Duration.ofHours(1);

  private final AllocationService allocation;
  private final Duration overlap;
  private final Placements placements;
  private final PeriodicTask task;

  MissedPlacements(
      PlacementSettings settings, AllocationService allocation, Placements placements) {
    this.allocation = allocation;
    this.overlap = settings.overlap();
    this.placements = placements;
    this.task =
        new PeriodicTask(
            "missed-placements", settings.lookEvery(), this::run, MissedPlacements::why);
  }

  void start(@Observes StartupEvent event) {
    task.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    task.stop();
  }

  private void run() throws IOException {
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
    ObjectNode request = JsonNodeFactory.instance.objectNode();
    request.put("by", "legacy-adapter");
    request.put("queue", Placements.QUEUE);
    gap.since().ifPresent(since -> request.put("from", since.minus(overlap).toString()));
    return allocation.post("/events/replay", request, ANSWERING).path("events").asLong();
  }

  private static String why(Exception failure) {
    if (failure instanceof IOException) {
      return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
    return TransientFailure.in(failure).orElse(null);
  }
}
