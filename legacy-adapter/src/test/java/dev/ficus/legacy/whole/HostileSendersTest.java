package dev.ficus.legacy.whole;

import static dev.ficus.legacy.whole.OldShop.bytes;
import static dev.ficus.legacy.whole.OldShop.item;
import static dev.ficus.legacy.whole.OldShop.order;
import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.xmlrpc.HugeDocuments;
import dev.ficus.local.Background;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Attackers at a feed that names its senders: strangers, and one who has a sender's password. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(ManyFeedsResource.class)
class HostileSendersTest {

  private static final boolean NIGHTLY = Boolean.getBoolean("ficus.nightly");
  private static final int SAFETY_MILLISECONDS = (int) Duration.ofMinutes(2).toMillis();
  private static final String AUTHORIZED =
      "Authorization: Basic " + base64("shop:geheim:ß") + "\r\n";

  /** Longer than any document may be. */
  private static final int MOST_BYTES = 40 << 20;

  /** By day one of each kind: too much text, depth, values, and what unpacks to too much. */
  private static final List<String> BY_DAY =
      List.of("endless text", "endless depth", "endless document type", "endless parameters");

  private static final byte[] CALL =
      bytes("sales_order.create", order("4100", item("1", "A", "1")));

  private ManyFeedsResource.RecordingMonolith monolith;

  @BeforeEach
  void ready() throws Exception {
    WholeAdapter.await();
    monolith.answers(200, "text/xml", new byte[0]);
  }

  @Test
  void a_stranger_is_refused_before_a_byte_of_the_document_was_sent() throws IOException {
    for (String length : List.of("Content-Length: 1900000000", "Transfer-Encoding: chunked")) {
      for (String user : List.of("", "Authorization: Basic ?\r\n", "Authorization: Bearer x\r\n")) {
        try (Socket socket = socket()) {
          socket.getOutputStream().write(head(user, length).getBytes(ISO_8859_1));
          // To its end: the connection is not kept for the rest of such a document.
          String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
          assertTrue(answer.startsWith("HTTP/1.1 401 "), answer);
          assertTrue(answer.contains("WWW-Authenticate: Basic realm=\"XML-RPC\""), answer);
        }
      }
    }
  }

  @Test
  void a_short_call_that_is_refused_leaves_the_connection_for_one_that_is_not() throws Exception {
    try (Socket socket = socket()) {
      byte[] call = CALL;
      String length = "Content-Length: " + call.length;
      OutputStream out = socket.getOutputStream();
      out.write(head("", length).getBytes(ISO_8859_1));
      out.write(call);
      out.write(head(AUTHORIZED + "Connection: close\r\n", length).getBytes(ISO_8859_1));
      out.write(call);
      String answers = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
      assertTrue(answers.startsWith("HTTP/1.1 401 "), answers);
      assertTrue(answers.contains("HTTP/1.1 200 "), answers);
    }
  }

  @Test
  void a_sender_that_begins_with_many_calls_at_once_is_answered_all_of_them() {
    String user = "Basic " + base64("other:x");
    List<CompletableFuture<Integer>> calls =
        IntStream.range(0, 8)
            .mapToObj(
                number ->
                    Background.supply(
                        () ->
                            given()
                                .header("Authorization", user)
                                .header("Connection", "close")
                                .body(
                                    bytes(
                                        "sales_order.create",
                                        order("420" + number, item("1", "A", "1"))))
                                .post("/named")
                                .statusCode()))
            .toList();
    for (CompletableFuture<Integer> call : calls) {
      assertEquals(200, call.orTimeout(SAFETY_MILLISECONDS, TimeUnit.MILLISECONDS).join());
    }
  }

  @Test
  void an_attack_with_a_password_is_a_fault_and_nothing_more() throws Exception {
    for (Path file : attacks()) {
      byte[] document = Files.readAllBytes(file);
      try (Socket socket = socket()) {
        OutputStream out = socket.getOutputStream();
        out.write(
            head(AUTHORIZED + "Connection: close\r\n", "Content-Length: " + document.length)
                .getBytes(ISO_8859_1));
        out.write(document);
        String answer = new String(socket.getInputStream().readAllBytes(), ISO_8859_1);
        assertTrue(answer.startsWith("HTTP/1.1 200 "), file + answer);
      }
    }
  }

  @Test
  void an_endless_one_is_ended() throws Exception {
    for (Map.Entry<String, HugeDocuments.Attack> each : HugeDocuments.attacks().entrySet()) {
      if (NIGHTLY || BY_DAY.contains(each.getKey())) {
        try (Socket socket = socket()) {
          CompletableFuture<Void> sending =
              Background.run(() -> send(socket, each.getValue().document()));
          String status =
              new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1))
                  .readLine();
          assertEquals("HTTP/1.1 200 OK", status, each.getKey());
          socket.close();
          sending.join();
        }
      }
    }
  }

  @AfterEach
  void a_sender_is_served_afterwards_as_before() {
    while (monolith.next() != null) {
      // What was passed on is nobody's concern.
    }
    given()
        .header("Authorization", "Basic " + base64("shop:renewed"))
        .body(CALL)
        .post("/named")
        .then()
        .statusCode(200)
        .body(containsString("4100"));
  }

  /** As much of it as is taken. */
  private static void send(Socket socket, HugeDocuments.Source source) {
    try (InputStream document = source.open()) {
      OutputStream out = socket.getOutputStream();
      out.write(head(AUTHORIZED, "Content-Length: " + MOST_BYTES).getBytes(ISO_8859_1));
      byte[] piece = new byte[1 << 16];
      for (int sent = 0; sent < MOST_BYTES; ) {
        int more = document.readNBytes(piece, 0, Math.min(piece.length, MOST_BYTES - sent));
        out.write(piece, 0, more);
        sent += more;
      }
    } catch (IOException ended) {
      // That is what is to happen.
    }
  }

  private static List<Path> attacks() throws Exception {
    Path folder =
        Path.of(
            Objects.requireNonNull(HostileSendersTest.class.getResource("/xmlrpc/attacks"))
                .toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".xml")).sorted().toList();
    }
  }

  private static Socket socket() throws IOException {
    Socket socket = new Socket("localhost", RestAssured.port);
    socket.setSoTimeout(SAFETY_MILLISECONDS);
    return socket;
  }

  private static String head(String headers, String length) {
    return "POST /named HTTP/1.1\r\nHost: x\r\n" + headers + length + "\r\n\r\n";
  }

  private static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }
}
