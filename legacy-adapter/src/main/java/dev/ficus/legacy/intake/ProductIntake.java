package dev.ficus.legacy.intake;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Sending of which products are open and which closed. It is written down with its cause, and sent
 * until the broker has confirmed it; allocation-service takes the higher revision, so twice or late
 * does no harm.
 */
@ApplicationScoped
public class ProductIntake {

  private final OpenProducts products;
  private final Deliveries<Openness> deliveries;

  ProductIntake(OpenProducts products, Commands commands, IntakeMeters meters) {
    this.products = products;
    this.deliveries =
        new Deliveries<>(
            "product-confirmations", ProductIntake::outgoing, products::confirm, commands, meters);
  }

  void start(@Observes StartupEvent event) {
    deliveries.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    deliveries.stop();
  }

  /**
   * Sends what was not confirmed of these SKUs.
   *
   * @return done when the broker has confirmed all of it
   */
  public CompletableFuture<Void> deliver(Collection<String> skus) {
    if (skus.isEmpty()) {
      return CompletableFuture.completedFuture(null);
    }
    try {
      return CompletableFuture.allOf(
          products.unconfirmed(skus).stream()
              .map(deliveries::deliver)
              .toArray(CompletableFuture[]::new));
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Sends what was left unconfirmed and has not changed since. */
  List<CompletableFuture<Void>> deliverLeft(Instant unchangedSince, int most) {
    return products.unconfirmedSince(unchangedSince, most).stream()
        .map(deliveries::deliver)
        .toList();
  }

  private static List<Commands.Outgoing> outgoing(Openness product) {
    return List.of(new Commands.Outgoing(Command.of(product), UUID.randomUUID().toString()));
  }
}
