package dev.ficus.legacy.intake;

import dev.ficus.legacy.order.Ledger;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Sends what a crash or a broker that was away left unconfirmed, for senders that never retry.
 *
 * <p>It may send what a call under way is sending at the same moment, or what another instance is:
 * the message ids are the same, and allocation takes the second for the repeat it is.
 */
@ApplicationScoped
class Resender {

  private static final Logger LOG = Logger.getLogger(Resender.class);
  private static final int ORDERS_AT_A_TIME = 200;

  private final Ledger ledger;
  private final OrderIntake intake;
  private final Duration minimumAge;

  Resender(Ledger ledger, OrderIntake intake, ResendSettings settings) {
    this.ledger = ledger;
    this.intake = intake;
    this.minimumAge = settings.minimumAge();
  }

  @Scheduled(
      every = "{ficus.legacy.resend.every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void resend() {
    int orders = 0;
    try {
      List<CompletableFuture<Void>> begun =
          ledger.unconfirmedSince(Instant.now().minus(minimumAge), ORDERS_AT_A_TIME).stream()
              .map(intake::deliver)
              .toList();
      for (CompletableFuture<Void> each : begun) {
        Results.of(each);
        orders++;
      }
    } catch (NotConfirmedException e) {
      LOG.warnf(
          "The rest is sent at the next turn, the broker does not confirm: %s", e.getMessage());
    } catch (RuntimeException e) {
      String why = Outage.in(e).orElseThrow(() -> e);
      LOG.warnf("The rest is sent at the next turn, the database is away: %s", why);
    }
    if (orders > 0) {
      LOG.infof("Sent the unconfirmed commands of %d orders again", orders);
    }
  }
}
