package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * All three services are ended in order and started again.
 *
 * <p>Of all journeys it is the first, by itself: a service that has ended in order leaves an
 * archive of its classes, with which the others start in half the time.
 */
class RestartJourneyIT {
  private static final int TERMINATED = 128 + 15;

  @Test
  void what_was_there_before_is_there_afterwards_and_orders_go_on(@TempDir Path logs)
      throws Exception {
    try (AllServices all = new AllServices(logs, Map.of())) {
      all.purchase("rugs", "RUG", 10);
      all.order("1001", "RUG", 3);
      all.awaitLine("1001", 3);
      all.awaitInStock("RUG", 7);

      for (PackagedService service : all.services()) {
        service.end();
        assertEquals(TERMINATED, service.awaitEnd(), service.name());
      }
      for (PackagedService service : List.of(all.allocation(), all.availability(), all.adapter())) {
        service.start();
      }
      all.services().forEach(PackagedService::awaitReady);
      all.awaitLine("1001", 3);
      all.awaitInStock("RUG", 7);
      all.order("1002", "RUG", 2);
      all.awaitLine("1002", 2);
      all.awaitInStock("RUG", 5);
    }
  }
}
