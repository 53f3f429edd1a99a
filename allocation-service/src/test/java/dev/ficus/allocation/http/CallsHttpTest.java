package dev.ficus.allocation.http;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever a caller sends beside the body, and whatever body it is, the answer is for people. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class CallsHttpTest {
  private static final Pattern INTERNALS =
      Pattern.compile(
          "Exception|jakarta|javax|java\\.|org\\.|com\\.|io\\.|RESTEASY|Source:|through reference"
              + "|START_|VALUE_|Jackson|Unable to|token|SQL|null");
  private static final List<String> ODD =
      List.of(
          "Content-Type:",
          "Content-Type: ;",
          "Content-Type: /",
          "Content-Type: garbage",
          "Content-Type: text/",
          "Content-Type: application/json; charset=nonsense",
          "Content-Type: application/json; charset=",
          "Content-Type: application/json; charset=\"",
          "Content-Type: text/csv; charset=nonsense",
          "Content-Type: text/csv; charset=\"\"",
          "Content-Type: application/x-ndjson; charset=nonsense",
          "Content-Type: text/csv; charset=\u00e9",
          "Content-Type: multipart/form-data",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: application/json\r\nContent-Type: text/csv",
          "Accept:",
          "Accept: garbage",
          "Accept: /",
          "Accept: ;q=",
          "Accept: application/json;q=x",
          "Accept: application/json;q=9",
          "Accept: text/html",
          "Accept: */*;q=0",
          "Accept-Charset: nonsense",
          "Accept-Encoding: nonsense",
          "Accept-Language: \u00e9",
          "If-None-Match: garbage",
          "If-None-Match: \"",
          "If-None-Match: W/\"",
          "If-None-Match: *, \"1\"",
          "If-Match: garbage",
          "If-Modified-Since: yesterday",
          "If-Unmodified-Since: yesterday",
          "If-Range: x",
          "Range: bytes=x-y",
          "Range: bytes=9-1",
          "Expect: nonsense",
          "Content-Encoding: nonsense",
          "Content-Encoding: gzip",
          "Content-Encoding: gzip, gzip",
          "Content-Encoding:",
          "Content-Range: bytes 0-1/2",
          "Content-Language: ?",
          "Content-MD5: x",
          "Transfer-Encoding: nonsense",
          "Forwarded: for=;;;\"",
          "X-Forwarded-For: \u00e9",
          "X-Forwarded-Proto: x:/y",
          "X-Forwarded-Host: [::",
          "X-Forwarded-Port: x",
          "Host: [::",
          "Origin: garbage",
          "Cookie: \u0001=\u00e9; ;;=",
          "Authorization: garbage",
          "Authorization: Basic !!!",
          "Connection: garbage, ,",
          "Upgrade: websocket",
          "Upgrade: h2c\r\nConnection: Upgrade, HTTP2-Settings\r\nHTTP2-Settings: x",
          "X-Correlation-Id: \u00e9\t\u0001",
          "X-Actor: \u00ff\u0002",
          "traceparent: garbage",
          "traceparent: 00-0-0-0",
          "tracestate: =,=",
          "baggage: %%;=",
          "X-HTTP-Method-Override: DELETE",
          "Priority: u=x",
          "A: " + "x".repeat(4000));

  @TestHTTPResource URL service;

  record Call(String method, String path, String type, String body) {
    @Override
    public String toString() {
      return method + " " + path;
    }
  }

  static Stream<Call> calls() {
    return Stream.of(
        new Call(
            "POST",
            "/allocations",
            "application/json",
            "{\"orderid\":\"o\",\"sku\":\"s\",\"qty\":1}"),
        new Call("POST", "/allocations/bulk", "application/x-ndjson", "{\"orderid\":\"o\"}\n"),
        new Call("POST", "/batches/bulk", "text/csv", "batchref,sku,qty\nb,,1\n"),
        new Call("PATCH", "/batches/none", "application/json", "{\"qty\":1}"),
        new Call("POST", "/events/replay", "application/json", "{\"by\":\"me\"}"),
        new Call("POST", "/parked-commands/none/redrive", "application/json", "{\"by\":\"me\"}"),
        new Call("GET", "/products?limit=1", "", ""),
        new Call("GET", "/products/none", "", ""),
        new Call("GET", "/allocations/none", "", ""),
        new Call("GET", "/allocations.csv?sku=none", "", ""),
        new Call("GET", "/contracts/asyncapi.yaml", "", ""));
  }

  @ParameterizedTest
  @MethodSource("calls")
  void no_header_makes_a_call_fail_unexpectedly(Call call) throws IOException {
    for (String header : ODD) {
      String answer = raw(call, header);
      // An empty answer is a connection that was closed on what is no HTTP.
      int status = answer.isEmpty() ? 400 : Integer.parseInt(answer.substring(9, 12));
      assertTrue(status < 500, call + " with " + header + ": " + answer);
      if (status >= 400 && answer.contains("problem+json")) {
        String body = answer.substring(answer.indexOf("\r\n\r\n") + 4);
        assertFalse(INTERNALS.matcher(body).find(), call + " with " + header + ": " + body);
      }
    }
  }

  private String raw(Call call, String header) throws IOException {
    byte[] body = call.body().getBytes(StandardCharsets.UTF_8);
    List<String> lines = new ArrayList<>();
    lines.add("%s %s HTTP/1.1".formatted(call.method(), call.path()));
    lines.add(header);
    String name = header.substring(0, header.indexOf(':'));
    Map<String, String> usual =
        Map.of(
            "Host",
            "localhost",
            "Connection",
            "close",
            "Content-Type",
            call.type(),
            "Content-Length",
            "" + body.length);
    usual.forEach(
        (key, value) -> {
          boolean given = key.equals(name) || header.contains("\n" + key + ":");
          if (!given && !(key.startsWith("Content") && call.type().isEmpty())) {
            lines.add(key + ": " + value);
          }
        });
    String head = String.join("\r\n", lines) + "\r\n\r\n";
    try (Socket socket = new Socket(service.getHost(), service.getPort())) {
      socket.setSoTimeout(120_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.ISO_8859_1));
      socket.getOutputStream().write(body);
      socket.getOutputStream().flush();
      if (header.startsWith("Connection") || header.startsWith("Upgrade")) {
        return first(socket.getInputStream());
      }
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (java.net.SocketException closed) {
      return "";
    }
  }

  /** The head of an answer on a connection that stays open. */
  private static String first(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        break;
      }
      head.append((char) next);
    }
    return head.toString();
  }

  @Test
  void the_methods_of_each_path_are_those_of_the_description() {
    Map<String, Map<String, Object>> paths =
        read(
            given()
                .accept("application/json")
                .get("/q/openapi?format=json")
                .then()
                .extract()
                .asString(),
            "$.paths");
    Map<String, String> methods = new TreeMap<>();
    paths.forEach(
        (path, operations) ->
            methods.put(
                path,
                operations.keySet().stream()
                    .filter(key -> key.matches("get|put|post|patch|delete"))
                    .map(String::toUpperCase)
                    .sorted()
                    .collect(Collectors.joining(", "))));
    assertEquals(methods, Allowed.METHODS);
  }

  @Test
  void a_method_that_is_not_allowed_is_answered_with_those_that_are() {
    Allowed.METHODS.forEach(
        (path, methods) -> {
          given()
              .urlEncodingEnabled(false)
              .request("PUT", path.replaceAll("\\{\\w+}", "a%2Fb"))
              .then()
              .statusCode(405)
              .contentType("application/problem+json")
              .header("Allow", methods.replace("GET", "GET, HEAD") + ", OPTIONS");
        });
    given().post("/nowhere").then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/products?limit=abc, limit",
    "/products?limit=0, limit",
    "/products?limit=1.5, limit",
    "/products/x/history?after=abc, after",
    "/products/x/history?limit=abc, limit",
    "/parked-commands?after=-1, after",
    "/parked-commands?limit=1001, limit",
    "/waiting-commands?limit=abc, limit",
    "/batches?overdue=true&limit=abc, limit",
    "/batches?overdue=maybe, overdue",
    "/allocations.csv?state=abc, state"
  })
  void a_query_that_is_none_is_refused_by_its_name(String path, String field) {
    given()
        .urlEncodingEnabled(false)
        .get(path)
        .then()
        .statusCode(400)
        .contentType("application/problem+json")
        .body(at("$.field", is(field)), at("$.detail", containsString(field)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|body",
        "[]|body",
        "1|body",
        "''|body",
        "{\"orderid\":1}|orderid",
        "{\"orderid\":\"o\",\"sku\":{}}|sku",
        "{\"orderid\":\"o\",\"sku\":\"s\",\"qty\":\"3\"}|qty",
        "{\"orderid\":\"o\",\"sku\":\"s\",\"qty\":NaN}|qty",
        "{\"orderid\":\"o\",\"sku\":\"s\",\"qty\":1e99999999999}|qty",
        "{\"orderid\":\"o\" \"sku\":\"s\"}|body"
      })
  void a_body_that_is_none_is_refused_in_our_own_words(String body, String field) {
    String detail =
        read(
            given()
                .contentType("application/json")
                .body(body)
                .post("/allocations")
                .then()
                .statusCode(400)
                .body(at("$.field", is(field)))
                .extract()
                .asString(),
            "$.detail");
    assertTrue(detail.startsWith(field), detail);
    assertFalse(INTERNALS.matcher(detail).find(), detail);
  }

  @Test
  void a_compressed_body_is_read() throws IOException {
    String lines = "batchref,sku,qty\ncompressed-1,COMPRESSED,5\n";
    for (String encoding : List.of("gzip", "x-gzip", "GZIP")) {
      send("POST", "/batches/bulk", "text/csv", encoding, gzip(lines))
          .statusCode(200)
          .body(containsString("\"line\":2,\"status\":\""));
    }
    String line = "{\"orderid\":\"compressed\",\"sku\":\"COMPRESSED\",\"qty\":1}";
    send("POST", "/allocations", "application/json", "gzip", gzip(line)).statusCode(202);
    send("POST", "/allocations/bulk", "application/x-ndjson", "gzip", gzip(line))
        .statusCode(200)
        .body(containsString("repeated"));
    send("POST", "/allocations", "application/json", "identity", line.getBytes()).statusCode(202);
  }

  @Test
  void an_encoding_that_is_not_read_is_named_with_the_one_that_is() {
    send("POST", "/allocations", "application/json", "br", new byte[] {1, 2, 3})
        .statusCode(415)
        .header("Accept-Encoding", "gzip")
        .body(at("$.detail", containsString("br")));
    send("POST", "/batches/bulk", "text/csv", "deflate", new byte[] {1, 2, 3})
        .statusCode(415)
        .header("Accept-Encoding", "gzip");
  }

  @Test
  void a_body_that_is_not_what_its_encoding_says_is_refused() throws IOException {
    byte[] plain = "{}".getBytes();
    send("POST", "/allocations", "application/json", "gzip", plain)
        .statusCode(400)
        .body(at("$.field", is("body")));
    send("POST", "/batches/bulk", "text/csv", "gzip", plain)
        .statusCode(400)
        .body(at("$.field", is("body")));
    // Of many products: one with thousands of batches would be slow.
    String row = "cut-%d,CUT-%d,5\n";
    StringBuilder lines = new StringBuilder("batchref,sku,qty\n");
    for (int i = 0; i < 2000; i++) {
      lines.append(row.formatted(i, i % 50));
    }
    byte[] whole = gzip(lines.toString());
    byte[] cut = java.util.Arrays.copyOf(whole, whole.length - 20);
    send("POST", "/batches/bulk", "text/csv", "gzip", cut)
        .statusCode(200)
        .body(containsString("nor what follows it: the body is not gzip"));
  }

  @Test
  void a_small_body_that_unfolds_to_a_large_one_is_refused() throws IOException {
    byte[] small = gzip("{\"orderid\":\"" + "o".repeat(11 * 1024 * 1024) + "\"}");
    assertTrue(small.length < 100_000);
    send("POST", "/allocations", "application/json", "gzip", small).statusCode(413);
  }

  private static byte[] gzip(String text) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return bytes.toByteArray();
  }

  private static ValidatableResponse send(
      String method, String path, String type, String encoding, byte[] body) {
    return given()
        .header("Content-Type", type)
        .header("Content-Encoding", encoding)
        .body(body)
        .request(method, path)
        .then();
  }
}
