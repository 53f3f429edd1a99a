package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.local.LocalStack;
import dev.ficus.oldworld.monolith.Monolith;
import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.WebServer;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What is not the adapter's passes through it unchanged: each call is made twice, straight to the
 * monolith and through the adapter, and the monolith, which records every byte, sees no difference,
 * nor does the caller.
 */
class ForwardingJourneyIT {
  private static final String MONOLITH_PATH = "/lager/xmlrpc.php";
  private static final String ORDERS_FEED = "/api/xmlrpc";
  private static final String STOCK_FEED = "/to-the-shop";
  private static final String REPORTS_FEED = "/from-the-monolith";
  private static final List<String> KNOWN =
      List.of(
          "Content-Type: text/xml", "Authorization: Basic bGFnZXI6Z2VoZWlt", "Cookie: PHPSESSID=7");

  /** Of one connection each; all others are the message's. */
  private static final Set<String> OF_THE_CONNECTION =
      Set.of("host", "connection", "content-length", "transfer-encoding", "date");

  @TempDir static Path folder;
  private static Launcher launcher;
  private static Path recording;
  private static Path shopRecording;
  private static WebServer monolith;
  private static WebServer shop;
  private static PackagedService adapter;

  /** A call as a sender makes it; an answer as it gets it. */
  private record Sent(List<String> headers, byte[] body, boolean inChunks) {
    private byte[] request(String path) {
      ByteArrayOutputStream request = new ByteArrayOutputStream();
      List<String> head = new ArrayList<>(List.of("POST " + path + " HTTP/1.1", "Host: x"));
      head.addAll(headers);
      head.add("Connection: close");
      head.add(inChunks ? "Transfer-Encoding: chunked" : "Content-Length: " + body.length);
      request.writeBytes((String.join("\r\n", head) + "\r\n\r\n").getBytes(StandardCharsets.UTF_8));
      if (!inChunks) {
        request.writeBytes(body);
        return request.toByteArray();
      }
      for (int from = 0; from < body.length; from += 100) {
        byte[] chunk = Arrays.copyOfRange(body, from, Math.min(from + 100, body.length));
        request.writeBytes(ascii(Integer.toHexString(chunk.length) + "\r\n"));
        request.writeBytes(chunk);
        request.writeBytes(ascii("\r\n"));
      }
      request.writeBytes(ascii("0\r\n\r\n"));
      return request.toByteArray();
    }
  }

  @BeforeAll
  static void start_all() throws IOException {
    launcher = new Launcher(folder);
    recording = folder.resolve("monolith");
    shopRecording = folder.resolve("shop");
    String orders = Project.here().orders().toString();
    monolith =
        Monolith.open(
            "--orders", orders, "--basic", "lager:geheim", "--record", recording.toString());
    shop =
        ShopServer.open("--orders", orders, "--count", "5", "--record", shopRecording.toString());
    Path settings = folder.resolve("adapter.properties");
    Files.writeString(
        settings,
        SETTINGS.formatted(monolith.port(), MONOLITH_PATH, STOCK_FEED, REPORTS_FEED, shop.port()));
    adapter =
        PackagedService.small(launcher, "adapter", Service.LEGACY)
            .with(
                LocalStack.shared().createDatabase("forwarding"),
                LocalStack.shared().createVirtualHost("forwarding"))
            .with(Map.of("QUARKUS_CONFIG_LOCATIONS", settings.toUri().toString()))
            .start()
            .awaitReady();
  }

  @AfterAll
  static void end_all() {
    if (adapter != null) {
      adapter.close();
    }
    launcher.close();
    monolith.close();
    shop.close();
  }

  @Test
  void whatever_is_not_the_adapters_reaches_the_monolith_byte_for_byte_and_so_does_its_answer()
      throws Exception {
    Set<String> types = new TreeSet<>();
    for (String method : List.of("report.daily", "stock.list", "lager.a", "lager.b", "lager.c")) {
      types.add(sameBothWays(ORDERS_FEED, sent(XmlRpc.call(method))));
    }
    for (String method : List.of("login", "price.get", "till.open", "invoice.print", "x.y.z")) {
      types.add(sameBothWays(ORDERS_FEED, sent(XmlRpc.call(method, "Müller", 7, List.of()))));
    }
    assertEquals(4, types.size(), "each of the monolith's hands has written: " + types);
    sameBothWays(ORDERS_FEED, sent(XmlRpc.call("stock.list", List.of("85123A", "71053"))));
    sameBothWays(
        ORDERS_FEED,
        sent(
            XmlRpc.call(
                "system.multicall",
                List.of(Map.of("methodName", "report.daily", "params", List.of())))));
    sameBothWays(ORDERS_FEED, sent(XmlRpc.call("archive.put", (Object) new byte[400_000])));
  }

  @Test
  void odd_writing_stays_as_it_is() throws Exception {
    String latin = "<value>Fr\u00e4ulein \u00df</value>";
    for (byte[] odd :
        List.of(
            written(document("", latin), StandardCharsets.ISO_8859_1),
            written(document("encoding='UTF-8'", latin), StandardCharsets.ISO_8859_1),
            written(document("encoding='ISO-8859-1'", latin), StandardCharsets.ISO_8859_1),
            written(document("encoding='windows-1252'", latin), Charset.forName("windows-1252")),
            written("\ufeff" + document("encoding='utf-8'", latin), StandardCharsets.UTF_8),
            written("\ufeff" + document("encoding='UTF-16'", latin), StandardCharsets.UTF_16BE),
            written(
                " \r\n\t" + document("", latin) + "<!-- the end -->\r\n\r\n",
                StandardCharsets.UTF_8),
            written(document("", "<value><nil/></value>"), StandardCharsets.UTF_8),
            written(document("", "<value><i4> +7 </i4></value>"), StandardCharsets.UTF_8),
            written(document("", "<value><![CDATA[<&>]]></value>"), StandardCharsets.UTF_8),
            written(document("", "<value>&#228;&amp;\u0001</value>"), StandardCharsets.UTF_8),
            written(document("", "<value/>"), StandardCharsets.UTF_8))) {
      sameBothWays(ORDERS_FEED, sent(odd));
      sameBothWays(STOCK_FEED, sent(odd));
    }
  }

  @Test
  void packed_in_chunks_or_under_odd_headers_it_stays_as_it_is() throws Exception {
    byte[] call = XmlRpc.call("report.daily");
    ByteArrayOutputStream packed = new ByteArrayOutputStream();
    try (GZIPOutputStream packing = new GZIPOutputStream(packed)) {
      packing.write(call);
    }
    sameBothWays(
        ORDERS_FEED, new Sent(with("Content-Encoding: gzip"), packed.toByteArray(), false));
    sameBothWays(ORDERS_FEED, new Sent(with("Accept-Encoding: gzip"), call, false));
    sameBothWays(ORDERS_FEED, new Sent(KNOWN, XmlRpc.call("lager.d", "x".repeat(5_000)), true));
    sameBothWays(
        ORDERS_FEED,
        new Sent(with("Accept: */*", "X-Old: 1", "X-Old: 2", "User-Agent: "), call, false));
    for (String type :
        List.of(
            "text/html; charset=\"x\"",
            "text/xml;",
            "text/xml; charset",
            "application/x-www-form-urlencoded")) {
      List<String> headers = List.of("Content-Type: " + type, KNOWN.get(1));
      sameBothWays(ORDERS_FEED, new Sent(headers, call, false));
    }
    for (List<String> stranger :
        List.of(List.<String>of(), List.of("Authorization: Basic bGFnZXI6"))) {
      sameBothWays(ORDERS_FEED, new Sent(stranger, call, false));
    }
  }

  @Test
  void stock_reports_pass_unchanged_though_the_adapter_reads_them() throws Exception {
    String update = "cataloginventory_stock_item.update";
    List<Object> figure = List.of("85123A", Map.of("qty", "12.0000", "is_in_stock", 1));
    for (byte[] call :
        List.of(
            XmlRpc.call(update, figure.toArray()),
            XmlRpc.call("call", "session", update, figure),
            XmlRpc.call("multiCall", "session", List.of(List.of(update, figure))),
            XmlRpc.call(
                "system.multicall",
                List.of(
                    Map.of("methodName", update, "params", figure),
                    Map.of("methodName", "report.daily", "params", List.of()))),
            XmlRpc.call("stock.receive", "B-7", "71053", 40, "2011-01-24"),
            XmlRpc.call("stock.adjust", "B-7", "71053", 39),
            XmlRpc.call("stock.delay", "B-7", "71053", ""),
            XmlRpc.call("stock.receive", "B-8", "71053", -1, "soon"))) {
      sameBothWays(STOCK_FEED, sent(call));
    }
  }

  @Test
  void what_the_monolith_reports_to_the_shop_arrives_as_it_was_sent() throws Exception {
    Path recording = folder.resolve("sent");
    String address = adapter.url(REPORTS_FEED).toString();
    try (WebServer sender =
        Monolith.open(
            "--orders",
            Project.here().orders().toString(),
            "--shop",
            address,
            "--user",
            "adapter",
            "--record-told",
            recording.toString())) {
      URI moves = URI.create("http://127.0.0.1:%d/control/moves?count=20".formatted(sender.port()));
      assertEquals(200, Http.post(moves, "text/plain", "", CLOCK_LIMIT).status());
    }
    List<Recording.Exchange> sent = Recording.read(recording);
    List<Recording.Exchange> heard = Recording.read(shopRecording);
    assertTrue(sent.size() > 20, "each move is reported, after a login");
    assertEquals(sent.size(), heard.size());
    for (int i = 0; i < sent.size(); i++) {
      assertUnchanged(sent.get(i).request(), heard.get(i).request(), "call " + i);
      assertUnchanged(heard.get(i).answer(), sent.get(i).answer(), "answer " + i);
    }
  }

  @Test
  void what_cannot_be_read_goes_nowhere() throws Exception {
    int before = Recording.read(recording).size();
    byte[] whole = XmlRpc.call("report.daily");
    for (byte[] broken :
        List.of(
            Arrays.copyOf(whole, whole.length - 5),
            ascii("<!DOCTYPE methodCall SYSTEM 'x'>" + document("", "<value/>")),
            ascii("no XML"),
            new byte[0])) {
      Message answer = Message.parse(answer(adapter.url("").getPort(), ORDERS_FEED, sent(broken)));
      assertTrue(XmlRpc.readAnswer(answer.body()) instanceof XmlRpc.Fault, answer.text());
    }
    assertEquals(before, Recording.read(recording).size());
  }

  /** Returns the content type of the answer. */
  private static String sameBothWays(String feed, Sent call) throws IOException {
    String what = new String(call.body(), StandardCharsets.ISO_8859_1);
    int before = Recording.read(recording).size();
    byte[] straight = answer(monolith.port(), MONOLITH_PATH, call);
    byte[] through = answer(adapter.url("").getPort(), feed, call);
    List<Recording.Exchange> both = Recording.read(recording);
    assertEquals(before + 2, both.size(), () -> new String(through, StandardCharsets.UTF_8));
    both = both.subList(before, before + 2);
    assertArrayEquals(straight, both.get(0).answer(), what);
    assertUnchanged(both.get(0).request(), both.get(1).request(), what);
    assertUnchanged(both.get(0).answer(), both.get(1).answer(), what);
    assertUnchanged(straight, through, what);
    assertEquals(status(straight), status(through), what);
    return Message.parse(through).header("Content-Type").orElse("");
  }

  /** The body is the same, and no header is missing or another. */
  private static void assertUnchanged(byte[] expected, byte[] actual, String what)
      throws IOException {
    Message one = Message.parse(expected);
    Message other = Message.parse(actual);
    assertArrayEquals(one.body(), other.body(), what);
    Set<String> missing = headers(one);
    missing.removeAll(headers(other));
    assertEquals(Set.of(), missing, what);
  }

  private static Set<String> headers(Message message) {
    return message.headers().stream()
        .map(header -> header.name().toLowerCase(Locale.ROOT) + ": " + header.value())
        .filter(header -> !OF_THE_CONNECTION.contains(header.substring(0, header.indexOf(':'))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String status(byte[] answer) throws IOException {
    return Message.parse(answer).startLine().split(" ")[1];
  }

  private static byte[] answer(int port, String path, Sent call) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.setSoTimeout((int) CLOCK_LIMIT.toMillis());
      socket.getOutputStream().write(call.request(path));
      return socket.getInputStream().readAllBytes();
    }
  }

  private static Sent sent(byte[] body) {
    return new Sent(KNOWN, body, false);
  }

  private static List<String> with(String... headers) {
    List<String> all = new ArrayList<>(KNOWN);
    all.addAll(List.of(headers));
    return all;
  }

  private static String document(String declared, String value) {
    return (declared.isEmpty() ? "" : "<?xml version='1.0' " + declared + " ?>")
        + "\r\n<methodCall ><methodName> report.weekly </methodName><params><param>"
        + value
        + "</param></params></methodCall>\n";
  }

  private static byte[] written(String document, Charset charset) {
    return document.getBytes(charset);
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  private static final String SETTINGS =
      """
      ficus.legacy.feeds.serve.upstream=http://127.0.0.1:%1$d%2$s
      ficus.legacy.feeds.listening.path=%3$s
      ficus.legacy.feeds.listening.shop=shop
      ficus.legacy.feeds.listening.dialect=magento-stock
      ficus.legacy.feeds.listening.upstream=http://127.0.0.1:%1$d%2$s
      ficus.legacy.feeds.reports.path=%4$s
      ficus.legacy.feeds.reports.shop=shop
      ficus.legacy.feeds.reports.dialect=magento-stock
      ficus.legacy.feeds.reports.upstream=http://127.0.0.1:%5$d/api/xmlrpc
      """
          + InFront.REPORTS_OF_BATCHES;
}
