package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.answer;
import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.struct;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.OldShop.with;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import dev.ficus.local.Waiting;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.stream.Stream;

/**
 * Waves, their cut-overs and rollbacks by HTTP, and what the shop and the monolith do meanwhile.
 */
final class StranglingApi {

  private StranglingApi() {}

  static void wave(String name, String... skus) {
    String all = String.join("\", \"", skus);
    given()
        .contentType(ContentType.JSON)
        .body("{\"skus\": [\"%s\"]}".formatted(all))
        .put("/strangling/waves/" + name)
        .then()
        .statusCode(200);
  }

  /** The monolith sends the shop its figure, and allocation-service has what follows. */
  static void reported(FakeAllocation allocation, String sku, int figure) {
    given()
        .body(
            bytes(
                "product_stock.update",
                text(sku),
                struct("qty", text("" + figure), "is_in_stock", text("1"))))
        .post("/asks")
        .then()
        .statusCode(200);
    allocation.has(sku, "shop:" + sku, figure);
  }

  static ValidatableResponse dryRun(String wave, String wish) {
    return given()
        .contentType(ContentType.JSON)
        .body(wish)
        .post("/strangling/waves/" + wave + "/cut-over")
        .then();
  }

  static ValidatableResponse begin(String wave, String wish, int status) {
    return dryRun(wave, wish).statusCode(status);
  }

  static long begin(String wave, int epoch) {
    return read(
        begin(
                wave,
                "{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": %d}".formatted(epoch),
                202)
            .extract()
            .asString(),
        "$.id",
        Long.class);
  }

  static ValidatableResponse abort(long id) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"b\", \"reason\": \"a test\"}")
        .post("/strangling/cut-overs/" + id + "/abort")
        .then();
  }

  static ValidatableResponse halt(String path) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"b\", \"reason\": \"a test\"}")
        .post(path)
        .then();
  }

  static void awaitField(long id, String path) {
    assertTrue(
        Waiting.until(
            () -> read(given().get("/strangling/cut-overs/" + id).asString(), path) != null,
            Waiting.LIMIT),
        () -> given().get("/strangling/cut-overs/" + id).asString());
  }

  static void awaitStep(long id, String step) {
    assertTrue(
        Waiting.until(
            () ->
                step.equals(
                    read(given().get("/strangling/cut-overs/" + id).asString(), "$.cut_over.step")),
            Waiting.LIMIT),
        () -> given().get("/strangling/cut-overs/" + id).asString());
  }

  static void awaitWaitsFor(long id, String what) {
    assertTrue(
        Waiting.until(
            () -> {
              String now =
                  read(
                      given().get("/strangling/cut-overs/" + id).asString(),
                      "$.cut_over.waits_for");
              return now != null && now.startsWith(what);
            },
            Waiting.LIMIT),
        () -> given().get("/strangling/cut-overs/" + id).asString());
  }

  static Value row(String sku, int figure) {
    return struct("sku", text(sku), "qty", new Value.Int(figure));
  }

  static byte[] created(String number, String... skus) {
    Value[] items =
        Stream.iterate(0, at -> at < skus.length, at -> at + 1)
            .map(at -> item("" + (at + 1), skus[at], "1"))
            .toArray(Value[]::new);
    return bytes(
        "sales_order.create",
        with(order(number, items), "created_at", text("2026-11-20 12:00:00")));
  }

  static Answer sent(String number, String... skus) {
    return sentAs(created(number, skus));
  }

  static Answer sentAs(String number, Value... items) {
    return sentAs(
        bytes(
            "sales_order.create",
            with(order(number, items), "created_at", text("2026-11-20 12:00:00"))));
  }

  private static Answer sentAs(byte[] call) {
    return answer(given().body(call).post("/behind").then().statusCode(200).extract().response());
  }

  /** What the monolith answers from now on, whatever it is asked. */
  static void monolithAnswers(RecordingMonolith monolith, Value result) {
    monolith.answers(200, "text/xml", written(new Answer.Result(result)));
  }

  static byte[] written(Answer answer) {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeAnswer(xml, answer);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return xml.toByteArray();
  }

  /** Asks for a rollback, with more members of the wish. */
  static ValidatableResponse rollBack(String wave, int epoch, String more, int status) {
    return given()
        .contentType(ContentType.JSON)
        .body("{\"by\": \"b\", \"reason\": \"r\", \"expect_epoch\": %d, %s}".formatted(epoch, more))
        .post("/strangling/waves/" + wave + "/roll-back")
        .then()
        .statusCode(status);
  }
}
