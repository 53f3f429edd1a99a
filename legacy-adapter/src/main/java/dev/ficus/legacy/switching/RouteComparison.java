package dev.ficus.legacy.switching;

import dev.ficus.legacy.routing.Many;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.switching.RestoredRoutes.Adoption;
import dev.ficus.legacy.switching.RestoredRoutes.OlderNumbers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * Comparison of the routes with allocation-service's registers of which products are open: before
 * anything is taken in, and from time to time. A database that was restored to an earlier point
 * knows older ones.
 */
@ApplicationScoped
public class RouteComparison {

  private static final Logger LOG = Logger.getLogger(RouteComparison.class);

  /** After the default route is stored, and before anything is taken in. */
  private static final int EARLY = 10;

  /** A start does not wait for allocation-service for long: it may be away as well. */
  private static final Duration AT_START = Duration.ofSeconds(10);

  private static final Duration ANSWERING = Duration.ofSeconds(60);

  private final RestoredRoutes routes;
  private final AllocationRevisions allocation;
  private final PeriodicTask comparing;

  RouteComparison(
      RestoredRoutes routes, AllocationRevisions allocation, SwitchingSettings settings) {
    this.routes = routes;
    this.allocation = allocation;
    this.comparing =
        new PeriodicTask(
            "route-comparison",
            settings.compareEvery(),
            () -> compare(ANSWERING),
            RouteComparison::why);
  }

  void start(@Observes @Priority(EARLY) StartupEvent event) {
    try {
      compare(AT_START);
    } catch (IOException away) {
      LOG.warnf(
          "Whether the routes are those of allocation-service is not known yet: %s",
          away.getMessage());
    }
    comparing.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    comparing.stop();
  }

  private void compare(Duration limit) throws IOException {
    if (!routes.areInUse()) {
      return;
    }
    long before = routes.numbers().skus();
    allocation.registers(limit, routes::compare);
    OlderNumbers now = routes.numbers();
    if (now.skus() > before) {
      LOG.errorf(
          "allocation-service knows newer routes of %s: this database was restored to an earlier"
              + " point. Nothing that is first seen is decided until somebody adopts them:"
              + " GET /strangling/restored",
          Many.of(now.skus(), "SKU", "SKUs"));
    }
  }

  /** Null when it is not to be expected. */
  private static String why(Exception failure) {
    return failure instanceof IOException
        ? failure.getMessage()
        : TransientFailure.in(failure)
            .map(outage -> "the database is away: " + outage)
            .orElse(null);
  }

  /**
   * Adopts what allocation-service knows, after it was compared once more.
   *
   * @param found the numbers that whoever asks has seen
   * @return the numbers of now when they are others: then nothing is changed
   * @throws IOException when allocation-service does not answer as it should
   */
  public Optional<OlderNumbers> adopt(String by, String reason, OlderNumbers found)
      throws IOException {
    compare(ANSWERING);
    if (!routes.numbers().equals(found)) {
      return Optional.of(routes.numbers());
    }
    Adoption adoption = new Adoption(by, reason, found, allocation.highestOfLines());
    return routes.adopt(adoption) ? Optional.empty() : Optional.of(routes.numbers());
  }
}
