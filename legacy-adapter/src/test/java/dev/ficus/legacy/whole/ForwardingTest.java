package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.answer;
import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.text;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.equalTo;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.served.Answers;
import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith.ForwardedCall;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is not ours, and who may send it. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class ForwardingTest {

  /** Wrong in several ways; neither side may put it right. */
  private static final byte[] ODD_CALL =
      ("<?xml version='1.0' encoding=\"utf-8\" ?>\r\n<methodCall><methodName> report.daily </methodName>"
              + "<params><param><value>caf\u00e9</value></param></params></methodCall>\n\n")
          .getBytes(StandardCharsets.ISO_8859_1);

  private static final byte[] ODD_ANSWER =
      "<methodResponse ><params><param><value>caf\u00e9<!-- x --></value></param></params></methodResponse>\r\n"
          .getBytes(StandardCharsets.ISO_8859_1);

  private ManyFeedsResource.RecordingMonolith monolith;

  @Inject DataSource database;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    // Where anything is the monolith's, so may be an order that nobody has seen.
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.executeUpdate("delete from sku_route where route = 'legacy'");
    }
    while (monolith.next() != null) {
      // What another test has left.
    }
    monolith.answers(200, "text/xml; charset=latin1", ODD_ANSWER);
  }

  @Test
  void what_is_not_about_orders_goes_to_the_monolith_byte_for_byte_and_so_does_its_answer() {
    Response response =
        given()
            .contentType("text/xml; charset=\"iso-8859-1\"")
            .header("User-Agent", "Zend_XmlRpc_Client")
            .header("Cookie", "PHPSESSID=1")
            .header("Authorization", "Basic b2xkOm9sZA==")
            .body(ODD_CALL)
            .post("/behind");

    assertEquals(200, response.statusCode());
    assertArrayEquals(ODD_ANSWER, response.asByteArray());
    assertEquals("text/xml; charset=latin1", response.contentType());
    assertEquals(List.of("a=1", "b=2"), response.headers().getValues("Set-Cookie"));
    ForwardedCall received = monolith.next();
    assertArrayEquals(ODD_CALL, received.body());
    assertEquals("text/xml; charset=\"iso-8859-1\"", received.header("Content-Type"));
    assertEquals("Zend_XmlRpc_Client", received.header("User-Agent"));
    assertEquals("PHPSESSID=1", received.header("Cookie"));
    assertEquals("Basic b2xkOm9sZA==", received.header("Authorization"));
  }

  @Test
  void a_compressed_call_is_passed_on_compressed() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(zipped)) {
      zip.write(ODD_CALL);
    }
    given().header("Content-Encoding", "gzip").body(zipped.toByteArray()).post("/behind");

    ForwardedCall received = monolith.next();
    assertEquals("gzip", received.header("Content-Encoding"));
    assertArrayEquals(zipped.toByteArray(), received.body());
  }

  @Test
  void whatever_status_the_monolith_answers_is_the_answer() {
    monolith.answers(502, "text/html", "<h1>Bad</h1>".getBytes(StandardCharsets.US_ASCII));

    given()
        .body(ODD_CALL)
        .post("/behind")
        .then()
        .statusCode(502)
        .contentType("text/html")
        .body(equalTo("<h1>Bad</h1>"));
  }

  @Test
  void orders_do_not_go_to_the_monolith_but_sessions_do() {
    monolith.answers(200, "text/xml", written(new Value.Text("its-session")));

    assertEquals(
        new Answer.Result(new Value.Text("its-session")),
        sent("/behind", bytes("login", new Value.Text("u"), new Value.Text("k"))));
    assertTrue(new String(monolith.next().body(), StandardCharsets.UTF_8).contains("login"));
    assertEquals(
        OldShop.taken("4001"),
        sent("/behind", bytes("sales_order.create", order("4001", item("1", "A", "1")))));
    assertNull(monolith.next());
  }

  @Test
  void a_multicall_that_holds_nothing_of_ours_is_passed_on_as_it_came() {
    byte[] call =
        bytes(
            "system.multicall",
            new Value.Array(List.of(inner("report.daily"), inner("report.weekly"))));
    given().body(call).post("/behind");

    assertArrayEquals(call, monolith.next().body());
    assertNull(monolith.next());
  }

  @Test
  void of_a_mixed_multicall_each_call_goes_where_it_belongs() {
    monolith.answers(200, "text/xml", written(new Value.Int(12)));
    Answer answer =
        sent(
            "/behind",
            bytes(
                "system.multicall",
                new Value.Array(
                    List.of(
                        inner("report.daily", new Value.Text("x")),
                        inner("sales_order.create", order("4002", item("1", "A", "1")))))));

    assertEquals(
        new Answer.Result(
            new Value.Array(
                List.of(
                    new Value.Array(List.of(new Value.Int(12))),
                    new Value.Array(List.of(new Value.Text("4002")))))),
        answer);
    assertArrayEquals(bytes("report.daily", new Value.Text("x")), monolith.next().body());
  }

  @Test
  void orders_among_magentos_several_calls_are_taken_in_and_the_others_passed_on_in_one() {
    Value.Array theirs = list(text("catalog_product.list"), list());
    Value.Array also = list(text("core_store.list"));
    monolith.answers(200, "text/xml", written(list(new Value.Int(12), new Value.Int(13))));
    Answer answer =
        sent(
            "/behind",
            bytes(
                "multiCall",
                text("their-session"),
                list(
                    theirs,
                    list(
                        text("sales_order.create"), list(order("4012", item("1", "SEVERAL", "1")))),
                    also,
                    list(text("sales_order.cancel"), list(text("nobody-has-seen-it"))))));

    Value.Array answers = (Value.Array) ((Answer.Result) answer).value();
    assertEquals(new Value.Int(12), answers.values().get(0));
    assertEquals(text("4012"), answers.values().get(1));
    assertEquals(new Value.Int(13), answers.values().get(2));
    assertTrue(
        Answer.ofMultiCall(answers.values().get(3)) instanceof Answer.Fault, answers::toString);
    given().get("/orders/shop/4012").then().statusCode(200);
    assertArrayEquals(
        bytes("multiCall", text("their-session"), list(theirs, also)), monolith.next().body());
    assertNull(monolith.next());
  }

  @Test
  void several_calls_without_an_order_among_them_are_passed_on_as_they_came() {
    byte[] call =
        bytes("multiCall", text("s"), list(list(text("core_store.list")), text("no call")));
    given().body(call).post("/behind");
    assertArrayEquals(call, monolith.next().body());
  }

  @Test
  void an_order_is_safe_where_nobody_answers_the_calls_beside_it() {
    Answer answer =
        sent(
            "/nobody",
            bytes(
                "multiCall",
                text("s"),
                list(
                    list(text("core_store.list")),
                    list(text("sales_order.create"), list(order("4013", item("1", "A", "1")))))));
    List<Value> answers = ((Answer.Result) answer).value().asList().orElseThrow();
    assertEquals(Answers.NO_UPSTREAM, Answer.ofMultiCall(answers.get(0)));
    assertEquals(text("4013"), answers.get(1));
    given().get("/orders/shop/4013").then().statusCode(200);
  }

  @Test
  void both_sides_methods_are_listed_and_explained() {
    monolith.answers(
        200, "text/xml", written(new Value.Array(List.of(new Value.Text("report.daily")))));
    List<Value> names =
        ((Answer.Result) sent("/behind", bytes("system.listMethods")))
            .value()
            .asList()
            .orElseThrow();
    assertTrue(names.contains(new Value.Text("report.daily")), names::toString);
    assertTrue(names.contains(new Value.Text("sales_order.create")), names::toString);

    monolith.answers(200, "text/xml", written(new Value.Text("Reports the day.")));
    assertEquals(
        new Answer.Result(new Value.Text("Reports the day.")),
        sent("/behind", bytes("system.methodHelp", new Value.Text("report.daily"))));
    assertEquals(
        new Answer.Result(new Value.Text("Cancels an order.")),
        sent("/behind", bytes("system.methodHelp", new Value.Text("sales_order.cancel"))));
    assertEquals(
        Answers.UNKNOWN_METHOD,
        sent("/api/xmlrpc", bytes("system.methodHelp", new Value.Text("report.daily"))));
  }

  @Test
  void a_monolith_that_does_not_answer_is_a_fault_and_orders_go_on() {
    assertEquals(Answers.NO_UPSTREAM, sent("/nobody", ODD_CALL));
    assertEquals(
        OldShop.taken("4003"),
        sent("/nobody", bytes("sales_order.create", order("4003", item("1", "A", "1")))));
  }

  @Test
  void where_senders_are_named_nobody_else_is_heard() {
    byte[] call = bytes("sales_order.create", order("4004", item("1", "A", "1")));
    for (String wrong :
        List.of(
            "Basic " + base64("shop:geheim"), "Basic " + base64("x:x"), "Basic ?", "Bearer x")) {
      given().header("Authorization", wrong).body(call).post("/named").then().statusCode(401);
    }
    given()
        .body(call)
        .post("/named")
        .then()
        .statusCode(401)
        .header("WWW-Authenticate", "Basic realm=\"XML-RPC\", charset=\"UTF-8\"");
    given().get("/orders/shop/4004").then().statusCode(404);

    for (String right : List.of("shop:geheim:ß", "shop:renewed")) {
      given()
          .header("Authorization", "basic " + base64(right))
          .body(call)
          .post("/named")
          .then()
          .statusCode(200);
    }
    given().get("/orders/shop/4004").then().statusCode(200);
  }

  @Test
  void the_senders_password_is_not_passed_on() {
    given()
        .header("Authorization", "Basic " + base64("other:x"))
        .body(ODD_CALL)
        .post("/named")
        .then()
        .statusCode(200);

    assertNull(monolith.next().header("Authorization"));
  }

  private static Answer sent(String path, byte[] call) {
    return answer(given().body(call).post(path).then().statusCode(200).extract().response());
  }

  private static byte[] written(Value result) {
    ByteArrayOutputStream xml = new ByteArrayOutputStream();
    try {
      XmlRpcWriter.writeAnswer(xml, new Answer.Result(result));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return xml.toByteArray();
  }

  private static Value.Array list(Value... values) {
    return new Value.Array(List.of(values));
  }

  private static Value inner(String method, Value... parameters) {
    return new Value.Struct(
        Map.of(
            "methodName", new Value.Text(method), "params", new Value.Array(List.of(parameters))));
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
