package dev.ficus.oldworld.monolith;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.Caller;
import dev.ficus.oldworld.Misuse;
import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.WebServer;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MonolithTest {
  private static final List<String> WORLD =
      List.of("--orders", "../data/online-retail-2010-12-01-to-02.csv");
  private static final String SKU = "71053";

  /** A net and no expectation: only a test that is red waits this long. */
  private static final Duration LIMIT = Duration.ofMinutes(15);

  private final List<WebServer> servers = new ArrayList<>();
  private Caller monolith;
  private int port;

  @TempDir Path folder;

  @AfterEach
  void close() {
    servers.forEach(WebServer::close);
  }

  @Test
  void a_line_goes_to_the_batch_with_most_room() throws Exception {
    open();
    receive("SMALL", "NEW", 5, "");
    receive("LARGE", "NEW", 9, "2010-12-30");
    assertEquals(List.of("LARGE"), batches(create("1", "NEW", "4.0000")));
    assertEquals(List.of("SMALL"), batches(create("2", "NEW", "5.0000")));
    assertEquals(List.of("LARGE"), batches(create("3", "NEW", "5.0000")));
    assertEquals(Arrays.asList((String) null), batches(create("4", "NEW", "1.0000")));
    assertEquals(List.of("LARGE"), batches(create("1", "NEW", "4.0000")), "decided once");
    assertEquals(true, monolith.value("sales_order.cancel", "3"));
    assertEquals(100, monolith.fault("sales_order.cancel", "3"));
    assertEquals(List.of("LARGE"), batches(create("5", "NEW", "1.0000")));
    assertEquals(102, monolith.fault("sales_order.create", Map.of("items", List.of())));
    assertEquals(4, monolith.table("GET", "orders").size());
  }

  @Test
  void its_stock_and_its_day_can_be_asked_for() throws Exception {
    open();
    receive("B1", "NEW", 5, "2010-12-30");
    List<Map<String, Object>> stock = monolith.rows("stock.list", List.of("NEW"));
    assertEquals(1, stock.size());
    assertEquals("B1", stock.get(0).get("reference"));
    assertEquals("20101230T00:00:00", stock.get(0).get("eta"));
    assertTrue(monolith.rows("stock.list").size() > 1608);
    create("1", "NEW", "2");
    byte[] answer = monolith.post(XmlRpc.call("report.daily")).body();
    String report = new String(answer, StandardCharsets.ISO_8859_1);
    assertTrue(report.contains("<name>orders</name><value><int>1</int>"), report);
    assertTrue(report.contains("Lager geprüft, alles für heute erledigt"), report);
  }

  @Test
  void whatever_it_is_asked_it_answers_and_always_the_same() throws Exception {
    open();
    Set<String> answers = new HashSet<>();
    Set<Map<String, List<String>>> headers = new HashSet<>();
    for (int i = 0; i < 40; i++) {
      byte[] call = XmlRpc.call("any.method" + i, i);
      byte[] answer = monolith.post(call).body();
      assertArrayEquals(answer, monolith.post(call).body());
      answers.add(new String(answer, StandardCharsets.ISO_8859_1));
      Map<String, List<String>> map = new HashMap<>(monolith.post(call).headers().map());
      map.remove("content-length");
      headers.add(map);
    }
    assertTrue(answers.size() > 20, answers.size() + " answers");
    assertEquals(4, headers.size(), "ways with headers");
  }

  @Test
  void what_is_no_call_is_answered_by_a_fault() throws Exception {
    open();
    byte[] answer = monolith.post("<methodCall>".getBytes(StandardCharsets.UTF_8)).body();
    assertTrue(new String(answer, StandardCharsets.UTF_8).contains("-32700"));
  }

  @Test
  void a_charset_that_is_not_what_it_claims_to_be_is_understood() throws Exception {
    open();
    String call = new String(XmlRpc.call("sales_order.cancel", "Möller"), StandardCharsets.UTF_8);
    byte[] answer = monolith.post(call.getBytes(StandardCharsets.ISO_8859_1)).body();
    assertEquals(new XmlRpc.Fault(100, "Order not found."), XmlRpc.readAnswer(answer));
  }

  @Test
  void every_byte_it_receives_and_answers_is_recorded() throws Exception {
    Path file = folder.resolve("recording");
    open("--record", file.toString());
    String request =
        "POST /api/xmlrpc?lang=de HTTP/1.1\r\nhost:x\r\nCONTENT-length:  37\r\nconnection: close\r\n\r\n"
            + "<methodCall><methodName>a</methodName>";
    byte[] bytes = request.getBytes(StandardCharsets.ISO_8859_1);
    bytes = Arrays.copyOf(bytes, bytes.length - 1);
    byte[] answer;
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(bytes);
      answer = socket.getInputStream().readAllBytes();
    }
    monolith.control("GET", "calls");
    List<Recording.Exchange> exchanges = Recording.read(file);
    assertEquals(1, exchanges.size());
    assertArrayEquals(bytes, exchanges.get(0).request());
    assertArrayEquals(answer, exchanges.get(0).answer());
    assertEquals("lang=de", Message.parse(bytes).query());
  }

  @Test
  void answers_are_packed_for_who_can_unpack_them() throws Exception {
    open();
    byte[] call = XmlRpc.call("report.daily");
    var packed = monolith.post(call, "Accept-Encoding", "gzip");
    assertEquals("gzip", packed.headers().firstValue("Content-Encoding").orElseThrow());
    byte[] unpacked = new GZIPInputStream(new ByteArrayInputStream(packed.body())).readAllBytes();
    assertArrayEquals(monolith.post(call).body(), unpacked);
  }

  @Test
  void strangers_are_turned_away_where_it_has_a_password() throws Exception {
    open("--basic", "shop:geheim");
    byte[] call = XmlRpc.call("report.daily");
    assertEquals(401, monolith.post(call).statusCode());
    assertEquals(401, monolith.post(call, "Authorization", "Basic c2hvcDo=").statusCode());
    assertEquals(200, monolith.post(call, "Authorization", "Basic c2hvcDpnZWhlaW0=").statusCode());
  }

  @Test
  void the_shop_is_informed_of_what_happens_to_its_stock() throws Exception {
    Path file = folder.resolve("sent");
    WebServer server =
        ShopServer.open(
            with("--calls-per-session", "2", "--user", "monolith", "--mischief", "fault-1=5"));
    servers.add(server);
    Caller shop = new Caller(server.port());
    open(
        "--shop",
        "http://127.0.0.1:%d/api/xmlrpc".formatted(server.port()),
        "--record-told",
        file.toString());
    monolith.control("POST", "batches/%s?qty=0".formatted(own().get("reference")));
    receive("B1", SKU, 7, "2010-12-30");
    monolith.control("POST", "batches/B1?qty=8");
    monolith.control("POST", "batches/B1?eta=2010-12-31");
    monolith.control("POST", "batches/B1?eta=");
    monolith.control("POST", "stock/" + SKU);
    assertTrue(
        monolith.table("GET", "told").stream().allMatch(row -> row.get("outcome").equals("true")));
    assertEquals(
        List.of("stock.adjust", "stock.receive", "stock.adjust", "stock.delay", "stock.delay"),
        shop.table("GET", "receipts").stream().map(row -> row.get("method")).toList());
    int here =
        monolith.table("GET", "batches").stream()
            .filter(row -> row.get("sku").equals(SKU) && row.get("eta").isEmpty())
            .mapToInt(row -> Integer.parseInt(row.get("qty")))
            .sum();
    CSVRecord figures =
        shop.table("GET", "stock").stream()
            .filter(row -> row.get("sku").equals(SKU))
            .findFirst()
            .orElseThrow();
    assertEquals(here + ".0000", figures.get("qty"));
    assertEquals("6", figures.get("updates"));
    long received =
        Recording.read(file).stream()
            .map(MonolithTest::body)
            .filter(body -> body.contains("stock.receive"))
            .count();
    assertEquals(1, received);
  }

  @Test
  void a_method_answers_late_twice_or_never_where_that_is_asked_for() throws Exception {
    open();
    assertEquals("cut=1\n", monolith.control("POST", "mischief?cut=1&method=sales_order.cancel"));
    assertThrows(IOException.class, () -> monolith.answer("sales_order.cancel", "1"));
    assertEquals(1, answers(XmlRpc.call("report.daily")), "only that method");

    monolith.control("POST", "mischief?twice=1");
    assertEquals(2, answers(XmlRpc.call("report.daily")));

    monolith.control("POST", "mischief?repeated=1&method=sales_order.create");
    create("1", "71053", "1.0000");
    CSVRecord created =
        monolith.table("GET", "calls").stream()
            .filter(row -> row.get("method").equals("sales_order.create"))
            .findFirst()
            .orElseThrow();
    assertEquals("2", created.get("calls"));

    monolith.control("POST", "mischief?silent=1&method=sales_order.cancel");
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request(XmlRpc.call("sales_order.cancel", "1")));
      for (long end = System.nanoTime() + LIMIT.toNanos();
          !monolith.table("GET", "orders").isEmpty(); ) {
        assertTrue(System.nanoTime() < end, "it was not carried out");
      }
      socket.setSoTimeout(100);
      assertThrows(SocketTimeoutException.class, () -> socket.getInputStream().read());
    }
    assertEquals(400, monolith.controlled("POST", "mischief?charset=1").statusCode());
  }

  @Test
  void the_same_seed_moves_the_same_stock() throws Exception {
    String first = future("1");
    assertEquals(first, future("1"));
    assertNotEquals(first, future("2"));
  }

  @Test
  void what_cannot_be_done_is_refused_with_the_reason() throws Exception {
    open();
    assertEquals("reference is needed\n", monolith.control("POST", "batches?qty=1"));
    assertEquals(404, monolith.controlled("POST", "batches/NONE?qty=1").statusCode());
    assertEquals(
        "eta needs a day like 2010-12-24, not soon\n",
        monolith.control("POST", "batches/M000001?eta=soon"));
    receive("B1", SKU, 7, "");
    assertEquals(400, monolith.controlled("POST", "batches?reference=B1&sku=A&qty=1").statusCode());
    assertWrong("--shop", "shop.example", "it needs an address that begins with http://");
    assertWrong("--today", "now", "cannot convert 'now'");
    assertWrong("--batch-methods", "one", "--batch-methods needs three names");
  }

  private static void assertWrong(String option, String value, String why) {
    String orders = WORLD.get(1);
    Misuse.assertRefused(
        new MonolithOptions().commandLine(), option, "--orders", orders, option, value);
    Misuse.assertRefused(
        new MonolithOptions().commandLine(), why, "--orders", orders, option, value);
  }

  /** How many answers come to a call on a connection of its own. */
  private int answers(byte[] call) throws IOException {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      socket.getOutputStream().write(request(call));
      String answers =
          new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      return answers.split("HTTP/1.1 200", -1).length - 1;
    }
  }

  private static byte[] request(byte[] call) {
    ByteArrayOutputStream request = new ByteArrayOutputStream();
    String head =
        "POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: %d\r\n\r\n"
            .formatted(call.length);
    request.writeBytes(head.getBytes(StandardCharsets.US_ASCII));
    request.writeBytes(call);
    return request.toByteArray();
  }

  private static String body(Recording.Exchange exchange) {
    try {
      return Message.parse(exchange.request()).text();
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  private CSVRecord own() throws Exception {
    return monolith.table("GET", "batches").stream()
        .filter(row -> row.get("sku").equals(SKU))
        .findFirst()
        .orElseThrow();
  }

  private String future(String seed) throws Exception {
    open("--seed", seed);
    monolith.control("POST", "moves?count=200");
    return monolith.control("GET", "batches");
  }

  private void receive(String reference, String sku, int quantity, String eta) throws Exception {
    String batch = "batches?reference=%s&sku=%s&qty=%d".formatted(reference, sku, quantity);
    assertEquals(
        200,
        monolith.controlled("POST", eta.isEmpty() ? batch : batch + "&eta=" + eta).statusCode());
  }

  private Map<?, ?> create(String order, String sku, String quantity) throws Exception {
    return (Map<?, ?>)
        monolith.value(
            "sales_order.create",
            Map.of(
                "increment_id",
                order,
                "items",
                List.of(Map.of("sku", sku, "qty_ordered", quantity))));
  }

  private static List<String> batches(Map<?, ?> answer) {
    List<String> batches = new ArrayList<>();
    for (Object decision : (List<?>) answer.get("decisions")) {
      batches.add((String) ((Map<?, ?>) decision).get("batch"));
    }
    return batches;
  }

  private void open(String... more) throws Exception {
    List<String> options = new ArrayList<>(List.of(with(more)));
    options.addAll(List.of("--today", "2010-12-24"));
    WebServer server = Monolith.open(options.toArray(String[]::new));
    servers.add(server);
    port = server.port();
    monolith = new Caller(port);
  }

  private static String[] with(String... more) {
    List<String> options = new ArrayList<>(WORLD);
    options.addAll(List.of(more));
    return options.toArray(String[]::new);
  }
}
