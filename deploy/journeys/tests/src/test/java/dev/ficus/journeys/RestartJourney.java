package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/**
 * All three services are ended in order and started again, by day the two that keep stock; then
 * allocation-service's database is restored to where it was in between, as its runbook says, while
 * a shop goes on: every line the shop sent is there once, and what shoppers are shown is what is
 * there.
 */
abstract class RestartJourney {
  private static final boolean BY_NIGHT = Boolean.getBoolean("ficus.nightly");
  private static final int TERMINATED = 128 + 15;
  private static final String RUG = "RUG";
  private static final String LAMP = "LAMP-PURCHASED-AFTER-THE-BACKUP";

  @Test
  void what_was_accepted_is_there_after_a_restart_and_after_a_restore_and_orders_go_on()
      throws Exception {
    AllServices all = SharedServices.running();
    all.purchase("rugs", RUG, 10);
    all.order("1001", RUG, 3);
    all.awaitLine("1001", 3);
    all.awaitInStock(RUG, 7);

    List<PackagedService> ended = new ArrayList<>(all.services());
    if (!BY_NIGHT) {
      ended.remove(all.adapter());
    }
    for (PackagedService service : ended) {
      service.end();
      assertEquals(TERMINATED, service.awaitEnd(), service.name());
    }
    Database backup = LocalStack.shared().copyDatabase(all.orders());
    Instant backedUpAt = Instant.now();
    all.availability()
        .with(
            Map.of(
                "FICUS_AVAILABILITY_REBUILDING_COMPARE_EVERY", "1s",
                "FICUS_AVAILABILITY_REBUILDING_PATIENCE", "1s"));
    for (PackagedService service : List.of(all.allocation(), all.availability(), all.adapter())) {
      if (ended.contains(service)) {
        service.start();
      }
    }
    all.services().forEach(PackagedService::awaitReady);
    all.awaitLine("1001", 3);
    all.awaitInStock(RUG, 7);
    all.order("1002", RUG, 4);
    all.awaitLine("1002", 4);
    all.purchase("lamps", LAMP, 5);
    all.awaitInStock(RUG, 3);
    all.awaitInStock(LAMP, 5);

    restore(all, backup);
    resend(all, backedUpAt);
    all.awaitLine("1002", 4);
    all.awaitLine("1001", 3);
    all.awaitInStock(RUG, 3);
    assertEquals(7, ask(all, "/batches/rugs").path("allocated").asInt());
    assertEquals(2, ask(all, "/batches/rugs/lines").findValues("orderid").size());
    assertTrue(ask(all, "/products").path("generation").asLong() > 1);

    // Life goes on: what is purchased and ordered now is seen at once.
    all.purchase("lamps", LAMP, 6);
    all.order("1003", RUG, 1);
    all.awaitLine("1003", 1);
    all.awaitInStock(RUG, 2);
    all.awaitInStock(LAMP, 6);
    assertEquals(0, ask(all, "/parked-commands").path("commands").size(), "parked");
  }

  /** Returns when nothing is known any more of what came after the backup. */
  private static void restore(AllServices all, Database backup) throws Exception {
    all.allocation().kill();
    beginGeneration(backup);
    all.allocation().with(backup, all.broker()).start().awaitReady();
    all.awaitInStock(RUG, 7);
    AllServices.awaitAnswer(
        all.availability().url("/availability/" + LAMP), answer -> answer.status() == 404);
    assertEquals(404, AllServices.ask(all.allocation().url("/allocations/shop:1002")).status());
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

  private static void resend(AllServices all, Instant backedUpAt) throws IOException {
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
  }

  private static JsonNode ask(AllServices all, String path) throws IOException {
    return AllServices.json(AllServices.ask(all.allocation().url(path)));
  }
}
