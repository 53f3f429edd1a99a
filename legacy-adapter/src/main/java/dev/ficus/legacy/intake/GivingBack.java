package dev.ficus.legacy.intake;

import dev.ficus.legacy.placement.HeldUnits;
import dev.ficus.legacy.placement.PlacementSettings;
import dev.ficus.legacy.schedule.PeriodicTask;
import dev.ficus.legacy.schedule.TransientFailure;
import dev.ficus.legacy.stock.BatchLedger.ReturnedUnits;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.OptionalLong;
import org.jboss.logging.Logger;

/**
 * Giving back of units that the monolith has set aside for lines, and that these do not hold any
 * more. An event shows that lines have given some back; how many they hold is asked of
 * allocation-service, for an event may be one half of a change by which the line takes other units.
 * What it answers can only be too many by the time it is applied: the product is closed.
 */
@ApplicationScoped
class GivingBack {

  private static final Logger LOG = Logger.getLogger(GivingBack.class);
  private static final int AT_A_TIME = 500;

  private final StockIntake stock;
  private final HeldUnits held;
  private final Duration every;
  private final PeriodicTask task;

  GivingBack(StockIntake stock, HeldUnits held, PlacementSettings settings) {
    this.stock = stock;
    this.held = held;
    this.every = settings.lookEvery();
    this.task = new PeriodicTask("giving-back", every, this::run, GivingBack::why);
  }

  void start(@Observes StartupEvent event) {
    task.start();
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    task.stop();
  }

  /**
   * Looks, what was not looked at for longest first. A product of which it cannot be found out
   * rests by itself, longer each time. Where allocation-service does not answer at all the others
   * are not tried either, and have their turn before this one the next time.
   */
  void run() throws IOException {
    for (ReturnedUnits returned : stock.returned(AT_A_TIME)) {
      Duration rest = PeriodicTask.rest(every, returned.looks() + 1);
      stock.looking(returned, rest);
      try {
        OptionalLong units = held.in(returned.sku(), returned.batchref());
        if (units.isPresent()) {
          Results.of(stock.heldNow(returned, units.getAsLong()));
        }
      } catch (HeldUnits.UnusableAnswer answer) {
        LOG.warnf(
            "How many units lines hold of %s cannot be found out, and is tried again after %s: %s",
            returned.batchref(), rest, answer.getMessage());
      }
    }
  }

  private static String why(Exception failure) {
    if (failure instanceof NotConfirmedException) {
      return "the broker does not confirm: " + failure.getMessage();
    }
    if (failure instanceof IOException) {
      return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
    return TransientFailure.in(failure).orElse(null);
  }
}
