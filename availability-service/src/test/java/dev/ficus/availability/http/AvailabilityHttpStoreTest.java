package dev.ficus.availability.http;

import static dev.ficus.availability.Management.awaitReady;
import static dev.ficus.availability.Management.managed;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.SettableClock;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.LiveViews;
import dev.ficus.availability.view.View;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class AvailabilityHttpStoreTest {
  // Late on a summer evening: in London it is the 15th already.
  private static final Instant NOW = Instant.parse("2027-07-14T23:30:00Z");
  private static final LocalDate TODAY = LocalDate.of(2027, 7, 15);
  private static final Instant MIDNIGHT = Instant.parse("2027-07-15T23:00:00Z");
  private static final Instant AS_OF = Instant.parse("2999-07-14T20:00:00.123456Z");

  @Inject LiveViews views;
  @Inject SettableClock clock;

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  private final String sku = "RUG-" + UUID.randomUUID();

  @BeforeEach
  void travel() {
    awaitReady();
    clock.travelTo(NOW);
  }

  @AfterEach
  void comeBack() {
    clock.travelTo(null);
  }

  @Test
  void answers_when_the_quantity_can_be_had() {
    store(
        sku,
        17,
        new Batch("w", null, 3),
        new Batch("s", TODAY.plusDays(5), 10),
        new Batch("o", TODAY.minusDays(1), 2));

    given()
        .queryParam("qty", 4)
        .get("/availability/" + sku)
        .then()
        .statusCode(200)
        .header("as-of", is(AS_OF.toString()))
        .header("ETag", matchesPattern("\"17-[0-9]+-" + MIDNIGHT.getEpochSecond() + "\""))
        .header("Cache-Control", is("no-cache"))
        .contentType("application/json")
        .body(at("$.sku", is(sku)))
        .body(at("$.in_stock", is(3)))
        .body(at("$.total", is(15)))
        .body(at("$.steps[*].from", contains("2027-07-15", "2027-07-20")))
        .body(at("$.steps[*].available", contains(3, 13)))
        .body(at("$.steps[*].largest", contains(3, 10)))
        .body(at("$.qty", is(4)))
        .body(at("$.promise.by", is("2027-07-20")))
        .body(at("$.promise.in_days", is(5)))
        .body(at("$.promise", not(hasKey("not_promised"))))
        .body(at("$.sequence", is(17)));
  }

  @Test
  void says_why_nothing_is_promised_and_what_could_be_had_if_ordered_separately() {
    store(sku, 1, new Batch("w", null, 3), new Batch("s", TODAY.plusDays(5), 10));

    given()
        .queryParam("qty", 12)
        .get("/availability/" + sku)
        .then()
        .statusCode(200)
        .body(at("$.promise.not_promised", is("no_single_batch")))
        .body(at("$.promise.if_ordered_separately[*].qty", contains(3, 9)))
        .body(at("$.promise.if_ordered_separately[*].by", contains("2027-07-15", "2027-07-20")))
        .body(at("$.promise", not(hasKey("by"))));
  }

  @Test
  void an_overdue_batch_is_not_promised() {
    store(sku, 1, new Batch("o", TODAY.minusDays(1), 3));

    when()
        .get("/availability/" + sku)
        .then()
        .statusCode(200)
        .body(at("$.qty", is(1)))
        .body(at("$.steps", empty()))
        .body(at("$.promise.not_promised", is("overdue")))
        .body(at("$.promise.if_ordered_separately", empty()));
  }

  @Test
  void a_product_without_any_batch_is_out_of_stock() {
    store(sku, 1);
    when()
        .get("/availability/" + sku)
        .then()
        .statusCode(200)
        .body(at("$.promise.not_promised", is("out_of_stock")));
  }

  @Test
  void an_unknown_product_is_not_found() {
    when()
        .get("/availability/NEVER-HEARD-OF")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body(at("$.status", is(404)))
        .body(at("$.field", is("sku")))
        .body(at("$.detail", containsString("NEVER-HEARD-OF")));
  }

  @Test
  void a_product_of_which_nothing_could_be_applied_yet_is_not_found() {
    views.change(Set.of(sku), known -> List.of(new View(new Stock(sku, 0, List.of()), 5, AS_OF)));
    when().get("/availability/" + sku).then().statusCode(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"3", " 3", "+3", "3.0", "3.0000", "0.3e1"})
  void a_quantity_is_a_whole_number_however_it_is_written(String qty) {
    store(sku, 1, new Batch("w", null, 3));
    given()
        .queryParam("qty", qty)
        .get("/availability/" + sku)
        .then()
        .statusCode(200)
        .body(at("$.qty", is(3)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0", "-1", "1.5", "many", "", "2147483648", "99999999999999999999", "1 0"})
  void a_quantity_that_is_none_is_refused(String qty) {
    store(sku, 1, new Batch("w", null, 3));
    given()
        .queryParam("qty", qty)
        .get("/availability/" + sku)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body(at("$.status", is(400)))
        .body(at("$.field", is("qty")));
  }

  @Test
  void two_quantities_are_none() {
    store(sku, 1, new Batch("w", null, 3));
    when().get("/availability/" + sku + "?qty=1&qty=2").then().statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"a%00b", "a%0Ab", "%7F"})
  void what_cannot_be_an_identifier_is_refused(String path) throws Exception {
    HttpResponse<String> response = getAsIs(path);
    assertEquals(400, response.statusCode(), response.body());
    assertTrue(response.body().contains("\"field\":\"sku\""), response.body());
  }

  @Test
  void an_identifier_may_be_255_bytes_long_and_no_longer() {
    when().get("/availability/" + "x".repeat(255)).then().statusCode(404);
    when()
        .get("/availability/" + "x".repeat(256))
        .then()
        .statusCode(400)
        .body(at("$.field", is("sku")));
  }

  @Test
  void the_largest_quantity_is_a_quantity() {
    store(sku, 1, new Batch("w", null, Integer.MAX_VALUE));
    given()
        .queryParam("qty", Integer.MAX_VALUE)
        .get("/availability/" + sku)
        .then()
        .statusCode(200)
        .body(at("$.promise.in_days", is(0)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a/b|a%2Fb",
        "a/b/|a%2Fb%2F",
        "/|%2F",
        "100%|100%25",
        "%2F|%252F",
        "two words|two%20words",
        "a+b|a+b",
        "a+b|a%2Bb",
        "a;b=c|a%3Bb%3Dc",
        "a?b#c|a%3Fb%23c",
        "a..b|a..b",
        "a//b|a%2F%2Fb",
        "größe-😀|gr%C3%B6%C3%9Fe-%F0%9F%98%80",
        "\\\"{}<>|%5C%22%7B%7D%3C%3E"
      })
  void an_identifier_survives_the_path(String identifier, String path) throws Exception {
    String unique = identifier + sku;
    store(unique, 1, new Batch("w", null, 3));

    HttpResponse<String> response = getAsIs(path + sku);

    assertEquals(200, response.statusCode(), response.body());
  }

  @Test
  void unchanged_is_answered_without_a_body() {
    store(sku, 1, new Batch("w", null, 3));
    String tag = when().get("/availability/" + sku).header("ETag");

    String body =
        given()
            .header("If-None-Match", tag)
            .get("/availability/" + sku)
            .then()
            .statusCode(304)
            .header("ETag", is(tag))
            .header("as-of", is(AS_OF.toString()))
            .extract()
            .asString();
    assertEquals("", body);
  }

  @Test
  void one_of_several_tags_is_enough_be_it_weak_and_the_star_is_all_of_them() {
    store(sku, 1, new Batch("w", null, 3));
    String tag = when().get("/availability/" + sku).header("ETag");

    for (String given : List.of("\"other\", W/" + tag, "*")) {
      given().header("If-None-Match", given).get("/availability/" + sku).then().statusCode(304);
    }
    given().header("If-None-Match", "\"other\"").get("/availability/" + sku).then().statusCode(200);
  }

  @Test
  void the_tag_changes_with_the_sequence() {
    store(sku, 1, new Batch("w", null, 3));
    String tag = when().get("/availability/" + sku).header("ETag");
    store(sku, 2, new Batch("w", null, 2));

    given()
        .header("If-None-Match", tag)
        .get("/availability/" + sku)
        .then()
        .statusCode(200)
        .body(at("$.in_stock", is(2)));
  }

  @Test
  void the_tag_changes_at_midnight_in_the_warehouse_because_the_promise_does() {
    store(sku, 1, new Batch("s", TODAY, 3));
    clock.travelTo(Instant.parse("2027-07-15T22:59:00Z"));
    String tag = when().get("/availability/" + sku).header("ETag");
    given().header("If-None-Match", tag).get("/availability/" + sku).then().statusCode(304);

    clock.travelTo(Instant.parse("2027-07-15T23:00:01Z"));
    given()
        .header("If-None-Match", tag)
        .get("/availability/" + sku)
        .then()
        .statusCode(200)
        .header("ETag", not(is(tag)))
        .body(at("$.promise.not_promised", is("overdue")));
  }

  @Test
  void a_comparison_makes_a_quiet_product_current_but_not_one_with_events_missing() {
    Instant quiet = Instant.parse("2020-01-01T00:00:00Z");
    String behind = sku + "-behind";
    Stock stock = new Stock(sku, 3, List.of());
    Stock missing = new Stock(behind, 3, List.of());
    views.change(
        Set.of(sku, behind),
        known -> List.of(new View(stock, 3, quiet), new View(missing, 4, quiet)));
    Instant compared = views.comparedAt().orElseThrow();

    assertFalse(asOf(sku).isBefore(compared));
    assertEquals(quiet, asOf(behind));
    assertNotEquals(quiet, compared);
  }

  @Test
  void who_asks_for_the_head_gets_the_same_headers_and_no_body() {
    store(sku, 1, new Batch("w", null, 3));
    Response whole = when().get("/availability/" + sku);
    when()
        .head("/availability/" + sku)
        .then()
        .statusCode(200)
        .header("ETag", whole.header("ETag"))
        .header("Content-Length", whole.header("Content-Length"))
        .body(is(emptyString()));
  }

  @Test
  void there_is_nothing_else_to_do_with_a_sku_than_to_ask_about_it() {
    when()
        .delete("/availability/" + sku)
        .then()
        .statusCode(405)
        .header("Allow", "GET, HEAD")
        .contentType("application/problem+json");
  }

  @Test
  void all_skus_are_one_series_of_the_metrics() {
    store(sku, 1, new Batch("w", null, 3));
    when().get("/availability/" + sku).then().statusCode(200);
    // A question is counted when it has been answered.
    awaitAsserted(() -> managed("/q/metrics").body(containsString("uri=\"/availability/{sku}\"")));
    managed("/q/metrics").body(not(containsString(sku)));
  }

  @Test
  void documentation_is_served() {
    when().get("/q/openapi").then().statusCode(200).body(containsString("/availability/{sku}"));
    when().get("/q/swagger-ui/").then().statusCode(200);
  }

  @Test
  void the_contract_is_served_and_its_page_leads_to_all_of_it() {
    String page = when().get("/contracts/").then().statusCode(200).extract().asString();
    List<String> links =
        Pattern.compile("href=\"([^\"]+)\"").matcher(page).results().map(m -> m.group(1)).toList();
    assertTrue(
        links.containsAll(
            List.of(
                "asyncapi.yaml",
                "schemas/out_of_stock.v1.json",
                "examples/out_of_stock.v1.json",
                "schemas/back_in_stock.v1.json",
                "examples/back_in_stock.v1.json")));
    for (String link : links) {
      when().get(URI.create("/contracts/").resolve(link).toString()).then().statusCode(200);
    }
    when()
        .get("/contracts/released/1/asyncapi.yaml")
        .then()
        .statusCode(200)
        .body(containsString("asyncapi: 3.0.0"));
  }

  // The JDK's client sends the path as it is given.
  private HttpResponse<String> getAsIs(String path) throws Exception {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create("http://localhost:" + port + "/availability/" + path))
                .build(),
            HttpResponse.BodyHandlers.ofString());
  }

  private Instant asOf(String of) {
    return Instant.parse(when().get("/availability/" + of).header("as-of"));
  }

  private void store(String name, long sequence, Batch... batches) {
    views.change(
        Set.of(name),
        known -> List.of(new View(new Stock(name, sequence, List.of(batches)), sequence, AS_OF)));
  }
}
