package dev.ficus.legacy.intake;

import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.schedule.Unexpected;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jboss.logging.Logger;

/**
 * Resends what a crash or an unreachable broker left unconfirmed, for senders that never retry, and
 * what an operator wants to be sent again.
 *
 * <p>It may send what a call under way is sending at the same moment, or what another instance is:
 * the message ids are the same, and allocation takes the second for the repeat it is.
 */
@ApplicationScoped
class Resender {

  private static final Logger LOG = Logger.getLogger(Resender.class);
  private static final int AT_A_TIME = 200;
  private static final int LOOKED_AT = 2_000;

  private final OrderIntake orders;
  private final StockIntake stock;
  private final ProductIntake products;
  private final Resendings resendings;
  private final Duration minimumAge;

  Resender(
      OrderIntake orders,
      StockIntake stock,
      ProductIntake products,
      Resendings resendings,
      ResendSettings settings) {
    this.orders = orders;
    this.stock = stock;
    this.products = products;
    this.resendings = resendings;
    this.minimumAge = settings.minimumAge();
  }

  @Scheduled(
      every = "{ficus.legacy.resend.every}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  void resend() {
    findWhatIsAskedFor();
    resend("products", products::deliverLeft);
    resend("batches", stock::deliverLeft);
    resend("orders", orders::deliverLeft);
  }

  private void findWhatIsAskedFor() {
    try {
      while (resendings.goOn(LOOKED_AT)) {
        // Each page is a transaction, so that nobody waits long for a row.
      }
    } catch (RuntimeException | Error e) {
      TransientFailure.in(e)
          .ifPresentOrElse(
              why -> LOG.warnf("Going on at the next run, the database is away: %s", why),
              () -> Unexpected.met("resend-requests", e));
    }
  }

  /** Begins to deliver what is left. */
  private interface Left {
    List<CompletableFuture<Void>> deliver(Instant unchangedSince, int most);
  }

  private void resend(String what, Left left) {
    int done = 0;
    try {
      List<CompletableFuture<Void>> begun;
      do {
        begun = left.deliver(Instant.now().minus(minimumAge), AT_A_TIME);
        for (CompletableFuture<Void> each : begun) {
          Results.of(each);
          done++;
        }
      } while (begun.size() == AT_A_TIME);
    } catch (NotConfirmedException e) {
      LOG.warnf(
          "The rest is sent at the next run, the broker does not confirm: %s", e.getMessage());
    } catch (RuntimeException | Error e) {
      // Thrown on, it would keep the other kind from being sent.
      TransientFailure.in(e)
          .ifPresentOrElse(
              why -> LOG.warnf("The rest is sent at the next run, the database is away: %s", why),
              () -> Unexpected.met("resend-" + what, e));
    }
    if (done > 0) {
      LOG.infof("Sent the unconfirmed commands of %d %s again", done, what);
    }
  }
}
