package dev.ficus.legacy.intake;

import dev.ficus.legacy.placement.PlacementSettings;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/**
 * Despatched units of lines, taken over into the stock of their source. Figures take them over as
 * well; but by a correction, or when more has left than the source has, the batch has another size
 * at once, and of a SKU no figure may come for long.
 */
@ApplicationScoped
class DespatchedUnits {

  private static final int AT_A_TIME = 500;

  private final StockIntake stock;
  private final PeriodicTask task;

  DespatchedUnits(StockIntake stock, PlacementSettings settings) {
    this.stock = stock;
    this.task =
        new PeriodicTask("despatched-units", settings.lookEvery(), this::run, DespatchedUnits::why);
  }

  void start(@Observes StartupEvent event) {
    task.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    task.stop();
  }

  void run() {
    Results.of(stock.takeOverWhatLeft(AT_A_TIME));
  }

  private static String why(Exception failure) {
    return failure instanceof NotConfirmedException
        ? "the broker does not confirm: " + failure.getMessage()
        : TransientFailure.in(failure).orElse(null);
  }
}
