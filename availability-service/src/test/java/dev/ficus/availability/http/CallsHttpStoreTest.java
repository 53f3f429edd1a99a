package dev.ficus.availability.http;

import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
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
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class CallsHttpStoreTest {
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
        new Call("GET", "/availability/none?qty=1", "", ""),
        new Call("POST", "/availability", "application/json", "{\"items\":[{\"sku\":\"none\"}]}"),
        new Call("GET", "/availability/changes?limit=1", "", ""),
        new Call("GET", "/lead-times", "", ""),
        new Call("PUT", "/lead-times", "text/csv", "destination\nGB\n"),
        new Call("PUT", "/lead-times/GB", "application/json", "{\"handling_days\":\"1\"}"));
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
    // The shortest way says its own.
    methods.remove("/availability/{sku}");
    assertEquals(methods, Allowed.METHODS);
  }

  @Test
  void who_may_not_do_it_learns_what_may_be_done() {
    Allowed.METHODS.forEach(
        (path, methods) -> {
          given()
              .urlEncodingEnabled(false)
              .request("PATCH", path.replaceAll("\\{\\w+}", "a%2Fb"))
              .then()
              .statusCode(405)
              .contentType("application/problem+json")
              .header("Allow", methods.replace("GET", "GET, HEAD") + ", OPTIONS");
        });
    given().post("/nowhere").then().statusCode(404);
  }

  @ParameterizedTest
  @CsvSource({
    "/availability/x?qty=abc, qty",
    "/availability/x?qty=1&qty=2, qty",
    "/availability/x?qty=, qty",
    "/availability/x?to=abc, to",
    "/availability/changes?after=abc, after",
    "/availability/changes?limit=abc, limit",
    "/availability/changes?wait=1.5, wait"
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
        "''|body",
        "{\"items\":[]}|items",
        "{\"items\":[1]}|items[0].sku",
        "{\"items\":[{\"sku\":\"s\",\"qty\":\"3\"}]}|items[0].qty",
        "{\"items\":[{\"sku\":\"s\",\"qty\":NaN}]}|qty"
      })
  void a_body_that_is_none_is_refused_in_our_own_words(String body, String field) {
    String detail =
        read(
            given()
                .contentType("application/json")
                .body(body)
                .post("/availability")
                .then()
                .statusCode(400)
                .body(at("$.field", is(field)))
                .extract()
                .asString(),
            "$.detail");
    assertFalse(INTERNALS.matcher(detail).find(), detail);
  }

  @Test
  void a_compressed_body_is_read_and_another_encoding_named() throws IOException {
    String basket = "{\"items\":[{\"sku\":\"none\",\"qty\":2}]}";
    for (String encoding : List.of("gzip", "x-gzip")) {
      send("POST", "/availability", "application/json", encoding, gzip(basket))
          .statusCode(200)
          .body(at("$.items[0].qty", is(2)));
    }
    send("POST", "/availability", "application/json", "br", new byte[] {1, 2, 3})
        .statusCode(415)
        .header("Accept-Encoding", "gzip")
        .body(at("$.detail", containsString("br")));
    send("POST", "/availability", "application/json", "gzip", basket.getBytes())
        .statusCode(400)
        .body(at("$.field", is("body")));
    byte[] small = gzip("{\"items\":\"" + "o".repeat(11 * 1024 * 1024) + "\"}");
    assertTrue(small.length < 100_000);
    send("POST", "/availability", "application/json", "gzip", small).statusCode(413);
    String table = given().accept("text/csv").get("/lead-times").asString();
    send("PUT", "/lead-times", "text/csv; charset=utf8", "gzip", gzip(table)).statusCode(204);
    send("PUT", "/lead-times", "text/csv; charset=morse", "identity", table.getBytes())
        .statusCode(415);
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
