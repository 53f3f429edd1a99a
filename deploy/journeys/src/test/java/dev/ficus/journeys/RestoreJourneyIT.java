package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * allocation-service's database is restored to an earlier point, as its runbook says, while a shop
 * goes on: every line the shop sent is there once, and what shoppers are shown is what is there.
 */
class RestoreJourneyIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String RUG = "RUG";
  private static final String LAMP = "LAMP-PURCHASED-AFTER-THE-BACKUP";

  @TempDir Path folder;
  private final LocalStack servers = LocalStack.shared();
  private final VirtualHost broker = servers.createVirtualHost("restore");
  private PackagedService allocation;
  private PackagedService availability;
  private PackagedService adapter;

  @Test
  void what_was_accepted_since_the_backup_is_sent_again_and_every_view_follows() throws Exception {
    Database orders = servers.createDatabase("restored");
    try (Launcher launcher = new Launcher(folder)) {
      allocation = start(Service.ALLOCATION, launcher, orders, Map.of());
      availability =
          start(
              Service.AVAILABILITY,
              launcher,
              servers.createDatabase("availability"),
              Map.of(
                  "FICUS_AVAILABILITY_ALLOCATION_URL",
                  allocation.url("").toString(),
                  "FICUS_AVAILABILITY_REBUILDING_COMPARE_EVERY",
                  "1s",
                  "FICUS_AVAILABILITY_REBUILDING_PATIENCE",
                  "1s"));
      adapter = start(Service.LEGACY, launcher, servers.createDatabase("legacy"), Map.of());
      purchase("rugs", RUG, 10);
      order("1001", 3);
      awaitLine("1001", 3);
      awaitInStock(RUG, 7);

      allocation.end();
      Database backup = servers.copyDatabase(orders);
      Instant backedUpAt = Instant.now();
      allocation.start().awaitReady();
      order("1002", 4);
      awaitLine("1002", 4);
      purchase("lamps", LAMP, 5);
      awaitInStock(RUG, 3);
      awaitInStock(LAMP, 5);

      allocation.kill();
      beginGeneration(backup);
      allocation.with(backup, broker).start().awaitReady();
      awaitInStock(RUG, 7);
      awaitAnswer(availability.url("/availability/" + LAMP), answer -> answer.status() == 404);
      assertEquals(404, ask(allocation.url("/allocations/shop:1002")).status());

      JsonNode resending =
          post(
              adapter.url("/commands/resend"),
              Map.of(
                  "by",
                  "ann",
                  "since",
                  backedUpAt.minusSeconds(60).toString(),
                  "reason",
                  "allocation was restored"),
              202);
      awaitAnswer(
          adapter.url("/commands/resend/" + resending.path("id").asText()),
          answer -> json(answer).path("state").asText().equals("done"));
      awaitLine("1002", 4);
      awaitLine("1001", 3);
      awaitInStock(RUG, 3);
      JsonNode rugs = json(ask(allocation.url("/batches/rugs")));
      assertEquals(7, rugs.path("allocated").asInt());
      assertEquals(
          2, json(ask(allocation.url("/batches/rugs/lines"))).findValues("orderid").size());
      assertTrue(json(ask(allocation.url("/products"))).path("generation").asLong() > 1);

      // Life goes on: what is purchased and ordered now is seen at once.
      purchase("lamps", LAMP, 6);
      order("1003", 1);
      awaitLine("1003", 1);
      awaitInStock(RUG, 2);
      awaitInStock(LAMP, 6);
      assertEquals(
          0, json(ask(allocation.url("/parked-commands"))).path("commands").size(), "parked");
    } finally {
      Stream.of(allocation, availability, adapter)
          .filter(Objects::nonNull)
          .forEach(PackagedService::close);
    }
  }

  private PackagedService start(
      Service service, Launcher launcher, Database database, Map<String, String> settings)
      throws IOException {
    return PackagedService.small(
            launcher, service.name().toLowerCase(Locale.ROOT), service, Form.JAR)
        .with(database, broker)
        .with(settings)
        .start()
        .awaitReady();
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

  private void purchase(String batchref, String sku, int qty) throws IOException {
    post(allocation.url("/batches"), Map.of("batchref", batchref, "sku", sku, "qty", qty), 201);
  }

  private void order(String number, int qty) throws IOException {
    Map<String, Object> item = Map.of("item_id", "1", "sku", RUG, "qty_ordered", qty + ".0000");
    byte[] call =
        XmlRpc.call("sales_order.create", Map.of("increment_id", number, "items", List.of(item)));
    Http.Response answer =
        Http.post(
            adapter.url("/api/xmlrpc"),
            "text/xml",
            new String(call, StandardCharsets.UTF_8),
            LIMIT);
    assertEquals(200, answer.status(), answer.body());
    assertTrue(!answer.body().contains("<fault>"), answer.body());
  }

  private void awaitLine(String number, int qty) {
    awaitAnswer(
        allocation.url("/allocations/shop:" + number),
        answer -> {
          JsonNode line = json(answer).path(0);
          return line.path("state").asText().equals("allocated") && line.path("qty").asInt() == qty;
        });
  }

  private void awaitInStock(String sku, int units) {
    awaitAnswer(
        availability.url("/availability/" + sku),
        answer -> answer.status() == 200 && json(answer).path("in_stock").asInt() == units);
  }

  private static void awaitAnswer(URI address, Predicate<Http.Response> expected) {
    assertTrue(
        Waiting.until(
            () -> {
              try {
                return expected.test(ask(address));
              } catch (IOException notYet) {
                return false;
              }
            },
            LIMIT),
        () -> address + " does not come to that");
  }

  private static Http.Response ask(URI address) throws IOException {
    return Http.get(address, LIMIT);
  }

  private static JsonNode post(URI address, Map<String, Object> body, int status)
      throws IOException {
    Http.Response answer =
        Http.post(address, "application/json", JSON.writeValueAsString(body), LIMIT);
    assertEquals(status, answer.status(), answer.body());
    return json(answer);
  }

  private static JsonNode json(Http.Response answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException broken) {
      throw new AssertionError(answer.body(), broken);
    }
  }
}
