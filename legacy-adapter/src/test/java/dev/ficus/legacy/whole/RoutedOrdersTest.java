package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.answer;
import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.list;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.struct;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.legacy.whole.OldShop.with;
import static dev.ficus.local.JsonPaths.at;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThanOrEqualTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.feed.served.Answers;
import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcReader;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Orders in front of a monolith: each goes to whoever its lines belong to. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
@WithTestResource(LegacyRoutesResource.class)
class RoutedOrdersTest {

  private static final byte[] ODD_ANSWER =
      ("<?xml version='1.0' encoding='iso-8859-1'?>\r\n<methodResponse ><params><param><value>"
              + "caf\u00e9<!-- x --></value></param></params></methodResponse>\r\n")
          .getBytes(StandardCharsets.ISO_8859_1);

  @Inject DataSource database;
  @Inject CommandProbe commands;

  private RecordingMonolith monolith;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    while (monolith.next() != null) {
      // What another test has left.
    }
    monolith.answers(200, "text/xml", ODD_ANSWER);
    given()
        .contentType(ContentType.JSON)
        .body("{\"skus\": [\"R-NEW-1\", \"R-NEW-2\"], \"route\": \"new\"}")
        .put("/strangling/waves/ours")
        .then()
        .statusCode(200);
  }

  @Test
  void an_order_of_the_monolith_goes_there_byte_for_byte_and_so_does_its_answer() {
    byte[] call =
        new String(created("5001", item("1", "R-OLD", "2")), StandardCharsets.UTF_8)
            .replace("><", ">\r\n<")
            .getBytes(StandardCharsets.UTF_8);
    Response response = post(call);
    assertArrayEquals(ODD_ANSWER, response.asByteArray());
    assertArrayEquals(call, monolith.next().body());
    given()
        .get("/orders/shop/5001")
        .then()
        .body(at("$.lines[0].owner", equalTo("monolith")))
        .body(at("$.lines[0].confirmed", equalTo(true)));
    assertNoDoubt("5001");
    given()
        .get("/strangling")
        .then()
        .body(at("$.holds_the_monolith.open_lines", greaterThanOrEqualTo(1)));
  }

  @Test
  void an_order_of_ours_never_reaches_the_monolith() {
    assertEquals(OldShop.taken("5002"), sent(created("5002", item("1", "R-NEW-1", "1"))));
    assertNull(monolith.next());
    given()
        .get("/orders/shop/5002")
        .then()
        .body(at("$.lines[0].owner", equalTo("new")))
        .body(at("$.lines[0].confirmed", equalTo(true)));
  }

  @Test
  void an_order_with_lines_of_both_goes_to_the_monolith_without_ours_and_all_else_as_written()
      throws Exception {
    Value[] items = {item("1", "R-NEW-1", "1"), item("2", "R-OLD", "1"), item("3", "POST", "1")};
    byte[] call = spaced(created("5003", items));
    assertArrayEquals(ODD_ANSWER, post(call).asByteArray());
    assertArrayEquals(without(call, "R-NEW-1"), monolith.next().body());
    assertEquals(
        List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5003", 1), "after its success");
    given()
        .get("/orders/shop/5003")
        .then()
        .body(at("$.lines[*].owner", equalTo(List.of("new", "monolith"))))
        .body(at("$.approval", nullValue()));
    given()
        .get("/quarantine?order=5003")
        .then()
        .body(at("$.entries[*].orderNumber", not(hasItem("5003"))));
    assertNoDoubt("5003");
  }

  @Test
  void our_lines_are_refused_with_the_order_until_the_next_call_about_it_goes_well()
      throws Exception {
    monolith.answers(200, "text/xml", fault());
    byte[] call = created("5021", item("1", "R-NEW-1", "2"), item("2", "R-OLD", "1"));
    assertArrayEquals(fault(), post(call).asByteArray());
    commands.catchUp();
    assertEquals(List.of(), commands.briefs("shop:5021", 0));
    given().get("/orders/shop/5021").then().body(at("$.approval", equalTo("refused")));
    given()
        .get("/strangling/refused")
        .then()
        .contentType("application/json")
        .body(at("$.refused", greaterThanOrEqualTo(1)))
        .body(at("$.orders[?(@.number == '5021')].lines", contains(1)))
        .body(at("$.orders[?(@.number == '5021')].units", contains(2)));
    assertNoDoubt("5021");

    monolith.answers(200, "text/xml", ODD_ANSWER);
    post(call);
    assertEquals(List.of("allocate R-NEW-1/1 2 @1"), commands.briefs("shop:5021", 1));
    given().get("/strangling/refused").then().body(at("$.orders[*].number", not(hasItem("5021"))));
  }

  @Test
  void our_lines_of_an_order_in_doubt_wait_until_somebody_knows() throws Exception {
    byte[] call = created("5022", item("1", "R-NEW-1", "1"), item("2", "R-OLD", "1"));
    assertEquals(Answers.NO_UPSTREAM, answer(given().body(call).post("/nobody")));
    monolith.answers(200, "text/xml", fault());
    post(call);
    given().get("/orders/shop/5022").then().body(at("$.approval", equalTo("awaited")));
    settle("5022", "{\"monolith_has_it\": true, \"by\": \"b\", \"reason\": \"asked\"}", 204);
    assertEquals(List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5022", 1));

    byte[] other = created("5023", item("1", "R-NEW-1", "1"), item("2", "R-OLD", "1"));
    assertEquals(Answers.NO_UPSTREAM, answer(given().body(other).post("/nobody")));
    settle("5023", "{\"monolith_has_it\": false, \"by\": \"b\", \"reason\": \"asked\"}", 204);
    given()
        .get("/orders/shop/5023")
        .then()
        .body(at("$.approval", equalTo("refused")))
        .body(at("$.lines[1].reason", equalTo("not_at_the_monolith")));
    commands.catchUp();
    assertEquals(List.of(), commands.briefs("shop:5023", 0));
    monolith.answers(200, "text/xml", ODD_ANSWER);
    post(other);
    assertEquals(List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5023", 1));
  }

  @Test
  void changes_and_cancellations_of_an_order_of_both_go_to_both_and_the_monolith_answers()
      throws Exception {
    post(created("5024", item("1", "R-NEW-1", "1"), item("2", "R-OLD", "1")));
    monolith.next();
    monolith.answers(200, "text/xml", fault());
    byte[] changed = created("5024", item("1", "R-NEW-1", "4"), item("2", "R-OLD", "1"));
    assertArrayEquals(fault(), post(changed).asByteArray());
    assertArrayEquals(without(changed, "R-NEW-1"), monolith.next().body());
    byte[] cancel = bytes("sales_order.cancel", text("5024"));
    assertArrayEquals(fault(), post(cancel).asByteArray());
    assertArrayEquals(cancel, monolith.next().body());
    assertEquals(
        List.of(
            "allocate R-NEW-1/1 1 @1",
            "allocate R-NEW-1/1 4 @2",
            "deallocate R-NEW-1/1 order_cancelled @3"),
        commands.briefs("shop:5024", 3));
  }

  @Test
  void a_compressed_order_goes_on_plain_when_something_was_taken_out() throws Exception {
    byte[] call = spaced(created("5025", item("1", "R-NEW-1", "1"), item("2", "R-OLD", "1")));
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
      gzip.write(call);
    }
    given()
        .header("Content-Encoding", "gzip")
        .header("Content-MD5", "x")
        .body(packed.toByteArray())
        .post("/behind")
        .then()
        .statusCode(200);
    RecordingMonolith.ForwardedCall received = monolith.next();
    byte[] left = without(call, "R-NEW-1");
    assertArrayEquals(left, received.body());
    assertNull(received.header("Content-Encoding"));
    assertNull(received.header("Content-MD5"));
    assertEquals("" + left.length, received.header("Content-Length"));
  }

  @Test
  void among_several_calls_an_order_of_both_is_split_and_the_answers_come_in_their_order()
      throws Exception {
    monolith.answers(200, "text/xml", written(list(text("5026"), new Value.Int(12))));
    Answer answer =
        sent(
            bytes(
                "multiCall",
                text("s"),
                list(
                    list(text("sales_order.create"), list(ofBoth("5026"))),
                    list(
                        text("sales_order.create"),
                        list(withCreation(order("5027", item("1", "R-NEW-2", "1"))))),
                    list(text("core_store.list")))));
    assertEquals(
        list(text("5026"), text("5027"), new Value.Int(12)), ((Answer.Result) answer).value());
    String received = received();
    assertTrue(received.contains("R-OLD") && !received.contains("R-NEW"), received);
    assertEquals(List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5026", 1));
    assertEquals(List.of("allocate R-NEW-2/1 1 @1"), commands.briefs("shop:5027", 1));
  }

  @Test
  void in_a_multicall_orders_of_both_go_on_without_ours_as_written() throws Exception {
    byte[] answered = written(list(list(text("5028")), new Answer.Fault(1, "not now").asStruct()));
    monolith.answers(200, "text/xml", answered);
    byte[] call = spaced(bytes("system.multicall", list(inner("5028"), inner("5029"))));
    assertArrayEquals(answered, post(call).asByteArray());
    assertArrayEquals(without(call, "R-NEW-1"), monolith.next().body());
    assertEquals(List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5028", 1));
    given().get("/orders/shop/5029").then().body(at("$.approval", equalTo("refused")));
  }

  @Test
  void in_a_multicall_with_something_for_us_an_order_of_both_is_asked_for_without_ours()
      throws Exception {
    monolith.answers(200, "text/xml", ODD_ANSWER);
    Answer answer =
        sent(
            bytes(
                "system.multicall",
                list(
                    struct("methodName", text("system.listMethods"), "params", list()),
                    inner("5030"))));
    assertEquals(
        list(text("caf\u00e9")), ((Answer.Result) answer).value().asList().orElseThrow().get(1));
    assertEquals(List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5030", 1));
    List<String> received = List.of(received(), received());
    assertTrue(received.stream().anyMatch(each -> each.contains("R-OLD")), "" + received);
    assertTrue(received.stream().noneMatch(each -> each.contains("R-NEW")), "" + received);
  }

  @Test
  void a_line_is_cut_where_it_is_and_nothing_that_reads_like_it() {
    Value ours = item("1", "R-NEW-1", "1");
    byte[] call =
        bytes(
            "sales_order.create",
            struct(
                "increment_id",
                text("5031"),
                "created_at",
                text("2026-11-20 12:00:00"),
                "as_it_was_yesterday",
                list(ours),
                "items",
                list(item("2", "R-OLD", "1"), ours)));
    post(call);
    String left = received();
    assertTrue(
        left.indexOf("R-NEW-1") > 0 && left.indexOf("R-NEW-1") < left.indexOf("R-OLD"), left);
    assertEquals(left.indexOf("R-NEW-1"), left.lastIndexOf("R-NEW-1"), left);
  }

  @Test
  void where_the_monolith_checks_sums_our_line_stays_and_is_cancelled() throws Exception {
    Value ours = with(item("1", "R-NEW-1", "3.0000"), "qty_canceled", text("0.0000"));
    byte[] call = created("5032", ours, item("2", "R-OLD", "1"));
    given().body(call).post("/sums").then().statusCode(200);
    String received = received();
    assertTrue(
        received.matches("(?s).*>qty_canceled</name>\\s*<value>(<string>)?3\\.0000<.*"), received);
    assertEquals(new String(call, StandardCharsets.UTF_8).length(), received.length(), received);
    assertEquals(List.of("allocate R-NEW-1/1 3 @1"), commands.briefs("shop:5032", 1));
  }

  @Test
  void an_order_goes_on_for_its_charges_where_that_is_set() throws Exception {
    byte[] call = created("5033", item("1", "R-NEW-1", "1"), item("2", "POST", "1"));
    given().body(call).post("/sums").then().statusCode(200);
    assertTrue(received().contains("POST"));
    assertEquals(List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5033", 1));
    byte[] other = created("5034", item("1", "R-NEW-1", "1"), item("2", "POST", "1"));
    assertEquals(OldShop.taken("5034"), sent(other));
    assertNull(monolith.next());
  }

  @Test
  void the_monolith_that_asks_for_an_order_is_shown_its_lines_and_ours_are_taken_in()
      throws Exception {
    byte[] answer = spaced(written(ofBoth("5041")));
    monolith.answers(200, "text/xml", answer);
    byte[] question = bytes("call", text("s"), text("sales_order.info"), list(text("5041")));
    assertArrayEquals(without(answer, "R-NEW-1"), asked(question));
    assertArrayEquals(question, monolith.next().body());
    assertArrayEquals(without(answer, "R-NEW-1"), asked(question), "as often as it asks");
    assertEquals(List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5041", 1));
    given()
        .get("/orders/shop/5041")
        .then()
        .body(at("$.lines[*].owner", equalTo(List.of("new", "monolith"))))
        .body(at("$.approval", nullValue()));
    assertNoDoubt("5041");
  }

  @Test
  void an_order_of_ours_does_not_exist_for_the_monolith_that_asks_for_it() throws Exception {
    monolith.answers(
        200, "text/xml", written(withCreation(order("5042", item("1", "R-NEW-1", "1")))));
    byte[] question = bytes("sales_order.info", text("5042"));
    assertEquals(100, ((Answer.Fault) answerOf(asked(question))).code());
    assertEquals(List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5042", 1));

    byte[] whole = written(withCreation(order("5043", item("1", "R-OLD", "1"))));
    monolith.answers(200, "text/xml", whole);
    assertArrayEquals(whole, asked(bytes("sales_order.info", text("5043"))));
    given().get("/orders/shop/5043").then().body(at("$.lines[0].owner", equalTo("monolith")));
  }

  @Test
  void orders_wholly_ours_are_cut_out_of_lists_unless_they_have_changed_since() throws Exception {
    post(bytes("sales_order.create", placedAt("12:00", "5044", item("1", "R-NEW-1", "1"))));
    post(bytes("sales_order.create", placedAt("12:00", "5045", item("1", "R-NEW-1", "1"))));
    post(bytes("sales_order.create", placedAt("12:00", "5046", item("1", "R-OLD", "1"))));
    Value changed = row("5045", "12:01");
    Value theirs = row("5046", "12:00");
    Value unseen = row("5047", "12:00");
    byte[] listed = spaced(written(list(row("5044", "12:00"), changed, theirs, unseen)));
    monolith.answers(200, "text/xml", listed);
    byte[] question = bytes("call", text("s"), text("sales_order.list"), list());
    assertArrayEquals(spaced(written(list(changed, theirs, unseen))), asked(question));

    monolith.answers(200, "text/xml", written(list(list(row("5044", "12:00")), text("x"))));
    byte[] several =
        bytes(
            "multiCall",
            text("s"),
            list(list(text("sales_order.list")), list(text("core_store.list"))));
    assertEquals(list(list(), text("x")), OldShop.result(answerOf(asked(several))));
  }

  @Test
  void among_several_questions_each_is_answered_for_itself() throws Exception {
    monolith.answers(
        200,
        "text/xml",
        written(
            list(
                list(withCreation(order("5048", item("1", "R-NEW-1", "1")))),
                list(ofBoth("5049")),
                list(text("x")),
                new Answer.Fault(1, "not now").asStruct())));
    byte[] questions =
        bytes(
            "system.multicall",
            list(
                question("5048"),
                question("5049"),
                struct("methodName", text("core_store.list"), "params", list()),
                question("5050")));
    List<Value> answers = OldShop.result(answerOf(asked(questions))).asList().orElseThrow();
    assertEquals(new Value.Int(100), code(answers.get(0)));
    assertEquals(list(text("x")), answers.get(2));
    assertEquals(new Value.Int(1), code(answers.get(3)));
    String both = answers.get(1).toString();
    assertTrue(both.contains("R-OLD") && !both.contains("R-NEW"), both);
    assertEquals(List.of("allocate R-NEW-1/1 1 @1"), commands.briefs("shop:5049", 1));
  }

  @Test
  void what_cannot_be_written_down_is_not_shown() throws SQLException {
    monolith.answers(200, "text/xml", written(ofBoth("5051")));
    byte[] question = bytes("sales_order.info", text("5051"));
    BrokenDatabase.at(
        database,
        "insert on ledger_line",
        "new.number = '5051'",
        () -> assertEquals(Answers.TRY_AGAIN, answerOf(asked(question))));
    assertTrue(new String(asked(question), StandardCharsets.UTF_8).contains("R-OLD"));
  }

  @Test
  void news_of_the_monolith_that_names_no_items_is_given_those_of_its_lines() {
    post(bytes("sales_order.create", ofBoth("5061")));
    post(created("5062", item("1", "R-OLD", "1")));
    while (monolith.next() != null) {
      // The orders.
    }
    Value theirs = struct("2", new Value.Int(1));
    assertPassedOn(shipment(text("5061"), theirs), shipment(text("5061"), list()));
    assertPassedOn(shipment(text("5061"), theirs), shipment(text("5061")));
    assertPassedOn(
        bytes("sales_order_invoice.create", text("5061"), theirs),
        bytes("sales_order_invoice.create", text("5061")));
    byte[] named = shipment(text("5061"), struct("2", text("1")));
    assertPassedOn(named, named);
    byte[] ofOne = shipment(text("5062"), list());
    assertPassedOn(ofOne, ofOne);
  }

  @Test
  void news_of_the_monolith_that_would_be_about_our_lines_too_is_kept_back() {
    post(bytes("sales_order.create", ofBoth("5063")));
    monolith.next();
    byte[] cancel = bytes("call", text("s"), text("sales_order.cancel"), list(text("5063")));
    assertEquals(OldShop.done(), answerOf(asked(cancel)));
    assertNull(monolith.next());
    given()
        .get("/quarantine?reason=kept_back&limit=1000")
        .then()
        .body(at("$.entries[*].orderNumber", hasItem("5063")));

    monolith.answers(200, "text/xml", written(list(text("x"))));
    byte[] several =
        bytes(
            "multiCall",
            text("s"),
            list(
                list(text("sales_order.cancel"), list(text("5063"))),
                list(text("core_store.list"))));
    assertEquals(list(new Value.Bool(true), text("x")), OldShop.result(answerOf(asked(several))));
    assertTrue(!received().contains("5063"));
  }

  @Test
  void instead_of_a_final_status_an_open_one_is_written_while_our_lines_are_open() {
    post("/commented", bytes("sales_order.create", ofBoth("5071")));
    post("/commented", created("5072", item("1", "R-OLD", "1")));
    while (monolith.next() != null) {
      // The orders.
    }
    String comment =
        "<?xml version='1.0' encoding='iso-8859-1'?>\r\n<methodCall ><methodName>"
            + "sales_order.addComment</methodName><params><param><value>5071</value></param>\r\n"
            + "<param> <value> <string>complete</string></value><!-- complete --></param>"
            + "<param><value>2 St\u00fcck verschickt: complete</value></param></params></methodCall>";
    String open =
        comment.replace("<value> <string>complete</string></value>", asXml(text("processing")));
    assertCommented(open, comment);
    assertCommented(open, comment);
    String others = comment.replace("5071", "5072");
    assertCommented(others, others);
    String inProcess = comment.replace("<string>complete<", "<string>processing<");
    assertCommented(inProcess, inProcess);
    String unseen = comment.replace("5071", "nobody");
    assertCommented(unseen, unseen);
    String none = comment.replace("<string>complete</string>", "<boolean>0</boolean>");
    assertCommented(none, none);
  }

  @Test
  void among_several_calls_a_final_status_is_exchanged_where_it_is() {
    post("/commented", bytes("sales_order.create", ofBoth("5073")));
    while (monolith.next() != null) {
      // The order.
    }
    String several =
        latin1(
            bytes(
                "multiCall",
                text("s"),
                list(
                    list(text("core_store.list")),
                    list(
                        text("sales_order.addComment"),
                        list(text("5073"), text("complete"), text("complete"))))));
    String exchanged =
        several.replaceFirst(Pattern.quote(asXml(text("complete"))), asXml(text("processing")));
    assertCommented(exchanged, several);
  }

  @Test
  void a_shop_that_we_send_no_comments_has_a_final_status_at_once() {
    post(bytes("sales_order.create", ofBoth("5074")));
    monolith.next();
    byte[] comment = bytes("sales_order.addComment", text("5074"), text("complete"), text("x"));
    assertPassedOn(comment, comment);
  }

  @Test
  void a_final_status_that_cannot_be_written_down_is_not_passed_on() throws SQLException {
    post("/commented", bytes("sales_order.create", ofBoth("5075")));
    monolith.next();
    byte[] comment = bytes("sales_order.addComment", text("5075"), text("complete"), text("x"));
    BrokenDatabase.at(
        database,
        "insert on order_state",
        "new.number = '5075'",
        () -> assertEquals(Answers.TRY_AGAIN, answer(given().body(comment).post("/comments"))));
    assertNull(monolith.next());
  }

  private void assertCommented(String expected, String call) {
    post("/comments", call.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(expected, latin1(monolith.next().body()));
  }

  private static String latin1(byte[] document) {
    return new String(document, StandardCharsets.ISO_8859_1);
  }

  private static String asXml(Value text) {
    return "<value><string>" + text.asText().orElseThrow() + "</string></value>";
  }

  private void assertPassedOn(byte[] expected, byte[] call) {
    asked(call);
    byte[] received = monolith.next().body();
    assertArrayEquals(expected, received, new String(received, StandardCharsets.UTF_8));
  }

  private static byte[] shipment(Value... arguments) {
    return bytes("call", text("s"), text("sales_order_shipment.create"), list(arguments));
  }

  private static Value question(String number) {
    return struct("methodName", text("sales_order.info"), "params", list(text(number)));
  }

  private static Value code(Value fault) {
    return ((Value.Struct) fault).member("faultCode");
  }

  private static Value row(String number, String at) {
    return struct("increment_id", text(number), "updated_at", text("2026-11-20 " + at + ":00"));
  }

  private static Value placedAt(String time, String number, Value... items) {
    return with(
        withCreation(order(number, items)), "updated_at", text("2026-11-20 " + time + ":00"));
  }

  private static byte[] asked(byte[] question) {
    return given()
        .body(question)
        .post("/asks")
        .then()
        .statusCode(200)
        .extract()
        .response()
        .asByteArray();
  }

  private static Answer answerOf(byte[] document) {
    try {
      return new XmlRpcReader(Limits.DEFAULT).readAnswer(new ByteArrayInputStream(document));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Value inner(String number) {
    return struct("methodName", text("sales_order.create"), "params", list(ofBoth(number)));
  }

  private static Value ofBoth(String number) {
    return withCreation(order(number, item("1", "R-NEW-1", "1"), item("2", "R-OLD", "1")));
  }

  /** As somebody may write it who is no machine. */
  private static byte[] spaced(byte[] call) {
    return new String(call, StandardCharsets.UTF_8)
        .replace("<value><struct>", "<value> <struct>\r\n")
        .getBytes(StandardCharsets.UTF_8);
  }

  /** Without the items of this SKU, as they were written. */
  private static byte[] without(byte[] call, String sku) {
    String written = new String(call, StandardCharsets.UTF_8);
    String left =
        Pattern.compile(
                "<value>\\s?<struct>(?:(?!<struct>).)*?" + sku + ".*?</struct></value>",
                Pattern.DOTALL)
            .matcher(written)
            .replaceAll("");
    assertNotEquals(written, left);
    return left.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void changes_and_cancellations_go_to_the_owner_of_the_lines() {
    post(created("5004", item("1", "R-OLD", "2")));
    post(created("5004", item("1", "R-OLD", "3")));
    post(bytes("sales_order.cancel", text("5004")));
    assertTrue(received().contains("5004"));
    assertTrue(received().contains("5004"));
    assertTrue(received().contains("sales_order.cancel"));
    given().get("/orders/shop/5004").then().body(at("$.cancelled", equalTo(true)));

    post(created("5005", item("1", "R-NEW-1", "2")));
    assertEquals(OldShop.done(), sent(bytes("sales_order.cancel", text("5005"))));
    assertNull(monolith.next());
  }

  @Test
  void a_cancellation_of_an_order_nobody_has_seen_is_the_monoliths_to_answer() {
    byte[] call = bytes("sales_order.cancel", text("before us"));
    assertArrayEquals(ODD_ANSWER, post(call).asByteArray());
    assertArrayEquals(call, monolith.next().body());
    given().get("/orders/shop/before%20us").then().statusCode(404);
  }

  @Test
  void an_order_made_before_we_stood_in_front_is_the_monoliths() {
    Value before =
        with(order("5006", item("1", "R-NEW-1", "1")), "created_at", text("2026-10-31 23:59:59"));
    post(bytes("sales_order.create", before));
    assertTrue(received().contains("5006"));
    given().get("/orders/shop/5006").then().body(at("$.lines[0].owner", equalTo("monolith")));
  }

  @Test
  void an_order_without_an_answer_is_in_doubt_until_it_goes_well() {
    monolith.answers(502, "text/html", "<h1>Bad</h1>".getBytes(StandardCharsets.US_ASCII));
    byte[] call = created("5007", item("1", "R-OLD", "1"));
    assertEquals(502, given().body(call).post("/behind").statusCode());
    given()
        .get("/strangling/doubts")
        .then()
        .contentType("application/json")
        .body(at("$.orders[*].number", hasItem("5007")))
        .body(at("$.orders[?(@.number == '5007')].calls", contains(1)))
        .body(
            at(
                "$.orders[?(@.number == '5007')].reason",
                contains("HTTP 502 with no answer that can be read")));

    monolith.answers(200, "text/xml", fault());
    assertEquals(new Answer.Fault(1, "not now"), sent(call));
    given().get("/strangling/doubts").then().body(at("$.orders[*].number", hasItem("5007")));

    monolith.answers(200, "text/xml", ODD_ANSWER);
    post(call);
    assertNoDoubt("5007");
  }

  @Test
  void what_cannot_be_written_down_goes_nowhere() throws SQLException {
    byte[] call = created("5013", item("1", "R-OLD", "1"));
    BrokenDatabase.at(
        database,
        "insert on ledger_line",
        "new.number = '5013'",
        () -> assertEquals(Answers.TRY_AGAIN, sent(call)));
    assertNull(monolith.next());
    post(call);
    assertArrayEquals(call, monolith.next().body());
  }

  @Test
  void a_refusal_of_the_monolith_is_the_answer_and_no_doubt() {
    monolith.answers(200, "text/xml", fault());
    byte[] call = created("5008", item("1", "R-OLD", "1"));
    assertArrayEquals(fault(), post(call).asByteArray());
    assertNoDoubt("5008");
  }

  @Test
  void what_the_sender_gave_up_on_a_person_settles() {
    byte[] call = bytes("sales_order.create", withCreation(order("5009", item("1", "R-OLD", "1"))));
    assertEquals(Answers.NO_UPSTREAM, answer(given().body(call).post("/nobody")));
    given().get("/strangling/doubts").then().body(at("$.orders[*].number", hasItem("5009")));
    settle("5009", "{\"monolith_has_it\": false, \"by\": \"\", \"reason\": \"r\"}", 400);
    settle("5009", "{\"by\": \"b\", \"reason\": \"r\"}", 400);
    String hasNot = "{\"monolith_has_it\": false, \"by\": \"b\", \"reason\": \"asked\"}";
    settle("5009", hasNot, 204);
    settle("5009", hasNot, 409);
    settle("never forwarded", hasNot, 404);
    assertNoDoubt("5009");
    given()
        .get("/orders/shop/5009")
        .then()
        .body(at("$.lines[0].reason", equalTo("not_at_the_monolith")));

    post(call);
    given().get("/orders/shop/5009").then().body(at("$.lines[0].state", equalTo("ordered")));
  }

  @Test
  void of_two_who_settle_a_doubt_at_once_one_does() throws Exception {
    post("/nobody", created("5016", item("1", "R-OLD", "1")));
    List<CompletableFuture<Integer>> statuses = new ArrayList<>();
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      connection.createStatement().execute("select from forward where number = '5016' for update");
      for (boolean has : List.of(true, false)) {
        statuses.add(Background.supply(() -> settle("5016", finding(has))));
      }
      assertTrue(Waiting.until(() -> waitingForLocks() == 2, Waiting.LIMIT));
      connection.rollback();
    }
    List<Integer> sorted = new ArrayList<>();
    for (CompletableFuture<Integer> status : statuses) {
      sorted.add(status.get(Waiting.CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
    Collections.sort(sorted);
    assertEquals(List.of(204, 409), sorted);
    assertNoDoubt("5016");
  }

  @Test
  void while_a_call_about_the_order_is_under_way_a_doubt_is_not_settled() throws SQLException {
    post("/nobody", created("5018", item("1", "R-OLD", "1")));
    // As another instance has sent it, which has no answer yet.
    execute(
        "insert into forward (id, shop, number, feed, correlation)"
            + " values (nextval('forward_id'), 'shop', '5018', 'behind', 'other')");
    given()
        .contentType(ContentType.JSON)
        .body(finding(false))
        .post("/strangling/doubts/shop/5018")
        .then()
        .statusCode(409)
        .body(at("$.detail", containsString("on its way to the monolith")));
    given().get("/orders/shop/5018").then().body(at("$.lines[0].state", equalTo("ordered")));
    given().get("/strangling/doubts").then().body(at("$.orders[*].number", hasItem("5018")));
    execute("delete from forward where correlation = 'other'");
    settle("5018", finding(true), 204);
    assertNoDoubt("5018");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection()) {
      connection.createStatement().executeUpdate(sql);
    }
  }

  @Test
  void a_doubt_that_cannot_be_settled_leaves_everything_as_it_was() throws SQLException {
    post("/nobody", created("5017", item("1", "R-OLD", "1")));
    BrokenDatabase.at(
        database,
        "insert on doubt_settlement",
        "new.number = '5017'",
        () -> assertTrue(settle("5017", finding(false)) >= 500));
    given().get("/strangling/doubts").then().body(at("$.orders[*].number", hasItem("5017")));
    given().get("/orders/shop/5017").then().body(at("$.lines[0].state", equalTo("ordered")));
    settle("5017", finding(false), 204);
    given().get("/orders/shop/5017").then().body(at("$.lines[0].state", equalTo("cancelled")));
  }

  @Test
  void what_cannot_be_read_is_kept_as_soon_as_anything_is_ours() {
    assertEquals(OldShop.done(), sent(bytes("sales_order.create", text("no order"))));
    assertNull(monolith.next());
  }

  @Test
  void among_several_calls_each_order_goes_to_its_owner() {
    monolith.answers(200, "text/xml", written(list(new Value.Int(12), text("5010"))));
    Answer answer =
        sent(
            bytes(
                "multiCall",
                text("s"),
                list(
                    list(text("core_store.list")),
                    list(
                        text("sales_order.create"),
                        list(withCreation(order("5011", item("1", "R-NEW-2", "1"))))),
                    list(
                        text("sales_order.create"),
                        list(withCreation(order("5010", item("1", "R-OLD", "1"))))))));
    assertEquals(
        list(new Value.Int(12), text("5011"), text("5010")), ((Answer.Result) answer).value());
    String received = received();
    assertTrue(received.contains("5010") && !received.contains("5011"), received);
    assertNoDoubt("5010");
  }

  @Test
  void several_calls_of_which_none_is_for_us_go_on_byte_for_byte() {
    byte[] answer = written(list(new Value.Int(12), text("5014"), inFault()));
    monolith.answers(200, "text/xml", answer);
    byte[] call =
        bytes(
            "multiCall",
            text("s"),
            list(
                list(text("core_store.list")),
                list(
                    text("sales_order.create"),
                    list(withCreation(order("5014", item("1", "R-OLD", "1"))))),
                list(
                    text("sales_order.create"),
                    list(withCreation(order("5015", item("1", "R-OLD", "1")))))));
    byte[] odd =
        new String(call, StandardCharsets.UTF_8)
            .replace("><", "> <")
            .getBytes(StandardCharsets.UTF_8);
    assertArrayEquals(answer, post(odd).asByteArray());
    assertArrayEquals(odd, monolith.next().body());
    assertNoDoubt("5014");
    assertNoDoubt("5015");
    given().get("/orders/shop/5015").then().body(at("$.lines[0].owner", equalTo("monolith")));

    monolith.answers(503, "text/plain", new byte[0]);
    given().body(odd).post("/behind").then().statusCode(503);
    given()
        .get("/strangling/doubts")
        .then()
        .body(at("$.orders[*].number", hasItems("5014", "5015")));
  }

  private static Value inFault() {
    return new Answer.Fault(1, "not now").inMultiCall();
  }

  @Test
  void where_nobody_is_behind_us_an_order_of_the_monolith_is_refused() {
    assertEquals(
        Answers.NO_WAY_TO_THE_MONOLITH,
        answer(OldShop.post(created("5012", item("1", "R-OLD", "1")))));
    given().get("/orders/shop/5012").then().statusCode(404);
  }

  private static byte[] created(String number, Value... items) {
    return bytes("sales_order.create", withCreation(order(number, items)));
  }

  private static Value withCreation(Value order) {
    return with(order, "created_at", text("2026-11-20 12:00:00"));
  }

  private static Response post(byte[] call) {
    return given().body(call).post("/behind").then().statusCode(200).extract().response();
  }

  private static void post(String path, byte[] call) {
    given().body(call).post(path).then().statusCode(200);
  }

  private static Answer sent(byte[] call) {
    return answer(post(call));
  }

  private String received() {
    return new String(monolith.next().body(), StandardCharsets.UTF_8);
  }

  private static void assertNoDoubt(String number) {
    given().get("/strangling/doubts").then().body(at("$.orders[*].number", not(hasItem(number))));
  }

  private static void settle(String number, String finding, int status) {
    assertEquals(status, settle(number, finding));
  }

  private static int settle(String number, String finding) {
    return given()
        .contentType(ContentType.JSON)
        .body(finding)
        .post("/strangling/doubts/shop/" + number)
        .statusCode();
  }

  private static String finding(boolean monolithHasIt) {
    return "{\"monolith_has_it\": %s, \"by\": \"b\", \"reason\": \"asked\"}"
        .formatted(monolithHasIt);
  }

  private int waitingForLocks() {
    try (Connection connection = database.getConnection();
        ResultSet rows =
            connection
                .createStatement()
                .executeQuery(
                    "select count(*) from pg_stat_activity"
                        + " where datname = current_database() and wait_event_type = 'Lock'")) {
      rows.next();
      return rows.getInt(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  private static byte[] fault() {
    return written(new Answer.Fault(1, "not now"));
  }

  private static byte[] written(Value result) {
    return written(new Answer.Result(result));
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
}
