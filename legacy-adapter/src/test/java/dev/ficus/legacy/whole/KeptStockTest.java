package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.struct;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stock that we keep from some day on, so that the monolith's reports change nothing any more. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class KeptStockTest {

  private static final String DEED = "{\"by\": \"b\", \"reason\": \"r\"}";

  private RecordingMonolith monolith;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    XmlRpcWriter.writeAnswer(xml, new Answer.Result(new Value.Bool(true)));
    monolith.answers(200, "text/xml", xml.toByteArray());
  }

  @Test
  void what_the_monolith_reports_changes_a_batch_until_we_keep_the_stock_and_not_after() {
    wave("kept", "[\"K-1\", \"K-2\"]", ", \"route\": \"new\"").statusCode(200);
    reported("K-1", 7);
    reported("K-1", 9);
    batch("K-1").body(at("$.qty", equalTo(9)));
    wave("kept").body(at("$.kept", equalTo(0)));
    int counting = read(given().get("/strangling").asString(), "$.holds_the_monolith.figures");
    keep("kept", DEED)
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.skus", equalTo(2)))
        .body(at("$.kept", equalTo(2)))
        .body(at("$.since", notNullValue()));
    wave("kept").body(at("$.kept", equalTo(2)));
    given()
        .get("/strangling")
        .then()
        .body(at("$.holds_the_monolith.figures", equalTo(counting - 1)));
    reported("K-1", 4);
    reported("K-2", 5);
    batch("K-1").body(at("$.qty", equalTo(9))).body(at("$.revision", equalTo(2)));
    given().get("/stock/batches/shop:K-2").then().statusCode(404);
    keep("kept", DEED)
        .statusCode(200)
        .body(at("$.kept", equalTo(0)))
        .body(at("$.since", notNullValue()));
    given()
        .get("/strangling/log")
        .then()
        .body(at("$.entries[?(@.wave == 'kept')].what", equalTo(List.of("keeper"))));
    wave("kept", "[\"K-1\"]", "").statusCode(409).body(at("$.reason", equalTo("route_kept")));

    wave("beside", "[\"K-3\"]", ", \"route\": \"new\"").statusCode(200);
    reported("K-3", 3);
    reported("K-3", 2);
    batch("K-3").body(at("$.qty", equalTo(2)));
  }

  @Test
  void a_wave_that_is_not_wholly_ours_is_kept_later() {
    wave("theirs", "[\"K-4\"]", "").statusCode(200);
    keep("theirs", DEED)
        .statusCode(409)
        .body(at("$.checks[*].check", equalTo(List.of("route"))))
        .body(at("$.checks[0].value", equalTo("K-4")))
        .body(at("$.checks[*].hint", not(hasItem(nullValue()))));
    wave("theirs").body(at("$.kept", equalTo(0)));
  }

  @Test
  void what_is_written_wrongly_is_named() {
    wave("named", "[\"K-5\"]", "").statusCode(200);
    keep("named", "{\"by\": \"b\"}").statusCode(400).body(at("$.field", equalTo("reason")));
    keep("named", "").statusCode(400).body(at("$.field", equalTo("by")));
    keep("nobody-knows", DEED).statusCode(404).body(at("$.field", equalTo("wave")));
  }

  private static ValidatableResponse keep(String wave, String deed) {
    return given()
        .contentType(ContentType.JSON)
        .body(deed)
        .post("/strangling/waves/" + wave + "/keeper")
        .then();
  }

  private static ValidatableResponse wave(String name) {
    return given().get("/strangling/waves/" + name).then().statusCode(200);
  }

  private static ValidatableResponse wave(String name, String skus, String route) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"skus\": %s%s}".formatted(skus, route))
        .put("/strangling/waves/" + name)
        .then();
  }

  private static ValidatableResponse batch(String sku) {
    return given().get("/stock/batches/shop:" + sku).then().statusCode(200);
  }

  private static void reported(String sku, int figure) {
    given()
        .body(
            bytes(
                "product_stock.update",
                text(sku),
                struct("qty", text("" + figure), "is_in_stock", text("1"))))
        .post("/asks")
        .then()
        .statusCode(200);
  }
}
