package dev.ficus.availability.http;

import static dev.ficus.availability.Management.awaitReady;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.SettableClock;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.LiveViews;
import dev.ficus.availability.view.View;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** By when the goods are there, alone and in a basket. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class DeliveryHttpStoreTest {
  // A Thursday, without a public holiday near.
  private static final LocalDate TODAY = LocalDate.of(2027, 7, 15);
  private static final Instant MORNING = Instant.parse("2027-07-15T08:00:00Z");
  private static final Instant AS_OF = Instant.parse("2999-07-14T20:00:00.123456Z");

  @Inject LiveViews views;
  @Inject SettableClock clock;

  private final String sku = "RUG-" + UUID.randomUUID();

  @BeforeEach
  void travel() {
    awaitReady();
    clock.travelTo(MORNING);
    leadTime("AQ-FAST", 0, 1, "14:00");
    leadTime("AQ-SLOW", 1, 2, "14:00");
  }

  @AfterEach
  void comeBack() {
    clock.travelTo(null);
    when().delete("/lead-times/AQ-FAST");
    when().delete("/lead-times/AQ-SLOW");
  }

  @Test
  void a_promise_says_by_when_the_goods_are_there() {
    store(sku, new Batch("w", null, 3), new Batch("s", TODAY.plusDays(5), 10));

    ask(sku, 3, "AQ-FAST")
        .body(at("$.to", is("AQ-FAST")))
        .body(at("$.promise.by", is("2027-07-16")));
    ask(sku, 3, "AQ-SLOW")
        .body(at("$.promise.by", is("2027-07-20")))
        .body(at("$.promise.in_days", is(5)));
    ask(sku, 4, "AQ-FAST").body(at("$.promise.by", is("2027-07-21")));
    ask(sku, 3, null).body(at("$.promise.by", is("2027-07-15"))).body(at("$", not(hasKey("to"))));
  }

  @Test
  void a_destination_may_be_written_as_people_write_it() {
    store(sku, new Batch("w", null, 3));
    ask(sku, 3, "aq-fa st")
        .body(at("$.to", is("AQ-FAST")))
        .body(at("$.promise.by", is("2027-07-16")));
  }

  @Test
  void parts_that_are_ordered_separately_are_there_by_their_own_days() {
    store(sku, new Batch("w", null, 3), new Batch("s", TODAY.plusDays(5), 10));
    ask(sku, 12, "AQ-FAST")
        .body(at("$.promise.not_promised", is("no_single_batch")))
        .body(at("$.promise.if_ordered_separately[*].by", contains("2027-07-16", "2027-07-21")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "XX", "GB-!", "England", "GB-SW1A1AA1AA1AA"})
  void a_destination_that_is_none_is_refused(String to) {
    store(sku, new Batch("w", null, 3));
    given()
        .queryParam("to", to)
        .get("/availability/" + sku)
        .then()
        .statusCode(400)
        .body(at("$.field", is("to")));
  }

  @Test
  void the_tag_changes_at_the_cut_off_because_the_promise_does() {
    store(sku, new Batch("w", null, 3));
    clock.travelTo(Instant.parse("2027-07-15T12:59:59Z"));
    String tag =
        ask(sku, 1, "AQ-FAST").body(at("$.promise.by", is("2027-07-16"))).extract().header("ETag");
    unchanged(tag, 304);

    clock.travelTo(Instant.parse("2027-07-15T13:00:00Z"));
    unchanged(tag, 200);
    ask(sku, 1, "AQ-FAST").body(at("$.promise.by", is("2027-07-19")));
  }

  @Test
  void the_tag_changes_with_the_lead_times() {
    store(sku, new Batch("w", null, 3));
    String tag = ask(sku, 1, "AQ-FAST").extract().header("ETag");
    leadTime("AQ-FAST", 0, 2, "14:00");

    unchanged(tag, 200);
    ask(sku, 1, "AQ-FAST").body(at("$.promise.by", is("2027-07-19")));
  }

  @Test
  void a_basket_is_there_when_its_last_item_is() {
    String other = sku + "-other";
    store(sku, new Batch("w", null, 3));
    store(other, new Batch("s", TODAY.plusDays(5), 10));

    basket(item(sku, 2), item(other, 1))
        .statusCode(200)
        .header("as-of", is(AS_OF.toString()))
        .contentType("application/json")
        .body(at("$.to", is("AQ-FAST")))
        .body(at("$.promise.by", is("2027-07-21")))
        .body(at("$.promise.in_days", is(6)))
        .body(at("$.items[*].sku", contains(sku, other)))
        .body(at("$.items[*].promise.by", contains("2027-07-16", "2027-07-21")));
  }

  @Test
  void of_two_items_of_one_sku_the_second_gets_what_the_first_leaves() {
    store(sku, new Batch("w", null, 3), new Batch("s", TODAY.plusDays(5), 10));

    basket(item(sku, 2), item(sku, 2))
        .statusCode(200)
        .body(at("$.items[*].promise.by", contains("2027-07-16", "2027-07-21")));
  }

  @Test
  void a_basket_says_which_items_keep_it_from_a_promise() {
    store(sku, new Batch("w", null, 3));

    basket(item(sku, 2), item("NEVER-HEARD-OF", 1), item(sku, 2))
        .statusCode(200)
        .body(at("$.promise.not_promised", is("unknown")))
        .body(at("$.promise.skus", contains("NEVER-HEARD-OF", sku)))
        .body(at("$.items[1].problem.status", is(404)))
        .body(at("$.items[1].problem.field", is("items[1].sku")))
        .body(at("$.items[2].promise.not_promised", is("not_enough")));
  }

  @Test
  void a_category_page_asks_for_five_hundred_at_once_and_no_more() {
    store(sku, new Batch("w", null, 3));
    String[] items = IntStream.range(0, 500).mapToObj(i -> item(sku, 4)).toArray(String[]::new);
    basket(items).statusCode(200).body(at("$.items.length()", is(500)));

    String[] more = IntStream.range(0, 501).mapToObj(i -> item(sku, 1)).toArray(String[]::new);
    basket(more).statusCode(400).body(at("$.field", is("items")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "items|{}",
        "items|{\"items\":[]}",
        "items|{\"items\":{}}",
        "items[0].sku|{\"items\":[{\"qty\":1}]}",
        "items[0].sku|{\"items\":[{\"sku\":7}]}",
        "items[1].qty|{\"items\":[{\"sku\":\"A\"},{\"sku\":\"A\",\"qty\":0}]}",
        "items[0].qty|{\"items\":[{\"sku\":\"A\",\"qty\":\"2\"}]}",
        "items[0].qty|{\"items\":[{\"sku\":\"A\",\"qty\":2.5}]}",
        "to|{\"items\":[{\"sku\":\"A\"}],\"to\":\"XX\"}",
        "to|{\"items\":[{\"sku\":\"A\"}],\"to\":1}",
        "body|[]"
      })
  void a_basket_that_is_none_is_refused_with_the_name_of_what_is_wrong(String fieldAndBody) {
    String[] parts = fieldAndBody.split("\\|", 2);
    given()
        .contentType("application/json")
        .body(parts[1])
        .post("/availability")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body(at("$.field", is(parts[0])));
  }

  @Test
  void a_basket_that_is_no_json_is_refused() {
    given()
        .contentType("application/json")
        .body("{\"items\":")
        .post("/availability")
        .then()
        .statusCode(400)
        .contentType("application/problem+json");
  }

  @Test
  void keys_that_are_not_known_are_ignored() {
    store(sku, new Batch("w", null, 3));
    given()
        .contentType("application/json")
        .body("{\"colour\":1,\"items\":[{\"sku\":\"" + sku + "\",\"size\":[]}]}")
        .post("/availability")
        .then()
        .statusCode(200)
        .body(at("$.to", nullValue()))
        .body(at("$.items[0].qty", is(1)));
  }

  @Test
  void a_page_of_the_shop_may_ask_and_one_of_somebody_else_may_not() {
    store(sku, new Batch("w", null, 3));
    given()
        .header("Origin", "https://shop.example")
        .get("/availability/" + sku)
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Origin", is("https://shop.example"))
        .header("Access-Control-Allow-Credentials", not(is("true")))
        .header("Vary", containsString("Origin"))
        .header("Access-Control-Expose-Headers", containsString("as-of"));
    given()
        .header("Origin", "https://shop.example")
        .header("Access-Control-Request-Method", "POST")
        .header("Access-Control-Request-Headers", "content-type")
        .options("/availability")
        .then()
        .statusCode(200)
        .header("Access-Control-Allow-Methods", containsString("POST"))
        .header("Access-Control-Allow-Headers", containsString("content-type"));
    String allowed =
        given()
            .header("Origin", "https://elsewhere.example")
            .get("/availability/" + sku)
            .header("Access-Control-Allow-Origin");
    assertNotEquals("https://elsewhere.example", allowed);
    assertNotEquals("*", allowed);
  }

  private void unchanged(String tag, int status) {
    given()
        .header("If-None-Match", tag)
        .queryParam("to", "AQ-FAST")
        .get("/availability/" + sku)
        .then()
        .statusCode(status);
  }

  private static ValidatableResponse ask(String sku, int qty, String to) {
    var question = given().queryParam("qty", qty);
    if (to != null) {
      question.queryParam("to", to);
    }
    return question.get("/availability/" + sku).then().statusCode(200);
  }

  private static String item(String sku, int qty) {
    return "{\"sku\":\"%s\",\"qty\":%d}".formatted(sku, qty);
  }

  private static ValidatableResponse basket(String... items) {
    return given()
        .contentType("application/json")
        .body(
            "{\"to\":\"AQ-FAST\",\"items\":[%s]}"
                .formatted(List.of(items).stream().collect(Collectors.joining(","))))
        .post("/availability")
        .then();
  }

  private static void leadTime(String destination, int handling, int transit, String cutOff) {
    int status =
        given()
            .contentType("application/json")
            .body(
                """
                {"handling_days":%d,"transit_days":%d,"weekdays":"Mon-Fri","cut_off":"%s",
                 "holidays":[]}
                """
                    .formatted(handling, transit, cutOff))
            .put("/lead-times/" + destination)
            .statusCode();
    assertEquals(2, status / 100, "PUT answered " + status);
  }

  private void store(String name, Batch... batches) {
    views.change(
        Set.of(name), known -> List.of(new View(new Stock(name, 1, List.of(batches)), 1, AS_OF)));
  }
}
