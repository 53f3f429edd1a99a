package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.struct;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Checks of a wave as they are now, for whoever only looks. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class ReadinessTest {

  private FakeAllocation allocation;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
  }

  @Test
  void all_checks_are_there_those_that_hold_and_those_that_do_not() {
    given()
        .contentType(ContentType.JSON)
        .body(List.of("RD-1", "RD-2"))
        .put("/strangling/waves/looked-at")
        .then()
        .statusCode(200);
    given()
        .body(
            bytes(
                "product_stock.update",
                text("RD-1"),
                struct("qty", text("3"), "is_in_stock", text("1"))))
        .post("/asks");
    allocation.waits("RD-2", "Market");
    given()
        .get("/strangling/waves/looked-at/readiness")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.wave", equalTo("looked-at")))
        .body(at("$.direction", equalTo("cut_over")))
        .body(at("$.skus", equalTo(2)))
        .body(
            at(
                "$.checks[*].check",
                hasItems("halted", "route", "epoch", "figures", "waiting_commands")))
        .body(at("$.checks[?(@.check == 'epoch')].value", contains("0")))
        .body(at("$.checks[?(@.check == 'epoch')].hint", contains(nullValue())))
        .body(at("$.checks[?(@.check == 'waiting_commands')].value", contains("1 (1 of Market)")))
        .body(at("$.checks[?(@.check == 'waiting_commands')].hint", contains(notNullValue())));
    given()
        .get("/strangling/waves/looked-at/readiness?direction=roll_back")
        .then()
        .statusCode(200)
        .body(at("$.direction", equalTo("roll_back")))
        .body(at("$.checks[*].check", hasItems("halted", "route", "kept", "own_stock", "stranded")))
        .body(at("$.checks[?(@.check == 'route')].value", contains("RD-1, RD-2")));
    given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"Ann\", \"reason\": \"before the wave\"}")
        .post("/strangling/waves/looked-at/rehearsal")
        .then()
        .statusCode(200)
        .body(at("$.passed", equalTo(true)))
        .body(at("$.plan.wave", equalTo("looked-at")));
    given()
        .get("/strangling/log")
        .then()
        .body(at("$.entries[0].what", equalTo("rehearsed")))
        .body(at("$.entries[0].by", equalTo("Ann")));
    given()
        .get("/strangling/waves/looked-at/readiness?direction=up")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("direction")));
    given()
        .get("/strangling/waves/nobody-knows/readiness")
        .then()
        .statusCode(404)
        .body(at("$.field", equalTo("wave")));
  }
}
