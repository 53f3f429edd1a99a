package dev.ficus.legacy.redriving;

import dev.ficus.legacy.intake.Outage;
import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.quarantine.Quarantine;
import dev.ficus.legacy.quarantine.Quarantine.Waiting;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import org.jboss.logging.Logger;

/** Counts what waits in quarantine, and deletes calls that have been kept long enough. */
@ApplicationScoped
class Caretaker {

  private static final Logger LOG = Logger.getLogger(Caretaker.class);

  private final Quarantine quarantine;
  private final QuarantineSettings settings;
  private volatile Map<Reason, Waiting> waiting = Map.of();

  Caretaker(Quarantine quarantine, QuarantineSettings settings, MeterRegistry meters) {
    this.quarantine = quarantine;
    this.settings = settings;
    for (Reason reason : Reason.values()) {
      Gauge.builder("ficus.legacy.quarantine.waiting", () -> many(reason))
          .tag("reason", reason.code())
          .register(meters);
      Gauge.builder("ficus.legacy.quarantine.oldest.seconds", () -> age(reason))
          .tag("reason", reason.code())
          .register(meters);
    }
  }

  @Scheduled(
      every = "{ficus.legacy.quarantine.look-every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void look() {
    try {
      waiting = quarantine.waiting();
      Instant now = Instant.now();
      Quarantine.Deleted deleted =
          quarantine.deleteCalls(
              now.minus(settings.keepRaw()), now.minus(settings.keepWaitingRaw()));
      if (deleted.waiting() > 0) {
        LOG.warnf(
            "%d entries have waited so long that their calls are deleted: they can be discarded",
            deleted.waiting());
      }
    } catch (RuntimeException e) {
      String why = Outage.in(e).orElseThrow(() -> e);
      LOG.warnf("The quarantine is looked at next time, the database is away: %s", why);
    }
  }

  private long many(Reason reason) {
    return Optional.ofNullable(waiting.get(reason)).map(Waiting::many).orElse(0L);
  }

  private long age(Reason reason) {
    return Optional.ofNullable(waiting.get(reason))
        .map(of -> Duration.between(of.since(), Instant.now()).toSeconds())
        .orElse(0L);
  }
}
