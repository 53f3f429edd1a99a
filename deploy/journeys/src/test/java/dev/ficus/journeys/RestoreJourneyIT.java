package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * allocation-service's database is restored to an earlier point, as its runbook says, while a shop
 * goes on: every line the shop sent is there once, and what shoppers are shown is what is there.
 */
class RestoreJourneyIT {
  private static final String RUG = "RUG";
  private static final String LAMP = "LAMP-PURCHASED-AFTER-THE-BACKUP";

  @Test
  void what_was_accepted_since_the_backup_is_sent_again_and_every_view_follows(@TempDir Path logs)
      throws Exception {
    Map<String, String> comparingOften =
        Map.of(
            "FICUS_AVAILABILITY_REBUILDING_COMPARE_EVERY",
            "1s",
            "FICUS_AVAILABILITY_REBUILDING_PATIENCE",
            "1s");
    try (AllServices all = new AllServices(logs, comparingOften)) {
      PackagedService allocation = all.allocation();
      all.purchase("rugs", RUG, 10);
      all.order("1001", RUG, 3);
      all.awaitLine("1001", 3);
      all.awaitInStock(RUG, 7);

      allocation.end();
      Database backup = LocalStack.shared().copyDatabase(all.orders());
      Instant backedUpAt = Instant.now();
      allocation.start().awaitReady();
      all.order("1002", RUG, 4);
      all.awaitLine("1002", 4);
      all.purchase("lamps", LAMP, 5);
      all.awaitInStock(RUG, 3);
      all.awaitInStock(LAMP, 5);

      allocation.kill();
      beginGeneration(backup);
      allocation.with(backup, all.broker()).start().awaitReady();
      all.awaitInStock(RUG, 7);
      AllServices.awaitAnswer(
          all.availability().url("/availability/" + LAMP), answer -> answer.status() == 404);
      assertEquals(404, AllServices.ask(allocation.url("/allocations/shop:1002")).status());

      JsonNode resending =
          AllServices.post(
              all.adapter().url("/commands/resend"),
              Map.of(
                  "by",
                  "ann",
                  "since",
                  backedUpAt.minusSeconds(60).toString(),
                  "reason",
                  "allocation was restored"),
              202);
      AllServices.awaitAnswer(
          all.adapter().url("/commands/resend/" + resending.path("id").asText()),
          answer -> AllServices.json(answer).path("state").asText().equals("done"));
      all.awaitLine("1002", 4);
      all.awaitLine("1001", 3);
      all.awaitInStock(RUG, 3);
      assertEquals(7, ask(allocation, "/batches/rugs").path("allocated").asInt());
      assertEquals(2, ask(allocation, "/batches/rugs/lines").findValues("orderid").size());
      assertTrue(ask(allocation, "/products").path("generation").asLong() > 1);

      // Life goes on: what is purchased and ordered now is seen at once.
      all.purchase("lamps", LAMP, 6);
      all.order("1003", RUG, 1);
      all.awaitLine("1003", 1);
      all.awaitInStock(RUG, 2);
      all.awaitInStock(LAMP, 6);
      assertEquals(0, ask(allocation, "/parked-commands").path("commands").size(), "parked");
    }
  }

  private static JsonNode ask(PackagedService service, String path) throws IOException {
    return AllServices.json(AllServices.ask(service.url(path)));
  }

  /** As the runbook does with psql. */
  private static void beginGeneration(Database database) throws Exception {
    try (Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.username(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute("select begin_generation('ann', 'restored')");
    }
  }
}
