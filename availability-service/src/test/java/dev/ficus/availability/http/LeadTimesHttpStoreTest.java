package dev.ficus.availability.http;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.emptyString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.delivery.LeadTimeBook;
import dev.ficus.availability.delivery.Table;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.config.EncoderConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class LeadTimesHttpStoreTest {
  private static final String HEADER =
      "destination,handling_days,transit_days,weekdays,cut_off,holidays\n";
  private static final String TABLE =
      HEADER + "*,1,15,Mon-Fri,14:00,GB-ENG\nGB-BT,1,3,Mon Tue Thu,11:30,GB-ENG GB-NIR\n";
  private static final String FRANCE =
      """
      {"handling_days": 1, "transit_days": 3, "weekdays": "Mon-Sat", "cut_off": "14:00",
       "holidays": ["GB-ENG", "fr"], "remark": "ignored"}
      """;

  @Inject LeadTimeBook book;

  @BeforeEach
  void write_two() {
    csv(TABLE).put("/lead-times").then().statusCode(204).body(emptyString());
  }

  @Test
  void all_are_listed_with_their_revision() {
    when()
        .get("/lead-times")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .header("ETag", is("\"" + book.revision() + "\""))
        .header("Vary", "Accept")
        .body(at("$[*].destination", contains("*", "GB-BT")))
        .body(at("$[*].handling_days", contains(1, 1)))
        .body(at("$[*].transit_days", contains(15, 3)))
        .body(at("$[*].weekdays", contains("Mon-Fri", "Mon Tue Thu")))
        .body(at("$[*].cut_off", contains("14:00", "11:30")))
        .body(at("$[1].holidays", contains("GB-ENG", "GB-NIR")));
  }

  @Test
  void an_unchanged_list_is_not_sent_again() {
    String tag = when().get("/lead-times").header("ETag");
    given().header("If-None-Match", tag).get("/lead-times").then().statusCode(304);
    put("FR", FRANCE).statusCode(201);
    given().header("If-None-Match", tag).get("/lead-times").then().statusCode(200);
  }

  @Test
  void the_same_csv_comes_out_that_went_in() {
    given()
        .accept("text/csv")
        .get("/lead-times")
        .then()
        .statusCode(200)
        .contentType(startsWith("text/csv"))
        .header("ETag", is("\"" + book.revision() + "-csv\""))
        .body(is(TABLE));
  }

  @Test
  void who_takes_anything_gets_json_and_who_takes_neither_nothing() {
    given().accept("*/*").get("/lead-times").then().contentType("application/json");
    given()
        .accept("text/csv;q=0.5, application/json;q=0.1")
        .get("/lead-times")
        .then()
        .contentType(startsWith("text/csv"));
    given().accept("text/html").get("/lead-times").then().statusCode(406);
  }

  @Test
  void a_table_with_a_mistake_replaces_nothing() {
    csv(HEADER + "GB,1,1,Mon-Fri,14:00,\nFR,1,1,Mon-Fri,2pm,\n")
        .put("/lead-times")
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body(at("$.status", is(400)))
        .body(at("$.field", is("line 3, cut_off")))
        .body(at("$.detail", containsString("time of day")));
    assertTableIsStillThere();
  }

  @Test
  void a_destination_that_comes_twice_is_refused() {
    csv(HEADER + "GB,1,1,Mon-Fri,14:00,\ngb,1,1,Mon-Fri,14:00,\n")
        .put("/lead-times")
        .then()
        .statusCode(400)
        .body(at("$.field", is("line 3, destination")));
    assertTableIsStillThere();
  }

  @Test
  void nothing_in_place_of_everything_is_refused() {
    given()
        .contentType("text/csv")
        .put("/lead-times")
        .then()
        .statusCode(400)
        .body(at("$.field", is("line 1")));
    csv(HEADER).put("/lead-times").then().statusCode(400).body(at("$.field", is("line 2")));
    assertTableIsStillThere();
  }

  @Test
  void json_is_no_table() {
    given()
        .contentType(ContentType.JSON)
        .body("[]")
        .put("/lead-times")
        .then()
        .statusCode(415)
        .contentType("application/problem+json");
  }

  @Test
  void one_is_added_and_replaced() {
    put("FR", FRANCE)
        .statusCode(201)
        .header("Location", endsWith("/lead-times/FR"))
        .contentType("application/json")
        .body(at("$.destination", is("FR")))
        .body(at("$.holidays", contains("GB-ENG", "FR")));
    put("fr", FRANCE.replace("Mon-Sat", "Mon-Fri"))
        .statusCode(200)
        .body(at("$.destination", is("FR")))
        .body(at("$.weekdays", is("Mon-Fri")));
    when().get("/lead-times").then().body(at("$[*].destination", contains("*", "FR", "GB-BT")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gb-sw1a 1aa", "GB-SW1A1AA", "gb-sw1a%201aa"})
  void a_destination_may_be_written_as_it_comes(String path) {
    given()
        .urlEncodingEnabled(!path.contains("%"))
        .contentType(ContentType.JSON)
        .body(FRANCE)
        .put("/lead-times/" + path)
        .then()
        .statusCode(201)
        .body(at("$.destination", is("GB-SW1A1AA")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"*", "%2A"})
  void everywhere_else_is_a_star(String path) {
    given()
        .urlEncodingEnabled(false)
        .contentType(ContentType.JSON)
        .body(FRANCE)
        .put("/lead-times/" + path)
        .then()
        .statusCode(200)
        .body(at("$.destination", is("*")));
    given().urlEncodingEnabled(false).delete("/lead-times/" + path).then().statusCode(204);
    when().get("/lead-times").then().body(at("$[*].destination", contains("GB-BT")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ZZ|{}|destination",
        "FR|[]|body",
        "FR|{\"handling|body",
        "FR|null|body",
        "FR|{}|handling_days",
        "FR|{\"handling_days\":1.5}|handling_days",
        "FR|{\"handling_days\":1,\"transit_days\":null}|transit_days",
        "FR|{\"handling_days\":1,\"transit_days\":{}}|transit_days",
        "FR|{\"handling_days\":1,\"transit_days\":1,\"weekdays\":\"x\"}|weekdays",
        "FR|{\"destination\":\"DE\"}|destination"
      })
  void a_mistake_is_named_by_its_field(String path, String body, String field) {
    put(path, body)
        .statusCode(400)
        .contentType("application/problem+json")
        .body(at("$.field", is(field)))
        .body(at("$.detail", not(emptyString())));
    assertTableIsStillThere();
  }

  @Test
  void no_body_is_no_lead_time() {
    given()
        .contentType(ContentType.JSON)
        .put("/lead-times/FR")
        .then()
        .statusCode(400)
        .body(at("$.field", is("body")));
  }

  @Test
  void one_is_removed_once() {
    when().delete("/lead-times/gb-bt").then().statusCode(204);
    when()
        .delete("/lead-times/gb-bt")
        .then()
        .statusCode(404)
        .body(at("$.field", is("destination")))
        .body(at("$.detail", containsString("GB-BT")));
    when().delete("/lead-times/GB-").then().statusCode(404);
    when().delete("/lead-times/GBR").then().statusCode(400).body(at("$.field", is("destination")));
  }

  @Test
  void an_edit_of_another_instance_shows_soon() {
    book.put(Table.row("DE,1,3,Mon-Fri,14:00,DE"));
    awaitAsserted(
        () ->
            when()
                .get("/lead-times")
                .then()
                .header("ETag", is("\"" + book.revision() + "\""))
                .body(at("$[*].destination", contains("*", "DE", "GB-BT"))));
  }

  @Test
  void the_operations_are_documented() {
    String openapi = when().get("/q/openapi").asString();
    for (String operation :
        new String[] {"leadTimes", "replaceLeadTimes", "putLeadTime", "removeLeadTime"}) {
      assertTrue(openapi.contains("operationId: " + operation), operation);
    }
  }

  private void assertTableIsStillThere() {
    assertEquals(TABLE, given().accept("text/csv").get("/lead-times").asString());
  }

  private static ValidatableResponse put(String destination, String body) {
    return given()
        .contentType(ContentType.JSON)
        .body(body)
        .put("/lead-times/" + destination)
        .then();
  }

  private static RequestSpecification csv(String text) {
    return given()
        .config(
            RestAssured.config()
                .encoderConfig(
                    EncoderConfig.encoderConfig()
                        .encodeContentTypeAs("text/csv", ContentType.TEXT)))
        .contentType("text/csv")
        .body(text.getBytes(StandardCharsets.UTF_8));
  }
}
