package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.answer;
import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.call;
import static dev.ficus.legacy.whole.OldShop.cancel;
import static dev.ficus.legacy.whole.OldShop.create;
import static dev.ficus.legacy.whole.OldShop.done;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.post;
import static dev.ficus.legacy.whole.OldShop.taken;
import static dev.ficus.legacy.whole.OldShop.with;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.feed.served.Answers;
import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class OrderServingTest {

  @Inject CommandProbe probe;

  @BeforeEach
  void ready() {
    WholeAdapter.await();
  }

  @Test
  void an_order_is_answered_with_its_number_once_its_commands_are_with_the_broker()
      throws Exception {
    assertEquals(
        taken("1001"),
        create(order("1001", item("1", "85123A", "6.0000"), item("2", "71053", "2"))));

    assertEquals(
        List.of("allocate 71053/2 2 @1", "allocate 85123A/1 6 @1"), probe.briefs("shop:1001", 2));
    given()
        .get("/orders/shop/1001")
        .then()
        .statusCode(200)
        .body(at("$.orderid", equalTo("shop:1001")))
        .body(at("$.lines[*].sku", contains("71053", "85123A")))
        .body(at("$.lines[*].revision", contains(1, 1)))
        .body(at("$.lines[*].state", contains("ordered", "ordered")))
        .body(at("$.lines[*].owner", contains("new", "new")))
        .body(at("$.lines[*].confirmed", contains(true, true)));
  }

  @Test
  void a_command_travels_as_in_the_contract() throws Exception {
    Instant before = Instant.now().minusSeconds(1);
    answer(
        given()
            .header("X-Correlation-Id", "from-the-shop-7")
            .header("traceparent", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01")
            .body(bytes("sales_order.create", order("1002", item("4711", "Tasse Ä", "3"))))
            .post("/api/xmlrpc")
            .then()
            .header("X-Correlation-Id", "from-the-shop-7")
            .extract()
            .response());

    CommandProbe.Received command = probe.commands("shop:1002", 1).get(0);
    String id =
        new Command.Allocate("shop:1002", new LineKey("Tasse Ä", "4711"), 3, 1)
            .messageId()
            .toString();
    assertEquals("allocate", command.routingKey());
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {"orderid": "shop:1002", "sku": "Tasse Ä", "qty": 3, "lineid": "4711", "revision": 1}
                """),
        command.body());
    assertEquals("application/json", command.properties().getContentType());
    assertEquals(id, command.properties().getMessageId());
    assertEquals("dev.ficus.allocate.v1", command.properties().getType());
    assertEquals("from-the-shop-7", command.properties().getCorrelationId());
    assertEquals("legacy-adapter", command.properties().getAppId());
    // The broker would have refused any other.
    assertNotNull(command.properties().getUserId());
    assertEquals(2, command.properties().getDeliveryMode());
    assertTrue(command.properties().getTimestamp().toInstant().isAfter(before));
    assertEquals("1.0", command.header("cloudEvents_specversion"));
    assertEquals(id, command.header("cloudEvents_id"));
    assertEquals("/legacy-adapter", command.header("cloudEvents_source"));
    assertEquals("dev.ficus.allocate.v1", command.header("cloudEvents_type"));
    assertEquals("Tasse Ä", command.header("cloudEvents_subject"));
    assertTrue(Instant.parse(command.header("cloudEvents_time")).isAfter(before));
    assertNull(command.header("cloudEvents_sequence"));
    assertTrue(
        command.header("traceparent").startsWith("00-0af7651916cd43dd8448eb211c80319c-"),
        command.header("traceparent"));
  }

  @Test
  void a_deallocate_travels_as_in_the_contract() throws Exception {
    create(order("1003", item("1", "A", "3")));
    assertEquals(done(), cancel("1003"));
    CommandProbe.Received command = probe.commands("shop:1003", 2).get(1);
    assertEquals("deallocate", command.routingKey());
    assertEquals("dev.ficus.deallocate.v1", command.properties().getType());
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {"orderid": "shop:1003", "sku": "A", "lineid": "1", "reason": "order_cancelled",
                 "revision": 2}
                """),
        command.body());
  }

  @Test
  void a_repeat_is_answered_alike_and_sends_nothing() throws Exception {
    Value order = order("1004", item("1", "A", "3"), item("2", "POST", "1"));
    assertEquals(taken("1004"), create(order));
    assertEquals(taken("1004"), create(order));
    assertEquals(List.of("allocate A/1 3 @1"), afterMarker("shop:1004", "1004-marker"));
    given().get("/quarantine?limit=1000").then().body(at(entries("1004"), hasSize(1)));
  }

  @Test
  void a_changed_order_sends_what_changed() throws Exception {
    create(order("1005", item("1", "A", "3"), item("2", "B", "1"), item("3", "C", "1")));
    create(order("1005", item("1", "A", "5"), item("3", "C", "1"), item("4", "E", "9")));
    assertEquals(
        List.of("deallocate B/2 line_removed @2", "allocate A/1 5 @2", "allocate E/4 9 @1").stream()
            .sorted()
            .toList(),
        probe.briefs("shop:1005", 6).stream().skip(3).sorted().toList());
  }

  @Test
  void a_cancelled_order_is_cancelled_once_and_stays_so_when_shown_again() throws Exception {
    Value order = order("1006", item("1", "A", "3"));
    create(order);
    assertEquals(done(), cancel("1006"));
    assertEquals(done(), cancel("1006"));
    assertEquals(taken("1006"), create(order));
    assertEquals(
        List.of("allocate A/1 3 @1", "deallocate A/1 order_cancelled @2"),
        afterMarker("shop:1006", "1006-marker"));
  }

  @Test
  void a_cancelled_status_cancels() throws Exception {
    Value order = order("1007", item("1", "A", "3"));
    create(order);
    create(with(order, "status", new Value.Text("canceled")));
    assertEquals(
        List.of("allocate A/1 3 @1", "deallocate A/1 order_cancelled @2"),
        probe.briefs("shop:1007", 2));
    given().get("/orders/shop/1007").then().body(at("$.cancelled", equalTo(true)));
  }

  @Test
  void what_has_left_the_shop_is_despatched_and_returned_later_it_waits_for_people()
      throws Exception {
    create(order("1021", item("1", "A", "3"), item("2", "B", "2")));
    create(order("1021", shipped("1", "A", "3", "3.0000"), shipped("2", "B", "2", "1.0000")));
    assertEquals(
        List.of("allocate A/1 3 @1", "allocate B/2 2 @1", "allocate A/1 3 @1", "despatch A/1 @2"),
        afterMarker("shop:1021", "1021-marker"));
    given()
        .get("/orders/shop/1021")
        .then()
        .body(at("$.lines[*].state", contains("despatched", "ordered")))
        .body(at("$.lines[*].confirmed", contains(true, true)));

    Value closed =
        with(
            order("1021", shipped("1", "A", "3", "3.0000"), shipped("2", "B", "2", "0.0000")),
            "status",
            new Value.Text("closed"));
    create(closed);
    create(closed);
    assertEquals(
        List.of("deallocate B/2 order_cancelled @2"),
        afterMarker("shop:1021", "1021-second-marker").stream().skip(4).toList());
    List<Integer> waiting =
        read(
            given()
                .get("/quarantine?limit=1000&reason=already_despatched")
                .then()
                .body(at(entries("1021") + ".sku", contains("A")))
                .extract()
                .asString(),
            entries("1021") + ".id");
    given()
        .contentType("application/json")
        .body("{\"by\": \"ada\", \"reason\": \"looking\"}")
        .post("/quarantine/" + waiting.get(0) + "/redrive")
        .then()
        .contentType("application/json")
        .body(at("$.outcome", equalTo("still_refused")))
        .body(at("$.reasons", contains("already_despatched")));
  }

  @Test
  void what_was_shipped_when_it_was_first_received_is_history() throws Exception {
    assertEquals(
        taken("1022"), create(order("1022", shipped("1", "A", "3", "3"), item("2", "B", "1"))));
    assertEquals(List.of("allocate B/2 1 @1"), afterMarker("shop:1022", "1022-marker"));
    given()
        .get("/orders/shop/1022")
        .then()
        .body(at("$.lines[*].state", contains("despatched", "ordered")));
  }

  @Test
  void cancelling_an_unknown_order_is_a_fault_that_names_it() {
    assertEquals(new Answer.Fault(100, "Requested order does not exist: 1008"), cancel("1008"));
    given().get("/orders/shop/1008").then().statusCode(404).body(at("$.field", equalTo("number")));
  }

  @Test
  void what_cannot_be_translated_waits_in_quarantine_while_the_other_lines_go_on()
      throws Exception {
    byte[] document =
        bytes(
            "sales_order.create",
            order(
                "1009",
                item("1", "A", "3"),
                item("2", "POST", "1"),
                item("3", "B", "2.5"),
                item("4", "C", "0"),
                item("5", "E", "-2"),
                item("6", "", "1")));
    assertEquals(taken("1009"), answer(post(document)));
    assertEquals(List.of("allocate A/1 3 @1"), afterMarker("shop:1009", "1009-marker"));

    List<Integer> ids =
        read(
            given()
                .get("/quarantine?limit=1000")
                .then()
                .statusCode(200)
                .body(at(entries("1009") + ".sku", contains("POST", "B", "C", "E", "")))
                .body(at(entries("1009") + ".qty", contains("1", "2.5", "0", "-2", "1")))
                .body(
                    at(
                        entries("1009") + ".reason",
                        contains(
                            "not_stock",
                            "unreadable_quantity",
                            "zero_quantity",
                            "negative_quantity",
                            "unreadable_sku")))
                .body(at(entries("1009") + ".shop", hasItem("shop")))
                .body(not(containsString("Müller")))
                .extract()
                .asString(),
            entries("1009") + ".id");
    given()
        .get("/quarantine/" + ids.get(0))
        .then()
        .statusCode(200)
        .body(at("$.rawXml", equalTo(new String(document, StandardCharsets.UTF_8))));
  }

  @Test
  void a_return_is_recorded_as_a_return_and_sends_nothing() throws Exception {
    assertEquals(
        taken("C1010"), create(order("C1010", item("1", "A", "-1"), item("2", "B", "-12"))));
    assertEquals(List.of(), afterMarker("shop:C1010", "1010-marker"));
    given()
        .get("/quarantine?limit=1000&reason=return_without_order")
        .then()
        .body(at(entries("C1010") + ".sku", contains("A", "B")));
  }

  @Test
  void two_lines_alike_are_two_entries() {
    create(order("C1011", item("1", "A", "-1"), item("1", "A", "-1")));
    create(order("C1011", item("1", "A", "-1"), item("1", "A", "-1")));
    given().get("/quarantine?limit=1000").then().body(at(entries("C1011"), hasSize(2)));
  }

  @Test
  void a_call_that_holds_no_order_is_kept_and_answered_with_success() {
    Value noNumber = new Value.Struct(Map.of("items", new Value.Array(List.of())));
    Value mark = with(noNumber, "mark", new Value.Text("1012-mark"));
    assertEquals(done(), create(mark));
    assertEquals(done(), create(mark));
    assertEquals(done(), call("sales_order.create", new Value.Text("1012-text")));
    assertEquals(done(), call("sales_order.create"));

    List<Integer> ids =
        read(
            given()
                .get("/quarantine?limit=1000&reason=unreadable_order")
                .then()
                .extract()
                .asString(),
            "$.entries[*].id");
    List<String> kept =
        ids.stream()
            .map(id -> read(given().get("/quarantine/" + id).asString(), "$.rawXml", String.class))
            .toList();
    assertEquals(1, kept.stream().filter(xml -> xml.contains("1012-mark")).count());
    assertEquals(1, kept.stream().filter(xml -> xml.contains("1012-text")).count());
  }

  @Test
  void latin_1_under_a_utf_8_label_is_read_and_kept_as_it_came() {
    String xml =
        """
        <?xml version="1.0" encoding="UTF-8"?>
        <methodCall><methodName>sales_order.create</methodName><params><param><value><struct>
        <member><name>increment_id</name><value>1013</value></member>
        <member><name>items</name><value><array><data><value><struct>
        <member><name>item_id</name><value>1</value></member>
        <member><name>sku</name><value>CAFÉ</value></member>
        <member><name>qty_ordered</name><value>none</value></member>
        </struct></value></data></array></value></member></struct></value></param></params></methodCall>
        """;
    assertEquals(taken("1013"), answer(post(xml.getBytes(StandardCharsets.ISO_8859_1))));
    List<Integer> ids =
        read(
            given()
                .get("/quarantine?limit=1000")
                .then()
                .body(at(entries("1013") + ".sku", contains("CAFÉ")))
                .extract()
                .asString(),
            entries("1013") + ".id");
    given().get("/quarantine/" + ids.get(0)).then().body(at("$.rawXml", containsString("CAFÉ")));
  }

  @Test
  void magentos_envelope_is_opened() throws Exception {
    Answer session = call("login", new Value.Text("user"), new Value.Text("key"));
    Value token = ((Answer.Result) session).value();
    assertTrue(token.asText().orElseThrow().length() >= 16);
    assertEquals(
        taken("1014"),
        call(
            "call",
            token,
            new Value.Text("sales_order.create"),
            new Value.Array(List.of(order("1014", item("1", "A", "1"))))));
    assertEquals(
        done(), call("call", token, new Value.Text("sales_order.cancel"), new Value.Text("1014")));
    assertEquals(
        List.of("allocate A/1 1 @1", "deallocate A/1 order_cancelled @2"),
        probe.briefs("shop:1014", 2));
    assertEquals(Answers.UNKNOWN_METHOD, call("call", token, new Value.Text("system.multicall")));
  }

  @Test
  void a_multicall_answers_each_call_for_itself() throws Exception {
    Answer answers =
        call(
            "system.multicall",
            new Value.Array(
                List.of(
                    inner("sales_order.create", order("1015", item("1", "A", "1"))),
                    inner("sales_order.cancel", new Value.Text("1015-unknown")),
                    inner("no.such"),
                    inner("system.multicall", new Value.Array(List.of())))));
    assertEquals(
        new Answer.Result(
            new Value.Array(
                List.of(
                    new Value.Array(List.of(new Value.Text("1015"))),
                    new Answer.Fault(100, "Requested order does not exist: 1015-unknown")
                        .asStruct(),
                    Answers.UNKNOWN_METHOD.asStruct(),
                    Answers.WRONG_PARAMETERS.asStruct()))),
        answers);
    assertEquals(List.of("allocate A/1 1 @1"), probe.briefs("shop:1015", 1));
  }

  @Test
  void a_multicall_of_too_many_calls_does_nothing() {
    Value call = inner("sales_order.create", order("1016", item("1", "A", "1")));
    assertEquals(
        Answers.TOO_MANY_CALLS,
        call("system.multicall", new Value.Array(Collections.nCopies(101, call))));
    given().get("/orders/shop/1016").then().statusCode(404);
  }

  @Test
  void the_methods_are_listed() {
    assertEquals(
        new Answer.Result(
            new Value.Array(
                List.of(
                    new Value.Text("call"),
                    new Value.Text("endSession"),
                    new Value.Text("login"),
                    new Value.Text("multiCall"),
                    new Value.Text("sales_order.cancel"),
                    new Value.Text("sales_order.create"),
                    new Value.Text("system.listMethods"),
                    new Value.Text("system.methodHelp"),
                    new Value.Text("system.multicall")))),
        call("system.listMethods"));
    assertEquals(Answers.UNKNOWN_METHOD, call("catalog_product.list"));
  }

  @Test
  void what_is_no_xml_rpc_is_a_constant_fault() {
    assertEquals(
        new Answer.Fault(-32700, "parse error: not well formed"),
        answer(post("<methodCall>".getBytes(StandardCharsets.UTF_8))));
    assertEquals(
        new Answer.Fault(-32700, "parse error: a document type declaration is not allowed"),
        answer(
            post(
                "<!DOCTYPE a [<!ENTITY x SYSTEM \"file:///etc/passwd\">]><methodCall/>"
                    .getBytes(StandardCharsets.UTF_8))));
  }

  @Test
  void a_compressed_call_is_read_and_a_bomb_refused() throws Exception {
    byte[] order = bytes("sales_order.create", order("1017", item("1", "A", "1")));
    assertEquals(taken("1017"), answer(postCompressed(order)));
    byte[] bomb =
        ("<methodCall><methodName>a</methodName>" + " ".repeat(40 << 20) + "</methodCall>")
            .getBytes(StandardCharsets.US_ASCII);
    assertEquals(
        new Answer.Fault(-32600, "server error: the document is too large"),
        answer(postCompressed(bomb)));
    assertEquals(
        new Answer.Fault(-32700, "parse error: not well formed"),
        answer(
            given()
                .header("Content-Encoding", "gzip")
                .body("no gzip".getBytes(StandardCharsets.US_ASCII))
                .post("/api/xmlrpc")));
    assertEquals(
        new Answer.Fault(-32700, "parse error: not well formed"),
        answer(
            given()
                .header("Content-Encoding", "gzip")
                .body(new byte[] {0x1f, (byte) 0x8b, 8})
                .post("/api/xmlrpc")));
  }

  @Test
  void only_post_and_only_a_feeds_path() {
    given().get("/api/xmlrpc").then().statusCode(405).header("Allow", "POST");
    given().put("/api/xmlrpc").then().statusCode(405);
    given().body(bytes("system.listMethods")).post("/api/other").then().statusCode(404);
    given().get("/api/other").then().statusCode(404);
  }

  @Test
  void an_order_number_may_hold_what_a_path_must_escape() throws Exception {
    assertEquals(taken("10/18 ü%"), create(order("10/18 ü%", item("1", "A/B", "1"))));
    given()
        .pathParam("number", "10/18 ü%")
        .get("/orders/shop/{number}")
        .then()
        .statusCode(200)
        .body(at("$.number", equalTo("10/18 ü%")))
        .body(at("$.lines[*].sku", contains("A/B")));
  }

  @Test
  void an_order_of_a_thousand_lines_goes_in_well_under_the_senders_patience() throws Exception {
    Value[] items = new Value[1000];
    for (int i = 0; i < items.length; i++) {
      items[i] = item("" + i, "SKU-" + i, "1");
    }
    Instant start = Instant.now();
    assertEquals(taken("1019"), create(order("1019", items)));
    assertTrue(Duration.between(start, Instant.now()).toSeconds() < 10);
    assertEquals(1000, probe.commands("shop:1019", 1000).size());
  }

  @Test
  void quarantine_is_listed_page_by_page() {
    create(order("C1020", item("1", "A", "-1"), item("2", "B", "-1"), item("3", "C", "-1")));
    int first =
        read(
            given()
                .get("/quarantine?limit=1")
                .then()
                .body(at("$.entries", hasSize(1)))
                .extract()
                .asString(),
            "$.next");
    given()
        .get("/quarantine?limit=1&after=" + first)
        .then()
        .body(at("$.entries", hasSize(1)))
        .body(at("$.entries[0].id", not(equalTo(first))));
    given().get("/quarantine?limit=0").then().statusCode(400).body(at("$.field", equalTo("limit")));
    given()
        .get("/quarantine?reason=no")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("reason")));
    given()
        .get("/quarantine/999999999")
        .then()
        .statusCode(404)
        .contentType("application/problem+json");
  }

  @Test
  void metrics_and_openapi_are_there() {
    create(order("1021", item("1", "A", "1"), item("2", "POST", "1")));
    AdapterApi.managed("/q/metrics")
        .statusCode(200)
        .body(containsString("ficus_legacy_orders_received_total{shop=\"shop\"}"))
        .body(containsString("ficus_legacy_lines_received_total{shop=\"shop\"}"))
        .body(containsString("ficus_legacy_commands_confirmed_total{type=\"allocate\"}"))
        .body(containsString("ficus_legacy_quarantined_total{reason=\"not_stock\"}"));
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .statusCode(200)
        .contentType("application/json")
        .body(
            at(
                "$.paths.keys()",
                hasItems("/quarantine", "/quarantine/{id}", "/orders/{shop}/{number}")));
  }

  /** The commands for an order, when a later order's command shows that no more can come. */
  private List<String> afterMarker(String orderid, String marker) throws InterruptedException {
    create(order(marker, item("1", "MARKER", "1")));
    probe.commands("shop:" + marker, 1);
    return probe.briefs(orderid, 0);
  }

  private static Value inner(String method, Value... parameters) {
    return new Value.Struct(
        Map.of(
            "methodName", new Value.Text(method), "params", new Value.Array(List.of(parameters))));
  }

  private static Response postCompressed(byte[] document) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(document);
    }
    return given()
        .header("Content-Encoding", "gzip")
        .body(compressed.toByteArray())
        .post("/api/xmlrpc");
  }

  private static String entries(String orderNumber) {
    return "$.entries[?(@.orderNumber == '" + orderNumber + "')]";
  }

  private static Value shipped(String id, String sku, String quantity, String shipped) {
    return with(item(id, sku, quantity), "qty_shipped", new Value.Text(shipped));
  }
}
