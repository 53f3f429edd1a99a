package dev.ficus.legacy.switching;

import dev.ficus.legacy.intake.NotConfirmedException;
import dev.ficus.legacy.intake.Results;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.schedule.Unexpected;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Relay of the events about routes: sends what is not confirmed, each SKU's in their order.
 *
 * <p>Another instance may send the same at the same moment, and after a crash it is sent once more:
 * the message ids and sequences are the same, by which readers pass over the second.
 */
@ApplicationScoped
public class EventRelay {

  private static final Logger LOG = Logger.getLogger(EventRelay.class);
  private static final int AT_A_TIME = 500;

  private final LegacyEvents events;
  private final LegacyEventPublisher publisher;

  EventRelay(LegacyEvents events, LegacyEventPublisher publisher) {
    this.events = events;
    this.publisher = publisher;
  }

  /**
   * Sends everything that is not confirmed, and waits for the confirms.
   *
   * @throws NotConfirmedException when the broker has not confirmed something within a bounded time
   */
  public void deliver() {
    List<LegacyEvent> next = events.unconfirmed(AT_A_TIME);
    while (!next.isEmpty()) {
      Results.of(publisher.publish(next));
      events.confirm(next);
      next = events.unconfirmed(AT_A_TIME);
    }
  }

  /** Sends what a crash or an unreachable broker left unconfirmed. */
  @Scheduled(
      every = "{ficus.legacy.resend.every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void resend() {
    try {
      deliver();
    } catch (NotConfirmedException e) {
      LOG.warnf("Events are sent at the next run, the broker does not confirm: %s", e.getMessage());
    } catch (RuntimeException | Error e) {
      TransientFailure.in(e)
          .ifPresentOrElse(
              why -> LOG.warnf("Events are sent at the next run, the database is away: %s", why),
              () -> Unexpected.met("legacy-events", e));
    }
  }
}
