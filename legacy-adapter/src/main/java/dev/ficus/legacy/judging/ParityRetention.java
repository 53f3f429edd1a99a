package dev.ficus.legacy.judging;

import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import org.jboss.logging.Logger;

/** Retention of what was fed, decided and judged: has forgotten what is kept for long enough. */
@ApplicationScoped
class ParityRetention {

  private static final Logger LOG = Logger.getLogger(ParityRetention.class);
  private static final Duration EVERY = Duration.ofHours(1);

  private final ParityHistory history;
  private final JudgingSettings settings;
  private final PeriodicTask forgetting;

  ParityRetention(ParityHistory history, JudgingSettings settings) {
    this.history = history;
    this.settings = settings;
    this.forgetting =
        new PeriodicTask(
            "judged-long-ago",
            EVERY,
            this::forget,
            failure -> TransientFailure.in(failure).orElse(null));
  }

  void start(@Observes StartupEvent event) {
    forgetting.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    forgetting.stop();
  }

  private void forget() {
    long forgotten = history.forget(settings.keep());
    if (forgotten > 0) {
      LOG.infof(
          "%d rows about SKUs in shadow are forgotten, which were older than %s",
          forgotten, settings.keep());
    }
  }
}
