package dev.ficus.legacy.quarantine;

import dev.ficus.legacy.order.Reason;
import dev.ficus.legacy.quarantine.Quarantine.Waiting;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.schedule.Unexpected;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/**
 * Retention of the quarantine: deletes calls that have been kept long enough, and measures what
 * waits.
 */
@ApplicationScoped
class QuarantineRetention {

  private static final Logger LOG = Logger.getLogger(QuarantineRetention.class);

  private final Quarantine quarantine;
  private final QuarantineSettings settings;
  private final MeterRegistry meters;
  private final List<Gauge> gauges = new ArrayList<>();
  private volatile Map<Reason, Waiting> waiting = Map.of();

  QuarantineRetention(Quarantine quarantine, QuarantineSettings settings, MeterRegistry meters) {
    this.quarantine = quarantine;
    this.settings = settings;
    this.meters = meters;
    for (Reason reason : Reason.values()) {
      gauge("ficus.legacy.quarantine.waiting", reason, () -> many(reason));
      gauge("ficus.legacy.quarantine.oldest.seconds", reason, () -> age(reason));
    }
  }

  private void gauge(String name, Reason reason, Supplier<Number> figure) {
    gauges.add(Gauge.builder(name, figure).tag("reason", reason.code()).register(meters));
  }

  /** Where one application follows another in one process, as in tests, each shows its own. */
  void stop(@Observes ShutdownEvent event) {
    gauges.forEach(meters::remove);
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
    } catch (RuntimeException | Error e) {
      TransientFailure.in(e)
          .ifPresentOrElse(
              why ->
                  LOG.warnf("The quarantine is looked at next time, the database is away: %s", why),
              () -> Unexpected.met("quarantine-retention", e));
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
