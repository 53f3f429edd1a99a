package dev.ficus.legacy.leaks;

import dev.ficus.legacy.leaks.LeakBook.Leak;
import dev.ficus.legacy.routing.Many;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/**
 * Watch on the figures of SKUs that are ours. Movements are noted with the figures; here they are
 * explained, by one instance at a time. If it dies it has changed nothing, and the next one looks.
 */
@ApplicationScoped
class LeakWatch {

  private static final Logger LOG = Logger.getLogger(LeakWatch.class);
  private static final int AT_A_TIME = 1000;
  private static final Duration FORGETTING = Duration.ofHours(1);

  private final LeakBook book;
  private final LeakSettings settings;
  private final PeriodicTask looking;
  private final PeriodicTask forgetting;

  LeakWatch(LeakBook book, LeakSettings settings) {
    this.book = book;
    this.settings = settings;
    this.looking = new PeriodicTask("leaks", settings.lookEvery(), this::look, LeakWatch::why);
    this.forgetting =
        new PeriodicTask(
            "explained-movements", FORGETTING, () -> book.forget(settings.keep()), LeakWatch::why);
  }

  void start(@Observes StartupEvent event) {
    looking.start();
    forgetting.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    looking.stop();
    forgetting.stop();
  }

  private void look() {
    for (Leak leak : book.look(settings.showsWithin(), AT_A_TIME)) {
      LOG.errorf(
          "%s of %s left the monolith's figure (%s, from %d to %d) by another door: it is ours, and"
              + " nothing explains it (GET /strangling/leaks)",
          Many.of(leak.leaked(), "unit", "units"),
          leak.sku(),
          leak.source(),
          leak.figureBefore(),
          leak.figure());
    }
  }

  private static String why(Exception failure) {
    return TransientFailure.in(failure)
        .map(outage -> "the database is away: " + outage)
        .orElse(null);
  }
}
