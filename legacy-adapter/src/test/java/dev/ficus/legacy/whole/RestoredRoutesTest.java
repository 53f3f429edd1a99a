package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.answer;
import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.OldShop.with;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.agroal.api.AgroalDataSource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An adapter whose database was restored, beside an allocation-service that knows newer routes. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class RestoredRoutesTest {

  private static final Answer DONE = new Answer.Result(new Value.Bool(true));
  private static final String OLDER = "/strangling/restored";

  @Inject CommandProbe commands;
  @Inject AgroalDataSource database;

  private RecordingMonolith monolith;
  private FakeAllocation allocation;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    XmlRpcWriter.writeAnswer(xml, DONE);
    monolith.answers(200, "text/xml", xml.toByteArray());
  }

  /** The other tests count the revisions of lines from 1. */
  @AfterEach
  void begin_anew() throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("update routing set lines_above = 0");
      statement.executeUpdate("delete from older_route");
    }
  }

  @Test
  void nothing_first_seen_is_decided_until_somebody_adopts_the_newer_routes() throws Exception {
    wave("before", "R-1");
    assertEquals(DONE, sent("7201", "R-1", "1"));
    allocation.opened("R-1", true, 3);
    allocation.opened("R-2", false, 2);
    allocation.opened("R-3", false, 0);
    assertTrue(
        Waiting.until(() -> read(given().get(OLDER).asString(), "$.skus").equals(2), Waiting.LIMIT),
        () -> given().get(OLDER).asString());
    given()
        .get(OLDER)
        .then()
        .body(at("$.revision", equalTo(3)))
        .body(at("$.routes[*].sku", equalTo(List.of("R-1", "R-2"))))
        .body(at("$.routes[0].route", equalTo("legacy")))
        .body(at("$.routes[0].epoch", equalTo(0)))
        .body(at("$.routes[0].newer", equalTo("new")))
        .body(at("$.routes[1].newer", equalTo("legacy")))
        .body(at("$.lines_above", equalTo(0)));
    given().get(OLDER + "?limit=1").then().body(at("$.next", equalTo("R-1")));

    given()
        .get("/strangling/halt")
        .then()
        .body(at("$.halted", equalTo(true)))
        .body(at("$.by", equalTo("legacy-adapter")))
        .body(at("$.reason", containsString("newer routes")));
    given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"b\", \"reason\": \"r\"}")
        .post("/strangling/resume")
        .then()
        .statusCode(409)
        .body(at("$.detail", containsString("/strangling/restored")));
    assertEquals(-32500, fault(sent("7202", "R-1", "1")));
    assertEquals(-32500, fault(sent("7203", "R-4", "1")), "whatever it is of");
    given().get("/orders/shop/7203").then().statusCode(404);
    given()
        .body(bytes("sales_order.create", text("no order")))
        .post("/behind")
        .then()
        .body(containsString("-32500"));
    assertEquals(DONE, sent("7201", "R-1", "2"), "a change of a known line");
    given().get("/strangling").then().body(at("$.older_routes", equalTo(2)));
    given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": 0}")
        .post("/strangling/waves/before/cut-over")
        .then()
        .statusCode(409)
        .body(at("$.checks[*].check", hasItem("halted")));

    adopt("{\"by\": \"b\", \"reason\": \"r\", \"skus\": 1, \"revision\": 3}")
        .statusCode(409)
        .body(at("$.skus", equalTo(2)))
        .body(at("$.revision", equalTo(3)))
        .body(at("$.detail", containsString("look at")));
    allocation.line("shop:7300", 6);
    allocation.line("of-another-team", 60);
    adopt("{\"by\": \"b\", \"reason\": \"r\", \"skus\": 2, \"revision\": 3}")
        .statusCode(200)
        .body(at("$.adopted", equalTo(2)))
        .body(at("$.lines_above", equalTo(6)));
    given()
        .get(OLDER)
        .then()
        .contentType("application/json")
        .body(at("$.skus", equalTo(0)))
        .body(at("$.routes", equalTo(List.of())));
    given()
        .get("/strangling/routes/R-1")
        .then()
        .body(at("$.route", equalTo("new")))
        .body(at("$.epoch", equalTo(3)))
        .body(at("$.wave", equalTo("before")));
    given()
        .get("/strangling/routes/R-2")
        .then()
        .body(at("$.route", equalTo("legacy")))
        .body(at("$.epoch", equalTo(2)))
        .body(at("$.wave", equalTo("adopted")));
    given().get("/strangling/log").then().body(at("$.entries[*].what", hasItem("adopted")));
    assertEquals(OldShop.taken("7202"), sent("7202", "R-1", "1"));
    assertEquals(List.of("allocate R-1/1 1 @7"), commands.briefs("shop:7202", 1));
    assertEquals(DONE, sent("7203", "R-4", "1"));
    adopt("{\"by\": \"b\", \"reason\": \"again\", \"skus\": 0, \"revision\": 0}")
        .statusCode(200)
        .body(at("$.adopted", equalTo(0)));
  }

  @Test
  void what_is_written_wrongly_is_named() {
    adopt("{\"reason\": \"r\", \"skus\": 0, \"revision\": 0}")
        .statusCode(400)
        .body(at("$.field", equalTo("by")));
    adopt("{\"by\": \"b\", \"reason\": \"r\", \"revision\": 0}")
        .statusCode(400)
        .body(at("$.field", equalTo("skus")));
    adopt("{\"by\": \"b\", \"reason\": \"r\", \"skus\": 0, \"revision\": -1}")
        .statusCode(400)
        .body(at("$.field", equalTo("revision")));
    given().get(OLDER + "?limit=0").then().statusCode(400).body(at("$.field", equalTo("limit")));
  }

  private static ValidatableResponse adopt(String wish) {
    return given().contentType(ContentType.JSON).body(wish).post(OLDER).then();
  }

  private static void wave(String name, String sku) {
    given()
        .contentType(ContentType.JSON)
        .body("{\"skus\": [\"%s\"]}".formatted(sku))
        .put("/strangling/waves/" + name)
        .then()
        .statusCode(200);
  }

  private static int fault(Answer answer) {
    return ((Answer.Fault) answer).code();
  }

  private static Answer sent(String number, String sku, String quantity) {
    byte[] call =
        bytes(
            "sales_order.create",
            with(
                order(number, item("1", sku, quantity)),
                "created_at",
                text("2026-11-20 12:00:00")));
    return answer(given().body(call).post("/behind").then().statusCode(200).extract().response());
  }
}
