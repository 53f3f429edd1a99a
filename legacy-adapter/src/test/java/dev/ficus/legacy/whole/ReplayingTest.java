package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.call;
import static dev.ficus.legacy.whole.OldShop.create;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.with;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.LIMIT;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcWriter;
import dev.ficus.local.JsonPaths;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(RedrivingResource.class)
@WithTestResource(CapturingResource.class)
@WithTestResource(StockedShopResource.class)
class ReplayingTest {

  private CapturingResource.CaptureFolder captured;

  @Inject CommandProbe probe;

  @BeforeEach
  void ready() {
    WholeAdapter.await();
  }

  @Test
  void what_was_captured_names_nobody_and_brings_the_same_about_elsewhere_and_nothing_here()
      throws Exception {
    create(
        with(
            order(
                "4001",
                with(item("1", "A", "3"), "qty_shipped", new Value.Text("0.0000")),
                item("2", "B", "x")),
            "phone",
            new Value.Int(5_551_234)));
    create(order("4001", item("1", "A", "4"), item("2", "B", "x")));
    call("login", new Value.Text("anna"), new Value.Text("geheim"));
    call(
        "call",
        new Value.Text("token"),
        new Value.Text("sales_order.cancel"),
        new Value.Text("4001"));
    call(
        "system.multicall",
        new Value.Array(
            List.of(inner(order("4002", item("1", "C", "1"))), inner(new Value.Text("?")))));
    call(
        "multiCall",
        new Value.Text("token"),
        OldShop.list(
            OldShop.list(
                new Value.Text("sales_order.create"),
                OldShop.list(order("4017", item("1", "D", "2")))),
            OldShop.list(new Value.Text("Frau Keller"), OldShop.list(new Value.Text("geheim"))),
            new Value.Text("geheim")));
    List<String> before = probe.briefs("shop:4001", 3);

    Path file = files().get(0);
    String written = Files.readString(file);
    for (String secret : List.of("ller", "5551234", "anna", "geheim", "token")) {
      assertFalse(written.contains(secret), secret);
    }
    finished(replay("file=" + file.getFileName()))
        .body(at("$.failed", equalTo(0)))
        .body(at("$.file", equalTo(file.getFileName().toString())));
    assertEquals(before, afterMarker("shop:4001"));

    finished(upload("feed=copy", Files.readAllBytes(file)))
        .body(at("$.state", equalTo("finished")))
        .body(at("$.failed", equalTo(0)));
    assertEquals(
        JsonPaths.<Object>read(given().get("/orders/shop/4001").asString(), "$.lines"),
        JsonPaths.<Object>read(given().get("/orders/copy/4001").asString(), "$.lines"));
    assertEquals(List.of("allocate C/1 1 @1"), probe.briefs("copy:4002", 1));
    assertEquals(List.of("allocate D/1 2 @1"), probe.briefs("copy:4017", 1));
    List<String> copied = afterMarker("copy:4001");
    assertEquals(before.get(2), copied.get(copied.size() - 1));
    finished(upload("feed=copy", Files.readAllBytes(file)));
    assertEquals(copied, afterMarker("copy:4001"));
    given()
        .get("/quarantine?limit=1000&shop=copy")
        .then()
        .body(at("$.entries[?(@.orderNumber == '4001')].sku", contains("B")));
  }

  @Test
  void what_came_before_the_last_change_changes_nothing_though_only_the_file_has_the_time()
      throws Exception {
    create(order("4015", item("1", "A", "3")));
    create(order("4015", item("1", "A", "2")));
    create(order("4015", item("1", "A", "3")));
    List<String> before = probe.briefs("shop:4015", 3);
    finished(replay("file=" + files().get(0).getFileName()));
    assertEquals(before, afterMarker("shop:4015"));
    create(order("4015", item("1", "A", "2")));
    assertEquals("allocate A/1 2 @4", afterMarker("shop:4015").get(3));
  }

  @Test
  void what_fails_is_named_by_its_position_and_the_rest_goes_on() throws Exception {
    byte[] file =
        together(
            bytes("sales_order.create", order("4003", item("1", "A", "1"))),
            bytes("sales_order.cancel", new Value.Text("4003-unknown")),
            bytes("login", new Value.Text("user"), new Value.Text("key")),
            "<methodCall><oops></methodCall>".getBytes(StandardCharsets.UTF_8),
            answered(order("4003-answer", item("1", "A", "1"))),
            bytes("sales_order.create", order("4004", item("1", "A", "1"))));
    finished(upload("feed=copy", file))
        .body(at("$.state", equalTo("finished")))
        .body(at("$.taken", equalTo(2)))
        .body(at("$.passedOver", equalTo(1)))
        .body(at("$.failed", equalTo(3)))
        .body(at("$.failures[*].position", contains(2, 4, 5)))
        .body(at("$.failures[0].why", startsWith("fault 100")))
        .body(at("$.failures[1].why", containsString("not an XML-RPC document")))
        .body(at("$.failures[2].why", containsString("no shop is asked by a feed copy")))
        .body(at("$.torn", equalTo(false)));
    assertEquals(List.of("allocate A/1 1 @1"), probe.briefs("copy:4003", 1));
    assertEquals(List.of("allocate A/1 1 @1"), probe.briefs("copy:4004", 1));
  }

  @Test
  void what_is_in_a_charset_that_is_not_read_is_named_and_the_rest_goes_on() throws Exception {
    byte[] order = bytes("sales_order.create", order("4016", item("1", "A", "1")));
    byte[] file =
        together(
            labelled("no-such-charset", order), labelled("win-1251", order), labelled("x", order));
    finished(upload("feed=copy", file))
        .body(at("$.state", equalTo("finished")))
        .body(at("$.taken", equalTo(1)))
        .body(at("$.failures[*].position", contains(1, 3)))
        .body(at("$.failures[0].why", containsString("unsupported encoding: no-such-charset")));
    assertEquals(List.of("allocate A/1 1 @1"), probe.briefs("copy:4016", 1));
  }

  private static byte[] labelled(String charset, byte[] document) {
    String text = new String(document, StandardCharsets.UTF_8);
    return ("<?xml version='1.0' encoding='"
            + charset
            + "'?>"
            + text.substring(text.indexOf("?>") + 2))
        .getBytes(StandardCharsets.US_ASCII);
  }

  @Test
  void answers_of_a_shop_are_replayed_as_if_it_had_been_asked() throws Exception {
    Value list =
        new Value.Array(List.of(new Value.Struct(Map.of("increment_id", new Value.Text("4006")))));
    Value several =
        new Value.Array(
            List.of(order("4006", item("1", "B", "2")), order("4007", item("1", "C", "3"))));
    byte[] file =
        together(answered(order("4005", item("1", "A", "1"))), answered(list), answered(several));
    for (int i = 0; i < 2; i++) {
      finished(upload("feed=asked", file))
          .body(at("$.taken", equalTo(2)))
          .body(at("$.passedOver", equalTo(1)))
          .body(at("$.failed", equalTo(0)));
    }
    assertEquals(List.of("allocate A/1 1 @1"), afterMarker("asked:4005"));
    assertEquals(List.of("allocate B/1 2 @1"), afterMarker("asked:4006"));
    assertEquals(List.of("allocate C/1 3 @1"), afterMarker("asked:4007"));
  }

  @Test
  void the_last_word_of_the_file_about_an_order_is_the_last_one_here() throws Exception {
    byte[][] documents = new byte[150][];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = bytes("sales_order.create", order("4008", item("1", "A", "" + (i + 1))));
    }
    finished(upload("feed=copy", together(documents))).body(at("$.taken", equalTo(150)));
    given()
        .get("/orders/copy/4008")
        .then()
        .contentType("application/json")
        .body(at("$.lines[*].qty", contains(150)))
        .body(at("$.lines[*].revision", contains(150)));
  }

  @Test
  void a_file_cut_off_by_a_crash_is_replayed_up_to_there() throws Exception {
    create(order("4009", item("1", "A", "1")));
    create(order("4010", item("1", "A", "1")));
    byte[] file = Files.readAllBytes(files().get(0));
    finished(upload("feed=copy", Arrays.copyOf(file, file.length - 3)))
        .body(at("$.state", equalTo("finished")))
        .body(at("$.torn", equalTo(true)));
    assertEquals(List.of("allocate A/1 1 @1"), probe.briefs("copy:4009", 1));
    given().get("/orders/copy/4010").then().statusCode(404);
  }

  @Test
  void a_given_speed_is_kept_and_a_replay_can_be_stopped() throws Exception {
    byte[][] documents = new byte[8][];
    for (int i = 0; i < documents.length; i++) {
      documents[i] = bytes("sales_order.create", order("4011-" + i, item("1", "A", "1")));
    }
    Instant begun = Instant.now();
    finished(upload("feed=copy&speed=20/s", together(documents))).body(at("$.taken", equalTo(8)));
    assertTrue(Duration.between(begun, Instant.now()).toMillis() >= 350);

    String slow = upload("feed=copy&speed=0.01/s", together(documents));
    given().body(new byte[0]).post("/replays?feed=copy").then().statusCode(409);
    given().post("/replays/" + slow + "/stop").then().statusCode(202);
    finished(slow).body(at("$.state", equalTo("stopped")));
    finished(upload("feed=copy&speed=10x", together(documents)))
        .body(at("$.state", equalTo("failed")))
        .body(at("$.why", containsString("has no times of its documents")));
    given().get("/replays").then().body(at("$.replays[*].id", hasItems(slow)));
  }

  @Test
  void only_what_makes_sense_is_begun() {
    for (String outside :
        List.of("../pom.xml", "/etc/passwd", "..", "target/classes", "no.capture")) {
      given()
          .queryParam("file", outside)
          .post("/replays")
          .then()
          .statusCode(404)
          .body(at("$.field", equalTo("file")));
    }
    given()
        .post("/replays?speed=fast")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("speed")));
    given().post("/replays?feed=none").then().statusCode(400).body(at("$.field", equalTo("feed")));
    given().get("/replays/none").then().statusCode(404);
    given().post("/replays/none/stop").then().statusCode(404);
    finished(upload("speed=full", bytes("login")))
        .body(at("$.failures[0].why", containsString("names no feed by which it came")));
  }

  @Test
  void the_command_line_replays_and_its_exit_status_is_the_outcome() throws Exception {
    assumeTrue(
        hasCurl() || System.getenv("CI") != null, "the script needs curl, which is not here");
    Path good =
        Files.write(
            captured.directory().resolve("good"),
            bytes("sales_order.create", order("4012", item("1", "A", "1"))));
    Path bad =
        Files.write(
            captured.directory().resolve("bad"),
            bytes("sales_order.cancel", new Value.Text("4013-unknown")));
    assertEquals(0, commandLine(good.toString(), "--feed", "copy", "--speed", "100/s"));
    assertEquals(List.of("allocate A/1 1 @1"), probe.briefs("copy:4012", 1));
    assertEquals(1, commandLine(bad.toString(), "--feed", "copy"));
    assertEquals(0, commandLine("--stored", "good", "--feed", "copy"));
    assertEquals(2, commandLine("no-such-file", "--feed", "copy"));
    assertEquals(2, commandLine(good.toString(), "--feed", "none"));
    assertEquals(2, commandLine());
  }

  @Test
  void replays_are_counted_and_described() throws Exception {
    finished(upload("feed=copy", bytes("sales_order.create", order("4014", item("1", "A", "1")))));
    AdapterApi.managed("/q/metrics")
        .body(containsString("ficus_legacy_replayed_total{outcome=\"taken\"}"))
        .body(containsString("ficus_legacy_captured_total{feed=\"serve\"}"))
        .body(containsString("ficus_legacy_capture_lost_total"));
    given()
        .accept("application/json")
        .get("/q/openapi")
        .then()
        .body(at("$.paths.keys()", hasItems("/replays", "/replays/{id}", "/replays/{id}/stop")));
  }

  private static boolean hasCurl() throws Exception {
    return new ProcessBuilder("bash", "-c", "command -v curl >&2").start().waitFor() == 0;
  }

  private static int commandLine(String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of("bash", "replay"));
    command.addAll(List.of(arguments));
    command.addAll(List.of("--to", RestAssured.baseURI + ":" + RestAssured.port));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
        .start()
        .waitFor();
  }

  private static Value inner(Value order) {
    return new Value.Struct(
        Map.of(
            "methodName", new Value.Text("sales_order.create"),
            "params", new Value.Array(List.of(order))));
  }

  private static byte[] answered(Value order) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    XmlRpcWriter.writeAnswer(out, new Answer.Result(order));
    return out.toByteArray();
  }

  private static byte[] together(byte[]... documents) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] each : documents) {
      all.writeBytes(each);
      all.write('\n');
    }
    return all.toByteArray();
  }

  private static String replay(String query) {
    return read(
        given().post("/replays?" + query).then().statusCode(202).extract().asString(), "$.id");
  }

  private static String upload(String query, byte[] file) {
    return read(
        given()
            .contentType("application/octet-stream")
            .body(file)
            .post("/replays?" + query)
            .then()
            .statusCode(202)
            .header("Location", containsString("/replays/"))
            .extract()
            .asString(),
        "$.id");
  }

  private static ValidatableResponse finished(String id) {
    assertTrue(
        Waiting.until(
            () -> read(given().get("/replays/" + id).asString(), "$.endedAt") != null, LIMIT));
    return given().get("/replays/" + id).then().statusCode(200);
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(captured.directory())) {
      return all.filter(path -> path.toString().endsWith(".capture")).toList();
    }
  }

  /** The commands for an order, when a later order's command shows that no more can come. */
  private List<String> afterMarker(String orderid) throws InterruptedException {
    String marker = "marker-" + System.nanoTime();
    create(order(marker, item("1", "MARKER", "1")));
    probe.commands("shop:" + marker, 1);
    return probe.briefs(orderid, 0);
  }
}
