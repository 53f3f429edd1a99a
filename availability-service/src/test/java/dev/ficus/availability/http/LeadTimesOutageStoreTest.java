package dev.ficus.availability.http;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.is;

import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.FaultyStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(FaultyStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class LeadTimesOutageStoreTest {
  private static final String BERMUDA =
      """
      {"handling_days": 1, "transit_days": 9, "weekdays": "Mon-Fri", "cut_off": "14:00"}
      """;

  private final String faults =
      ConfigProvider.getConfig().getValue(FaultyStackResource.CONTROL, String.class);

  @AfterEach
  void bring_it_back() {
    FaultyStackResource.away(faults, "database", false);
  }

  @Test
  void a_new_service_has_those_that_are_shipped() {
    when()
        .get("/lead-times")
        .then()
        .statusCode(200)
        .body(at("$[*].destination", hasItems("*", "GB", "GB-BT", "FR", "US")));
  }

  @Test
  void while_the_database_is_away_they_are_in_force_and_cannot_be_edited() {
    FaultyStackResource.away(faults, "database", true);
    when()
        .get("/lead-times")
        .then()
        .statusCode(200)
        .body(at("$[*].destination", hasItems("*", "GB")));
    put("BM").statusCode(503).header("Retry-After", is("2")).body(at("$.status", is(503)));
    when().delete("/lead-times/FR").then().statusCode(503);

    FaultyStackResource.away(faults, "database", false);
    awaitAsserted(() -> put("BM").statusCode(201));
    when().get("/lead-times").then().body(at("$[*].destination", hasItems("*", "GB", "BM", "FR")));
    // Another connection than the one that was used may still be a dead one.
    awaitAsserted(() -> when().delete("/lead-times/BM").then().statusCode(204));
  }

  private static ValidatableResponse put(String destination) {
    return given()
        .contentType("application/json")
        .body(BERMUDA)
        .put("/lead-times/" + destination)
        .then();
  }
}
