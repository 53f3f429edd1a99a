package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.struct;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.parse;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.jayway.jsonpath.ReadContext;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which methods are called, by whom they are answered, and which are safe to delete. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class MethodLogTest {

  @Inject DataSource database;
  private ManyFeedsResource.RecordingMonolith monolith;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
  }

  @Test
  void each_call_is_logged_with_who_has_answered_it() {
    monolith.answers(200, "text/xml", written(new Answer.Result(text("done"))));
    String report = "log." + System.nanoTime();
    send("behind", bytes(report));
    send("behind", bytes("sales_order.create", order("7001", item("1", "A", "1"))));
    send("behind", bytes("call", text("s"), text("log_" + report + ".list"), list()));
    send("nobody", bytes(report));

    await("behind", report, 1);
    assertEquals(
        Map.of("all", 1, "us", 0, "upstream", 1, "both", 0, "fault", 0),
        method("behind", report).get("calls"));
    await("behind", "call log_" + report + ".list", 1);
    assertTrue(ours("behind", "sales_order.create") > 0);
    await("nobody", report, 1);
    assertEquals(
        Map.of("all", 1, "us", 0, "upstream", 0, "both", 0, "fault", 1),
        method("nobody", report).get("calls"));
  }

  @Test
  void calls_in_other_calls_are_logged_one_by_one() {
    String other = "log." + System.nanoTime();
    monolith.answers(200, "text/xml", written(new Answer.Result(text("done"))));
    send(
        "behind",
        bytes(
            "system.multicall",
            list(
                struct("methodName", text(other + ".a"), "params", list()),
                struct("methodName", text(other + ".b"), "params", list()))));
    Map<String, Object> before = calls("behind", "system.multicall");
    send(
        "behind",
        bytes(
            "system.multicall",
            list(
                struct(
                    "methodName",
                    text("sales_order.create"),
                    "params",
                    list(order("7002", item("1", "A", "1")))),
                struct("methodName", text(other + ".c"), "params", list()))));
    monolith.answers(200, "text/xml", written(new Answer.Result(list(text("done")))));
    send(
        "behind",
        bytes(
            "multiCall",
            text("s"),
            list(
                list(text("sales_order.create"), list(order("7003", item("1", "A", "1")))),
                list(text(other + ".d"), list()))));

    for (String each : List.of(".a", ".b", ".c", ".d")) {
      await("behind", other + each, 1);
      assertEquals(1, calls("behind", other + each).get("upstream"), each);
    }
    Waiting.until(
        () -> number("behind", "system.multicall", "both") == (int) before.get("both") + 1, LIMIT);
    Waiting.until(() -> number("behind", "multiCall", "both") > 0, LIMIT);
  }

  @Test
  void a_method_is_safe_to_delete_when_it_is_silent_and_watched_for_longer_than_the_setting()
      throws SQLException {
    String never = "execute sale.order action_cancel";
    send("logged", bytes("execute", text("d"), text("1"), text("p"), text("other"), text("now")));
    await("logged", "execute other now", 1);

    watchedFor("logged", 34);
    assertFalse((boolean) method("logged", never).get("safe_to_delete"));
    assertNull(method("logged", never).get("first_seen"));
    assertEquals(true, method("logged", never).get("configured"));
    assertEquals(feed("logged").get("watched_since"), method("logged", never).get("silent_since"));
    assertEquals(
        Instant.parse((String) feed("logged").get("watched_since")).plus(Duration.ofDays(35)),
        Instant.parse((String) method("logged", never).get("safe_from")));

    watchedFor("logged", 36);
    assertTrue((boolean) method("logged", never).get("safe_to_delete"));
    Map<String, Object> now = method("logged", "execute other now");
    assertFalse((boolean) now.get("safe_to_delete"));
    assertEquals(false, now.get("configured"));
    assertEquals(
        Instant.parse((String) now.get("last_seen")).plus(Duration.ofDays(35)),
        Instant.parse((String) now.get("safe_from")));
  }

  @Test
  void one_feed_can_be_asked_for_and_an_unknown_one_is_none() {
    Waiting.until(() -> feed("till").get("watched_since") != null, LIMIT);
    given()
        .get("/strangling/methods?feed=till")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(at("$.silent_for", equalTo(35 * 24 * 60 * 60)))
        .body(at("$.feeds[*].feed", equalTo(List.of("till"))))
        .body(at("$.feeds[0].methods[*].method", equalTo(List.of("till.sold", "till.void"))));
    given()
        .get("/strangling/methods?feed=none")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body(at("$.field", equalTo("feed")));
  }

  private static void send(String feed, byte[] call) {
    given().body(call).post("/" + feed).then().statusCode(200);
  }

  private static ReadContext log(String feed) {
    return parse(
        given()
            .queryParam("feed", feed)
            .get("/strangling/methods")
            .then()
            .statusCode(200)
            .extract()
            .asString());
  }

  private static Map<String, Object> feed(String feed) {
    return log(feed).read("$.feeds[0]");
  }

  private static Map<String, Object> method(String feed, String method) {
    return log(feed).<List<Map<String, Object>>>read("$.feeds[0].methods").stream()
        .filter(each -> each.get("method").equals(method))
        .findFirst()
        .orElse(Map.of());
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> calls(String feed, String method) {
    return (Map<String, Object>)
        method(feed, method).getOrDefault("calls", new HashMap<>(Map.of("both", 0)));
  }

  private static int number(String feed, String method, String by) {
    return (int) calls(feed, method).getOrDefault(by, 0);
  }

  private static int ours(String feed, String method) {
    Waiting.until(() -> number(feed, method, "us") > 0, LIMIT);
    return number(feed, method, "us");
  }

  private static void await(String feed, String method, int calls) {
    Waiting.until(() -> number(feed, method, "all") == calls, LIMIT);
  }

  private static byte[] written(Answer answer) {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeAnswer(xml, answer);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return xml.toByteArray();
  }

  /** As if the feed were watched since so many days. */
  private void watchedFor(String feed, int days) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "update method_watch set since = until - ? * interval '1 day' where feed = ?")) {
      statement.setInt(1, days);
      statement.setString(2, feed);
      assertEquals(1, statement.executeUpdate());
    }
  }
}
