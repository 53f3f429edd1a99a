package dev.ficus.legacy.whole;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A shop that is asked, and does what old shops do: all of its orders come in, as they are. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(PulledShopResource.class)
@WithTestResource(FrailShopResource.class)
class PullingTest {

  private final HttpClient http = HttpClient.newHttpClient();
  private PulledShopResource.PulledShopAddress shop;

  /** A row of what the shop says of its orders: an order and one of its items. */
  private record ItemRow(
      String order, String state, String item, String parent, String sku, int qty) {}

  @BeforeEach
  void everythingIsIn() throws Exception {
    WholeAdapter.await();
    given().post("/pulling/old/resume").then().statusCode(202);
    eventuallyAsInTheShop();
  }

  @Test
  void what_the_shop_changes_is_followed() throws Exception {
    List<ItemRow> rows = rows();
    ItemRow first = rows.get(0);
    shop(
        "POST",
        "orders/%s/items/%s?qty=%d".formatted(first.order(), first.item(), 1 + first.qty()));
    String cancelled = rows.get(rows.size() - 1).order();
    shop("POST", "orders/" + cancelled + "/cancel");
    shop("POST", "orders?sku=%s&qty=3".formatted(first.sku()));
    eventuallyAsInTheShop();
    given()
        .get("/orders/pulled/" + cancelled)
        .then()
        .contentType("application/json")
        .body(at("$.cancelled", equalTo(true)));

    double despatches = commands("type=\"despatch\"");
    shop("POST", "orders/" + first.order() + "/despatch");
    eventuallyAsInTheShop();
    long despatched =
        rows().stream()
            .filter(row -> row.order().equals(first.order()) && row.parent() == null)
            .count();
    // Each is counted a moment after it is known to be confirmed.
    until(() -> commands("type=\"despatch\"") >= despatches + despatched);
    assertEquals(despatches + despatched, commands("type=\"despatch\""));

    shop("POST", "orders/" + cancelled + "/reopen");
    shop("POST", "changes?count=40");
    shop("POST", "commit");
    eventuallyAsInTheShop();
  }

  @Test
  void what_becomes_visible_late_is_found_in_the_overlap() throws Exception {
    // The later change is seen first, and the watermark is past the earlier one.
    shop("POST", "orders?sku=%s&qty=1&late=600".formatted(rows().get(0).sku()));
    shop("POST", "clock?minutes=1");
    shop("POST", "orders?sku=%s&qty=1".formatted(rows().get(0).sku()));
    eventuallyAsInTheShop();
    shop("POST", "commit");
    eventuallyAsInTheShop();
  }

  @Test
  void what_even_the_overlap_misses_is_found_by_a_comparison_and_named() throws Exception {
    String sku = rows().get(0).sku();
    String late =
        shop("POST", "orders?sku=%s&qty=1&late=600".formatted(sku)).lines().toList().get(1);
    String number = late.split(",")[0];
    eventuallyAsInTheShop();
    LocalDateTime watermark = watermark();
    shop("POST", "clock?minutes=60");
    shop("POST", "orders?sku=%s&qty=1".formatted(sku));
    // Past the new order, and not only past what the round before has seen.
    until(() -> watermark().isAfter(watermark.plusMinutes(30)));
    shop("POST", "commit");
    JsonNode report = comparison();
    assertEquals(1, report.get("missingOrders").size());
    assertEquals(number, report.get("missingOrders").get(0).asText());
    assertTrue(report.get("whole").asBoolean());
    given()
        .accept("text/plain")
        .get("/pulling/old/reports")
        .then()
        .statusCode(200)
        .body(containsString("All orders of the shop are here"))
        .body(containsString("Never seen before:\n  " + number + "\n"));
    eventuallyAsInTheShop();
  }

  @Test
  void what_is_fetched_again_sends_nothing() throws Exception {
    // After it no round is under way that has begun before.
    comparison();
    double before = commands();
    LocalDateTime watermark = watermark();
    comparison();
    comparison();
    assertEquals(before, commands());
    assertEquals(watermark, watermark());
  }

  @Test
  void comparing_all_orders_proves_that_nothing_is_missing() throws Exception {
    JsonNode report = comparison();
    assertEquals(
        rows().stream().map(ItemRow::order).distinct().count(), report.get("listed").asLong());
    assertEquals(0, report.get("missing").asInt());
    assertEquals(0, report.get("outdated").asInt());
    assertTrue(report.get("whole").asBoolean());
    int wanted = 0;
    for (String order : rows().stream().map(ItemRow::order).distinct().toList()) {
      wanted += taken(order).size();
    }
    assertEquals(wanted, report.get("standing").asInt());
  }

  @Test
  void what_the_shop_showed_is_captured_without_its_customers_and_replayed_without_effect()
      throws Exception {
    comparison();
    double before = commands();
    Path file;
    try (Stream<Path> all = Files.list(shop.captures())) {
      file = all.findFirst().orElseThrow();
    }
    String captured = Files.readString(file);
    assertTrue(captured.contains(" old answer open "));
    assertTrue(captured.contains("customer_email"));
    assertFalse(captured.contains("@"));
    String id =
        read(
            given()
                .queryParam("file", file.getFileName().toString())
                .post("/replays")
                .then()
                .statusCode(202)
                .extract()
                .asString(),
            "$.id");
    until(() -> AdapterApi.json("/replays/" + id).hasNonNull("endedAt"));
    given().get("/replays/" + id).then().body(at("$.failed", equalTo(0)));
    assertTrue(read(given().get("/replays/" + id).asString(), "$.taken", Integer.class) > 0);
    assertEquals(before, commands());
  }

  @Test
  void a_paused_feed_asks_for_nothing_until_it_is_resumed() throws Exception {
    given().post("/pulling/old/pause").then().statusCode(202);
    until(() -> !progress("old").get("running").asBoolean());
    shop("POST", "orders?sku=%s&qty=2".formatted(rows().get(0).sku()));
    given().post("/pulling/old/run").then().statusCode(202);
    List<String> asked = lists();
    until(() -> !progress("old").get("running").asBoolean());
    assertTrue(progress("old").get("paused").asBoolean());
    assertEquals(asked, lists());

    given().post("/pulling/old/resume").then().statusCode(202);
    eventuallyAsInTheShop();
  }

  @Test
  void a_feed_that_fails_shows_the_reason_and_others_go_on() {
    until(() -> progress("locked").path("failedFor").asText().contains("fault 2"));
    assertTrue(progress("locked").get("failures").asInt() > 0);
  }

  @Test
  void a_feed_nobody_has_heard_of_is_not_found() {
    for (String what : List.of("run", "compare", "pause", "resume")) {
      given()
          .post("/pulling/none/" + what)
          .then()
          .statusCode(404)
          .body(at("$.field", equalTo("feed")))
          .body(at("$.detail", containsString("no such feed")));
    }
    given().get("/pulling/none/reports").then().statusCode(404);
  }

  /** How often the shop was asked for a list; the feed with the wrong key never comes to that. */
  private List<String> lists() throws Exception {
    return shop("GET", "calls")
        .lines()
        .filter(line -> line.startsWith("sales_order.list,"))
        .toList();
  }

  /** The report of a comparison that was begun after this was called. */
  private static JsonNode comparison() {
    int before = reports().size();
    given().post("/pulling/old/compare").then().statusCode(202);
    until(() -> reports().size() > before);
    return reports().get(0);
  }

  private static JsonNode reports() {
    return AdapterApi.json("/pulling/old/reports").get("reports");
  }

  private static JsonNode progress(String feed) {
    return AdapterApi.named(AdapterApi.json("/pulling").get("feeds"), "feed", feed);
  }

  private static LocalDateTime watermark() {
    return LocalDateTime.parse(progress("old").get("watermark").asText());
  }

  private static double commands() {
    return commands("");
  }

  /** How many commands the broker has confirmed, of those whose labels hold this. */
  private static double commands(String label) {
    return AdapterApi.managedText("/q/metrics")
        .lines()
        .filter(line -> line.startsWith("ficus_legacy_commands_confirmed_total"))
        .filter(line -> line.contains(label))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  /**
   * For each order that is not cancelled its lines, "sku/item" with how many, "ordered" or
   * "despatched".
   */
  private Map<String, Map<String, String>> expected() throws Exception {
    Map<String, Map<String, String>> orders = new TreeMap<>();
    for (ItemRow row : rows()) {
      if (row.item() == null) {
        // An order without lines says nothing; it waits in quarantine.
        continue;
      }
      Map<String, String> lines = orders.computeIfAbsent(row.order(), any -> new TreeMap<>());
      if (!row.state().equals("canceled") && row.parent() == null) {
        String state = row.state().equals("complete") ? "despatched" : "ordered";
        lines.put(row.sku() + "/" + row.item(), state + " " + row.qty());
      }
    }
    return orders;
  }

  private Map<String, Map<String, String>> taken() throws Exception {
    Map<String, Map<String, String>> orders = new TreeMap<>();
    for (String number : expected().keySet()) {
      orders.put(number, taken(number));
    }
    return orders;
  }

  /** Looks no further than the first order that is not. */
  private boolean isAsInTheShop() throws Exception {
    return expected().entrySet().stream()
        .allMatch(order -> order.getValue().equals(taken(order.getKey())));
  }

  private static Map<String, String> taken(String number) {
    Map<String, String> lines = new TreeMap<>();
    for (JsonNode line : AdapterApi.json("/orders/pulled/" + number).path("lines")) {
      String state = line.get("state").asText();
      if (!state.equals("cancelled") && line.get("confirmed").asBoolean()) {
        lines.put(
            line.get("sku").asText() + "/" + line.get("lineid").asText(),
            state + " " + line.get("qty").asText());
      }
    }
    return lines;
  }

  private void eventuallyAsInTheShop() throws Exception {
    boolean same =
        Waiting.until(
            () -> {
              try {
                return isAsInTheShop();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            },
            LIMIT);
    if (!same) {
      assertEquals(expected(), taken(), () -> progress("old").toPrettyString());
    }
  }

  private static void until(BooleanSupplier condition) {
    assertTrue(Waiting.until(condition, LIMIT));
  }

  private List<ItemRow> rows() throws Exception {
    List<ItemRow> rows = new ArrayList<>();
    for (String line : shop("GET", "orders").lines().skip(1).toList()) {
      String[] cells = line.split(",", -1);
      rows.add(
          new ItemRow(
              cells[0],
              cells[1],
              cells[5].isEmpty() ? null : cells[5],
              cells[6].isEmpty() ? null : cells[6],
              cells[8],
              cells[9].isEmpty() ? 0 : Integer.parseInt(cells[9])));
    }
    return rows;
  }

  private String shop(String method, String path) throws IOException, InterruptedException {
    return http.send(
            HttpRequest.newBuilder(shop.control(path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build(),
            BodyHandlers.ofString())
        .body();
  }
}
