package dev.ficus.legacy.shadow;

import dev.ficus.legacy.intake.Commands.Outgoing;
import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Feeder of the shadow: takes what orders and stock reports have written down for it, and sends it,
 * on a thread of its own, one instance at a time. Nobody waits for it: while the shadow is away
 * what is written down waits, and what becomes too much is given up.
 */
@ApplicationScoped
public class ShadowFeeder {

  private static final Logger LOG = Logger.getLogger(ShadowFeeder.class);

  /** Before anything is taken in. */
  private static final int FIRST = 1;

  private static final int AT_A_TIME = 500;
  private static final int COMMANDS_AT_A_TIME = 1_000;
  private static final Duration UPKEEP = Duration.ofSeconds(2);
  private static final Duration LOOKED_AGAIN = Duration.ofSeconds(5);

  private final ShadowLog log;
  private final ShadowFeed shadow;
  private final ShadowSettings settings;
  private final PeriodicTask task;
  private long keptUp = System.nanoTime() - UPKEEP.toNanos();
  private long lookedAgain = System.nanoTime();

  ShadowFeeder(ShadowLog log, ShadowFeed shadow, ShadowSettings settings) {
    this.log = log;
    this.shadow = shadow;
    this.settings = settings;
    this.task =
        new PeriodicTask(
            "shadow-feeder",
            settings.lookEvery(),
            () -> log.alone(this::feed),
            failure -> TransientFailure.in(failure).orElse(null));
  }

  void begin(@Observes @Priority(FIRST) StartupEvent event) {
    log.feeds(shadow.address().orElse(""));
  }

  void start(@Observes StartupEvent event) {
    if (shadow.address().isPresent()) {
      task.start();
    }
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    if (shadow.address().isPresent()) {
      task.stop();
    }
  }

  /** Feeds all that waits, as far as the shadow takes it. */
  void feed() {
    keepUp();
    boolean more;
    do {
      more = log.decide(AT_A_TIME) == AT_A_TIME;
      try {
        send();
      } catch (NotConfirmedException e) {
        LOG.warnf("The shadow is fed later: %s", e.getMessage());
        more = false;
      }
      keepUp();
    } while (more && shadow.isReady());
  }

  private void send() {
    List<Feeding> next = shadow.isReady() ? log.toSend(AT_A_TIME) : List.of();
    while (!next.isEmpty()) {
      List<Outgoing> commands = next.stream().flatMap(each -> each.commands().stream()).toList();
      for (int from = 0; from < commands.size(); from += COMMANDS_AT_A_TIME) {
        log.requireAlone();
        Results.of(
            shadow.send(
                commands.subList(from, Math.min(from + COMMANDS_AT_A_TIME, commands.size()))));
      }
      log.sent(next);
      next = next.size() == AT_A_TIME ? log.toSend(AT_A_TIME) : List.of();
    }
  }

  /** What has to be done now and then, even while the shadow is away. */
  private void keepUp() {
    if (System.nanoTime() - keptUp < UPKEEP.toNanos()) {
      return;
    }
    keptUp = System.nanoTime();
    log.endOfOthers();
    if (System.nanoTime() - lookedAgain > LOOKED_AGAIN.toNanos()) {
      lookedAgain = System.nanoTime();
      log.lookAgain();
    }
    int cut = log.cutOff(settings.mostWaiting());
    if (cut > 0) {
      LOG.errorf(
          "Too much waited for the shadow: %d SKUs are lost, and are to be shadowed anew", cut);
    }
    int lost = log.findLost(settings.lostAfter());
    if (lost > 0) {
      LOG.errorf("The shadow has missed something of %d SKUs: they are to be shadowed anew", lost);
    }
    int unanswered = log.findUnanswered(settings.lostUnansweredAfter());
    if (unanswered > 0) {
      LOG.errorf(
          "The shadow has not answered for %s, and %d SKUs are lost in it: they are to be shadowed"
              + " anew",
          settings.lostUnansweredAfter(), unanswered);
    }
  }
}
