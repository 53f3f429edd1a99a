package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static dev.ficus.legacy.whole.OldShop.text;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.http.Allowed;
import dev.ficus.legacy.whole.ManyFeedsResource.RecordingMonolith.ForwardedCall;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What HTTP says around a call: it decides nothing here, and goes on to whom it concerns. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class EntranceTest {

  private static final boolean NIGHTLY = Boolean.getBoolean("ficus.nightly");
  private static final int SAFETY_MILLISECONDS = (int) Duration.ofMinutes(2).toMillis();
  private static final byte[] REPORT = bytes("report.daily");
  private static final byte[] ANSWER =
      "<methodResponse><params><param><value>x</value></param></params></methodResponse>"
          .getBytes(StandardCharsets.US_ASCII);

  private static final List<String> TYPES =
      List.of(
          "",
          " ",
          "xml",
          "text/xml, text/xml",
          "/",
          "text/",
          ";;;",
          "application/json",
          "text/xml; charset=",
          "text/xml; charset=no-such",
          "text/xml; charset=\"",
          "text/html;q=abc",
          "*/*;q=7",
          "*",
          "multipart/form-data",
          "application/x-www-form-urlencoded",
          "x".repeat(3000));

  /** By these the method of ours is chosen, where a path has several. */
  private static final List<String> CHOOSING = List.of("Accept", "Content-Type");

  private static final List<String> OTHERS =
      List.of(
          "Accept-Language",
          "Accept-Charset",
          "Accept-Encoding",
          "X-Correlation-Id",
          "Authorization",
          "Cookie",
          "If-None-Match",
          "Range",
          "Forwarded",
          "X-Forwarded-For",
          "traceparent",
          "Origin",
          "Expect",
          "Content-Encoding");

  private static final List<String> REQUESTS =
      List.of(
          "GET /quarantine",
          "GET /pulling/x/reports",
          "POST /quarantine/1/redrive",
          "POST /stock/openings/file/shop",
          "POST /quarantine/redrive",
          "POST /stock/openings/1/reconciliation",
          "POST /named");

  private ManyFeedsResource.RecordingMonolith monolith;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    while (monolith.next() != null) {
      // What another test has left.
    }
    monolith.answers(200, "text/xml", ANSWER);
  }

  @Test
  void a_call_is_answered_whatever_its_type_and_whatever_types_it_accepts() throws Exception {
    int number = 6000;
    for (String type : TYPES) {
      for (String header : CHOOSING) {
        byte[] call = bytes("sales_order.create", order("" + ++number, item("1", "A", "1")));
        String answer = asked("/api/xmlrpc", header + ": " + type + "\r\n", call);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        assertTrue(answer.contains("<string>" + number + "</string>"), answer);
      }
    }
  }

  @Test
  void a_call_is_passed_on_with_whatever_headers_it_came() throws Exception {
    for (String type : TYPES) {
      for (String header : CHOOSING) {
        String answer = asked("/behind", header + ": " + type + "\r\n", REPORT);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
        ForwardedCall received = monolith.next();
        assertNotNull(received, header + ": " + type);
        assertArrayEquals(REPORT, received.body());
        assertEquals(type.strip(), received.header(header) == null ? "" : received.header(header));
      }
    }
  }

  @Test
  void a_call_is_read_in_the_charset_of_its_header_and_kept_so() throws Exception {
    String sku = "\u041a\u0440\u0435\u0441\u043b\u043e";
    byte[] utf8 = bytes("sales_order.create", order("6800", item("1", sku, "2.5")));
    String xml = new String(utf8, StandardCharsets.UTF_8).replace("M\u00fcller", sku);
    String answer =
        asked(
            "/api/xmlrpc",
            "Content-Type: text/xml; charset=win-1251\r\n",
            xml.getBytes("windows-1251"));
    assertTrue(answer.contains("6800"), answer);
    String found = "$.entries[?(@.orderNumber == '6800')]";
    List<Integer> ids =
        read(
            given()
                .get("/quarantine?limit=1000")
                .then()
                .contentType("application/json")
                .body(at(found + ".sku", contains(sku)))
                .extract()
                .asString(),
            found + ".id");
    given().get("/quarantine/" + ids.get(0)).then().body(at("$.rawXml", equalTo(xml)));
  }

  @Test
  void a_charset_that_is_not_read_is_named() throws Exception {
    String xml =
        new String(
            bytes("sales_order.create", order("6801", item("1", "A", "1"))),
            StandardCharsets.UTF_8);
    String call = xml.substring(xml.indexOf("?>") + 2);
    for (String path : List.of("/api/xmlrpc", "/behind")) {
      String declared = "<?xml version='1.0' encoding='no-such'?>" + call;
      String answer = asked(path, "", declared.getBytes(StandardCharsets.US_ASCII));
      assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
      assertTrue(answer.contains("unsupported encoding: no-such"), answer);
      answer =
          asked(
              path,
              "Content-Type: text/xml; charset=none\r\n",
              call.replace(">A<", ">\u00c4<").getBytes(StandardCharsets.UTF_8));
      assertTrue(answer.contains("unsupported encoding: none"), answer);
    }
    assertNull(monolith.next());
  }

  @Test
  void path_and_query_go_on_and_headers_of_the_connection_do_not() throws Exception {
    String answer =
        asked(
            "/behind?route=api/xmlrpc&sig=a%2Fb&list[]=1",
            "Connection: close\r\nConnection: X-Hop, X-Other\r\nX-Hop: 1\r\nX-Other: 3\r\nX-End: 2\r\nKeep-Alive: 5\r\nTE: trailers\r\n"
                + "X-Odd: M\u00fcller\r\nUser-Agent: Frontier/5.1.2\r\n",
            REPORT);
    assertTrue(answer.startsWith("HTTP/1.1 200 "), answer);
    ForwardedCall received = monolith.next();
    assertEquals("/old/xmlrpc.php?route=api/xmlrpc&sig=a%2Fb&list[]=1", received.target());
    for (String hop : List.of("X-Hop", "X-Other", "Keep-Alive", "TE")) {
      assertNull(received.header(hop), hop);
    }
    assertEquals("2", received.header("X-End"));
    assertEquals("Frontier/5.1.2", received.header("User-Agent"));
    assertNotNull(received.header("X-Odd"));

    asked("/behind/index.php/api%20x/", "", REPORT);
    assertEquals("/old/xmlrpc.php/index.php/api%20x/", monolith.next().target());
    // Also what is passed on out of a call of several.
    given()
        .body(
            bytes(
                "multiCall",
                text("s"),
                OldShop.list(
                    OldShop.list(text("core_store.list")),
                    OldShop.list(text("sales_order.cancel"), OldShop.list(text("unseen"))))))
        .post("/behind?store=uk");
    assertEquals("/old/xmlrpc.php?store=uk", monolith.next().target());
  }

  @Test
  void beneath_a_feed_with_nothing_behind_it_is_nothing() {
    given().body(REPORT).post("/api/xmlrpc/").then().statusCode(200);
    given().body(REPORT).post("/api/xmlrpc/other").then().statusCode(404);
    given().body(REPORT).post("/api/xmlrpcs").then().statusCode(404);
  }

  @Test
  void packed_calls_are_read_and_go_on_packed() throws Exception {
    byte[] gzip = packed(REPORT, "gzip");
    for (String name : List.of("gzip", "x-gzip", "GZIP", " gzip ", "identity, gzip")) {
      asked("/behind", "Content-Encoding: " + name + "\r\n", gzip);
      ForwardedCall received = monolith.next();
      assertArrayEquals(gzip, received.body(), name);
      assertEquals(name.strip(), received.header("Content-Encoding"));
    }
    for (String form : List.of("zlib", "raw")) {
      byte[] deflated = packed(REPORT, form);
      asked("/behind", "Content-Encoding: deflate\r\n", deflated);
      assertArrayEquals(deflated, monolith.next().body());
    }
    byte[] create = bytes("sales_order.create", order("6901", item("1", "A", "1")));
    String answer = asked("/behind", "Content-Encoding: deflate\r\n", packed(create, "zlib"));
    assertTrue(answer.contains("6901"), answer);
  }

  @Test
  void what_is_packed_in_another_way_is_refused_by_its_name_and_a_bomb_by_its_size()
      throws Exception {
    for (String path : List.of("/behind", "/api/xmlrpc")) {
      given()
          .header("Content-Encoding", "br")
          .body(REPORT)
          .post(path)
          .then()
          .statusCode(415)
          .header("Accept-Encoding", "gzip, x-gzip, deflate")
          .body(at("$.detail", containsString("br")))
          .body(at("$.field", equalTo("Content-Encoding")));
    }
    byte[] bomb = packed(new byte[17 << 20], "gzip");
    assertTrue(asked("/behind", "Content-Encoding: gzip\r\n", bomb).contains("fault"));
    assertTrue(asked("/behind", "Content-Encoding: gzip\r\n", REPORT).contains("fault"));
    assertNull(monolith.next());
    given()
        .header("Content-Encoding", "gzip")
        .contentType("text/csv")
        .body(packed("sku,qty\nA,1\n".getBytes(StandardCharsets.US_ASCII), "gzip"))
        .post("/stock/openings/file/shop")
        .then()
        .statusCode(415)
        .header("Accept-Encoding", "identity")
        .body(at("$.field", equalTo("Content-Encoding")));
  }

  @Test
  void no_header_is_a_failure_of_ours() throws Exception {
    for (String type : TYPES) {
      for (String header : CHOOSING) {
        assertNoFailureOfOurs(REQUESTS, header + ": " + type + "\r\n");
      }
    }
    // By day each of the others meets each request, and each request each value, but not all three.
    for (int header = 0; header < OTHERS.size(); header++) {
      for (int type = 0; type < TYPES.size(); type++) {
        assertNoFailureOfOurs(
            NIGHTLY ? REQUESTS : List.of(REQUESTS.get((header + type) % REQUESTS.size())),
            OTHERS.get(header) + ": " + TYPES.get(type) + "\r\n");
      }
    }
  }

  private static void assertNoFailureOfOurs(List<String> requests, String header)
      throws IOException {
    for (String request : requests) {
      String answer = raw(request, header, "{}".getBytes(StandardCharsets.US_ASCII));
      assertTrue(
          !answer.startsWith("HTTP/1.1 500") && answer.startsWith("HTTP/1."),
          request + " " + header + answer);
    }
  }

  @Test
  void what_is_posted_alone_is_answered_with_the_allowed_method() {
    for (String method : List.of("GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")) {
      given().request(method, "/api/xmlrpc").then().statusCode(405).header("Allow", "POST");
    }
    given().delete("/quarantine").then().statusCode(405).header("Allow", containsString("GET"));
    given().get("/replays/x/stop").then().statusCode(405).header("Allow", containsString("POST"));
  }

  @Test
  void the_methods_of_every_path_are_those_of_the_description() {
    Map<String, Map<String, Object>> paths =
        read(
            given().accept("application/json").get("/q/openapi?format=json").asString(), "$.paths");
    Map<String, String> described = new TreeMap<>();
    paths.forEach(
        (path, methods) ->
            described.put(
                path,
                methods.keySet().stream()
                    .filter(name -> List.of("get", "post", "put", "delete").contains(name))
                    .map(name -> name.toUpperCase(Locale.ROOT))
                    .sorted()
                    .collect(Collectors.joining(", "))));
    described.remove("/{address}");
    assertEquals(described, Allowed.METHODS);
  }

  @Test
  void what_is_wrong_is_named_by_its_field_and_not_by_the_framework() {
    for (String wrong : List.of("abc", "1.5", "99999999999", "-1", "0", "1001")) {
      given()
          .queryParam("limit", wrong)
          .get("/quarantine")
          .then()
          .statusCode(400)
          .body(at("$.field", equalTo("limit")));
    }
    given()
        .queryParam("after", "x")
        .get("/quarantine")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("after")));
    given()
        .contentType("application/json")
        .body("{\"by\": {\"x\": 1}}")
        .post("/quarantine/1/redrive")
        .then()
        .statusCode(400)
        .body(at("$.field", equalTo("by")));
    for (String broken : List.of("{", "[]", "7", "nonsense", "{\"by\": }", "")) {
      given()
          .contentType("application/json")
          .body(broken)
          .post("/quarantine/redrive")
          .then()
          .statusCode(400)
          .body(not(containsString("jackson")))
          .body(not(containsString("dev.ficus")));
    }
  }

  @Test
  void who_still_sends_a_body_that_is_too_long_reads_the_answer() throws IOException {
    int length = 8 << 20;
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(SAFETY_MILLISECONDS);
      OutputStream out = socket.getOutputStream();
      out.write(
          ("POST /strangling/halt HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
                  + "Content-Length: %d\r\n\r\n".formatted(length))
              .getBytes(StandardCharsets.US_ASCII));
      byte[] answer = new byte[12];
      assertEquals(answer.length, socket.getInputStream().readNBytes(answer, 0, answer.length));
      assertEquals("HTTP/1.1 413", new String(answer, StandardCharsets.US_ASCII));

      byte[] part = new byte[1 << 16];
      for (int sent = 0; sent < length; sent += part.length) {
        out.write(part);
      }
      String rest = new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertTrue(rest.contains("longer than it may be here"), rest);
    }
  }

  private static String asked(String target, String headers, byte[] body) throws IOException {
    return raw("POST " + target, headers, body);
  }

  /** The bytes that come back, whatever it is. */
  private static String raw(String request, String headers, byte[] body) throws IOException {
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(SAFETY_MILLISECONDS);
      OutputStream out = socket.getOutputStream();
      String connection = headers.contains("Connection:") ? "" : "Connection: close\r\n";
      out.write(
          (request
                  + " HTTP/1.1\r\nHost: x\r\n"
                  + headers
                  + connection
                  + "Content-Length: "
                  + body.length
                  + "\r\n\r\n")
              .getBytes(StandardCharsets.ISO_8859_1));
      out.write(body);
      out.flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }
  }

  private static byte[] packed(byte[] plain, String form) throws IOException {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream out =
        form.equals("gzip")
            ? new GZIPOutputStream(packed)
            : new DeflaterOutputStream(packed, new Deflater(9, form.equals("raw")))) {
      out.write(plain);
    }
    return packed.toByteArray();
  }
}
