package dev.ficus.bench.empty;

import static io.restassured.RestAssured.get;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.junit.QuarkusTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/** By night; by day nothing depends on it, and a benchmark without its floor fails by itself. */
@QuarkusTest
@EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
class EmptyResourceTest {

  @Test
  void a_key_is_answered_with_its_value() {
    get("/empty/key-17?qty=1&to=GB-SW1A")
        .then()
        .statusCode(200)
        .body(is("{\"key\":\"key-17\",\"value\":17}"));
  }

  @Test
  void there_are_as_many_keys_as_configured() {
    get("/empty/key-10000").then().statusCode(404);
  }
}
