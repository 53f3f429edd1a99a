package dev.ficus.legacy.outgoing;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.xmlrpc.Answer;
import dev.ficus.legacy.xmlrpc.Call;
import dev.ficus.legacy.xmlrpc.Limits;
import dev.ficus.legacy.xmlrpc.Value;
import dev.ficus.legacy.xmlrpc.XmlRpcException.DocumentRefusal;
import dev.ficus.local.Waiting;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class XmlRpcClientTest {

  private static final Duration SHORT = Duration.ofMillis(200);
  private static final TimeLimits PATIENT = new TimeLimits(LIMIT, LIMIT);
  private static final Call CALL = new Call("catalog.list", List.of());
  private static final String LIST =
      "<?xml version=\"1.0\"?>\n<methodResponse><params><param><value><array><data>"
          + "<value>secret-one</value><value>two</value>"
          + "</data></array></value></param></params></methodResponse>";

  @Test
  void an_answer_that_stops_in_the_middle_is_given_up_and_its_connection_closed() throws Exception {
    byte[] whole = Peer.answer("200 OK", "", bytes(LIST));
    try (Peer peer =
        new Peer(
            (request, out) -> {
              out.write(whole, 0, whole.length - 40);
              out.flush();
            })) {
      assertGivenUp("stopped in the middle", peer, new TimeLimits(SHORT, LIMIT));
      assertTrue(peer.left().await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
  }

  @Test
  void an_answer_without_end_is_given_up_though_it_never_stops() throws Exception {
    try (Peer peer = new Peer((request, out) -> withoutEnd(out))) {
      assertGivenUp("whole answer", peer, new TimeLimits(LIMIT, SHORT));
      assertTrue(peer.left().await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
  }

  @Test
  void an_answer_that_does_not_begin_is_given_up_and_its_connection_closed() throws Exception {
    try (Peer peer =
        new Peer((request, out) -> out.write(bytes("HTTP/1.1 200 OK\r\nX-A: b\r\n")))) {
      assertGivenUp("", peer, new TimeLimits(SHORT, LIMIT));
      assertGivenUp("", peer, new TimeLimits(LIMIT, SHORT));
      assertTrue(peer.left().await(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS));
    }
  }

  /** Again where a busy machine did not come so far in that time. */
  private static void assertGivenUp(String why, Peer peer, TimeLimits limits) {
    String[] said = new String[1];
    Waiting.until(
        () -> {
          IOException failure = assertThrows(IOException.class, () -> list(peer, limits));
          said[0] = failure.getMessage();
          // It may not even come to a connection.
          if (!(failure instanceof HttpCaller.Unreachable)) {
            assertInstanceOf(HttpTimeoutException.class, failure);
          }
          return failure instanceof HttpTimeoutException
              && said[0].contains(why)
              && !peer.requests().isEmpty();
        },
        LIMIT);
    assertTrue(said[0].contains(why), said[0]);
  }

  @Test
  void an_answer_that_breaks_off_is_a_failure() throws Exception {
    try (Peer peer =
        new Peer(
            (request, out) -> {
              out.write(Peer.answer("200 OK", "", bytes(LIST)), 0, 120);
              out.flush();
              throw new IOException("killed");
            })) {
      IOException failure = assertThrows(IOException.class, () -> list(peer, PATIENT));
      assertTrue(failure.getMessage().contains("broke off"), failure::getMessage);
    }
  }

  @Test
  void nobody_at_the_address_is_distinguished_from_an_answer_that_fails() throws Exception {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    Address nobody = address(URI.create("http://me:secret@127.0.0.1:" + free + "/x"));
    IOException failure =
        assertThrows(
            HttpCaller.Unreachable.class, () -> client(nobody, PATIENT).call(CALL, Map.of()));
    assertEquals("http://127.0.0.1:" + free + "/x cannot be reached", failure.getMessage());
  }

  @Test
  void an_answer_is_read_in_the_charset_of_its_header_and_one_that_is_none_is_named()
      throws Exception {
    String cyrillic = "\u0418\u0432\u0430\u043d\u043e\u0432";
    byte[] answer = LIST.replace("two", cyrillic).getBytes("windows-1251");
    for (String mark : List.of("", "\uFEFF")) {
      byte[] marked =
          mark.isEmpty()
              ? answer
              : ("noise " + mark + LIST.replace("two", cyrillic)).getBytes(StandardCharsets.UTF_8);
      try (Peer peer = Peer.answering("Content-Type: text/xml; charset=win-1251\r\n", marked)) {
        assertEquals(cyrillic, list(peer, PATIENT).get(1));
      }
    }
    try (Peer peer = Peer.answering("Content-Type: text/xml; charset=none\r\n", answer)) {
      XmlRpcClient.UnreadableAnswer unreadable =
          assertThrows(XmlRpcClient.UnreadableAnswer.class, () -> list(peer, PATIENT));
      assertEquals(DocumentRefusal.UNSUPPORTED_ENCODING, unreadable.refusal());
      assertTrue(
          unreadable.getMessage().contains("unsupported encoding: none"), unreadable::getMessage);
    }
  }

  @Test
  void a_connection_is_used_again_after_a_whole_answer() throws Exception {
    try (Peer peer = Peer.answering("", bytes(LIST))) {
      XmlRpcClient client = client(address(peer.uri("/api")), PATIENT);
      for (int i = 0; i < 3; i++) {
        assertEquals(List.of("secret-one", "two"), list(client));
      }
      assertEquals(1, peer.connections());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "x-gzip", "GZIP", "deflate", "raw deflate", "identity"})
  void packed_answers_are_read(String how) throws Exception {
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (OutputStream packing =
        switch (how) {
          case "deflate" -> new DeflaterOutputStream(packed);
          case "raw deflate" -> new DeflaterOutputStream(packed, new Deflater(6, true));
          case "identity" -> packed;
          default -> new GZIPOutputStream(packed);
        }) {
      packing.write(bytes(LIST));
    }
    String name = how.replace("raw ", "");
    try (Peer peer = Peer.answering("Content-Encoding: " + name + "\r\n", packed.toByteArray())) {
      assertEquals(List.of("secret-one", "two"), list(peer, PATIENT));
    }
  }

  @Test
  void an_answer_packed_in_another_way_is_refused_by_its_name() throws Exception {
    try (Peer peer = Peer.answering("Content-Encoding: br\r\n", bytes("?"))) {
      assertTrue(failure(peer).getMessage().contains("encoding br"));
    }
    try (Peer peer = Peer.answering("Content-Encoding: gzip\r\n", bytes(LIST))) {
      assertTrue(failure(peer).getMessage().contains("cannot be unpacked"));
    }
    try (Peer peer = Peer.answering("Content-Encoding: gzip\r\n", bytes(""))) {
      assertTrue(failure(peer).getMessage().contains("cannot be unpacked"));
    }
  }

  @Test
  void a_redirect_is_not_followed_and_the_reason_names_its_target() throws Exception {
    for (int status : List.of(301, 302, 303, 307, 308)) {
      byte[] moved = Peer.answer(status + " Moved", "Location: /index.php/api\r\n", bytes(""));
      try (Peer peer = new Peer((request, out) -> out.write(moved))) {
        String message = failure(peer).getMessage();
        assertTrue(message.contains("HTTP " + status), message);
        assertTrue(message.contains("points to /index.php/api"), message);
        assertEquals(1, peer.requests().size());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<br />\n<b>Notice</b>:  Undefined index: foo in <b>/var/www/X.php</b><br />\n",
        "\n\r\n \t",
        "\u00ef\u00bb\u00bf",
        "\u00ef\u00bb\u00bf\u00ef\u00bb\u00bf\n<b>Warning</b>"
      })
  void what_comes_before_the_document_is_passed_over(String noise) throws Exception {
    String long1 = noise.repeat(1 + 9000 / noise.length());
    for (String before : List.of(noise, long1)) {
      byte[] answer = (before + LIST).getBytes(StandardCharsets.ISO_8859_1);
      try (Peer peer = Peer.answering("", answer)) {
        assertEquals(List.of("secret-one", "two"), list(peer, PATIENT));
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n<br />\n<b>Warning</b>:  Unknown: write failed<br />\n",
        "\0\0",
        "\n\n\r\n ",
        "<!-- cached -->",
        "&nbsp;<?xml version='1.0'?><html>",
        "<"
      })
  void what_comes_behind_the_document_is_passed_over(String noise) throws Exception {
    try (Peer peer = Peer.answering("", bytes(LIST + noise))) {
      assertEquals(List.of("secret-one", "two"), list(peer, PATIENT));
      assertEquals(
          Optional.of("secret-one"),
          ((Answer.Result) client(address(peer.uri("/")), PATIENT).call(CALL, Map.of()))
              .value()
              .asList()
              .orElseThrow()
              .get(0)
              .asText());
    }
  }

  @Test
  void an_answer_cut_before_its_last_tag_is_none() throws Exception {
    try (Peer peer = Peer.answering("", bytes(LIST.substring(0, LIST.length() - 1)))) {
      XmlRpcClient.UnreadableAnswer failure =
          assertThrows(XmlRpcClient.UnreadableAnswer.class, () -> list(peer, PATIENT));
      assertEquals(DocumentRefusal.NOT_WELL_FORMED, failure.refusal());
      assertFalse(failure.getMessage().contains("secret"), failure::getMessage);
      assertTrue(failure.getMessage().contains("begins as an answer should"));
    }
  }

  @Test
  void what_is_no_answer_is_shown_from_its_beginning_in_one_line() throws Exception {
    String page = "<html>\n<title>Maintenance\u0007</title>" + "x".repeat(5000);
    try (Peer peer = Peer.answering("", bytes(page))) {
      String message = failure(peer).getMessage();
      assertTrue(message.contains("it begins: <html> <title>Maintenance </title>xxx"), message);
      assertTrue(message.length() < 400, message);
      assertTrue(message.chars().noneMatch(Character::isISOControl), message);
    }
    try (Peer peer = new Peer((r, out) -> out.write(Peer.answer("500 No", "", bytes(page))))) {
      XmlRpcClient.StatusException failure =
          assertThrows(XmlRpcClient.StatusException.class, () -> list(peer, PATIENT));
      assertEquals(500, failure.status());
      assertTrue(failure.getMessage().contains("HTTP 500; it begins: <html>"));
    }
    try (Peer peer = Peer.answering("", bytes(""))) {
      assertTrue(failure(peer).getMessage().contains("nothing came"));
    }
  }

  @Test
  void the_user_of_an_address_is_sent_by_http_basic_and_never_shown() throws Exception {
    String sent = "Authorization: Basic d2ViOmdlOmhlaW0r\r\n";
    try (Peer peer = Peer.answering("", bytes(LIST))) {
      String port = peer.uri("").toString().substring("http://".length());
      Address inside = address(URI.create("http://web:ge:hei%6d+@" + port + "/api"));
      list(client(inside, PATIENT));
      Address apart =
          Address.of(
              URI.create("http://" + port + "/api"),
              Optional.of("web"),
              Optional.of("ge:heim+"),
              "key");
      list(client(apart, PATIENT));
      assertEquals(2, peer.requests().size());
      for (String request : peer.requests()) {
        assertTrue(request.contains(sent), request);
        assertTrue(request.startsWith("POST /api HTTP/1.1\r\n"), request);
      }
      assertEquals("http://" + port + "/api", inside.toString());
    }
    try (Peer peer =
        new Peer((request, out) -> out.write(Peer.answer("401 No", "", bytes("no"))))) {
      String port = peer.uri("").toString().substring("http://".length());
      Address inside = address(URI.create("http://web:geheim@" + port + "/"));
      IOException failure = assertThrows(IOException.class, () -> list(client(inside, PATIENT)));
      assertFalse(failure.toString().contains("geheim"), failure::toString);
    }
  }

  @Test
  void a_cookie_that_was_set_is_brought_back() throws Exception {
    try (Peer peer =
        Peer.answering(
            "Set-Cookie: node=b; path=/; HttpOnly\r\nSet-Cookie: seen=1\r\n", bytes(LIST))) {
      XmlRpcClient client =
          new XmlRpcClient(
              HttpCaller.withCookies(address(peer.uri("/api/xmlrpc"))), PATIENT, Limits.DEFAULT);
      list(client);
      list(client);
      assertFalse(peer.requests().get(0).contains("Cookie:"));
      assertTrue(peer.requests().get(1).contains("node=b"), () -> peer.requests().get(1));
      assertTrue(peer.requests().get(1).contains("seen=1"), () -> peer.requests().get(1));
    }
  }

  private static void withoutEnd(OutputStream out) throws IOException {
    out.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 99999999999\r\n\r\n"));
    out.write(bytes(LIST.substring(0, LIST.indexOf("</data>"))));
    byte[] blank = new byte[16];
    Arrays.fill(blank, (byte) ' ');
    while (true) {
      out.write(blank);
    }
  }

  private static IOException failure(Peer peer) {
    return assertThrows(IOException.class, () -> list(peer, PATIENT));
  }

  private static List<String> list(Peer peer, TimeLimits times) throws IOException {
    return list(client(address(peer.uri("/api")), times));
  }

  private static List<String> list(XmlRpcClient client) throws IOException {
    List<String> elements = new ArrayList<>();
    assertEquals(
        Optional.empty(),
        client.list(CALL, Map.of(), each -> elements.add(((Value.Text) each).text())));
    return elements;
  }

  private static XmlRpcClient client(Address address, TimeLimits times) {
    Limits endless = new Limits(Long.MAX_VALUE, 32, 100_000, 1 << 20, Duration.ofHours(1));
    return new XmlRpcClient(HttpCaller.plain(address), times, endless);
  }

  private static Address address(URI uri) {
    return Address.of(uri, "key");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
