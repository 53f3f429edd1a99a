package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.WebClient;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Orders with lines of both the monolith and ours. The adapter is killed at each step between the
 * ledger and the commands, and started again; the sender sends again what was not answered. Each
 * line ends with its owner, once, and the monolith never sees one of ours.
 */
class SplitOrdersJourneyIT {
  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final String OURS = "RUG";
  private static final String THEIRS = "TABLE";
  private static final Mark BEFORE_THE_RELEASE =
      new Mark(Protocol.POSTGRESQL, true, List.of("delete from forward"), false);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path folder = Project.here().journeyLogs("split-orders");
  private final Path recording = folder.resolve("monolith.recording");
  private final Database database = LocalStack.shared().createDatabase("split-orders");
  private final VirtualHost broker = LocalStack.shared().createVirtualHost("split-orders");
  private final SortedMap<String, SortedMap<String, Integer>> expected = new TreeMap<>();
  private final ExecutorService sender = Executors.newSingleThreadExecutor();
  private Launcher launcher;
  private OldWorldProcess monolith;
  private Gate gate;
  private StoppableService adapter;
  private CommandsHeard commands;
  private int started;

  @BeforeEach
  void start_all() throws Exception {
    launcher = new Launcher(Files.createDirectories(folder));
    monolith =
        OldWorldProcess.monolith(
            launcher,
            SMALL,
            List.of(
                "--orders", Project.here().orders().toString(), "--record", recording.toString()));
    gate = new Gate(monolith.api().getPort());
    start();
    commands = new CommandsHeard(broker);
    putWave();
  }

  @AfterEach
  void end_all() throws IOException {
    sender.shutdown();
    if (commands != null) {
      commands.close();
    }
    if (adapter != null) {
      adapter.close();
    }
    if (gate != null) {
      gate.close();
    }
    launcher.close();
  }

  @Test
  void killed_at_any_step_each_line_ends_with_its_owner_once_and_nothing_is_lost()
      throws Exception {
    killedWhile("S1", "the monolith is not called yet", Gate.Held.REQUESTS, Optional.empty());
    killedWhile("S2", "the monolith has not answered", Gate.Held.ANSWERS, Optional.empty());
    killedWhile("S3", "its answer is noted", Gate.Held.NOTHING, Optional.of(BEFORE_THE_RELEASE));
    refusedAndKilled("S4");
  }

  private void killedWhile(String number, String where, Gate.Held held, Optional<Mark> mark)
      throws Exception {
    gate.hold(held);
    mark.ifPresent(adapter::stopAt);
    Future<Object> unanswered = sender.submit(() -> sent(number));
    assertTrue(
        mark.isPresent() ? adapter.awaitReached(mark.get(), LIMIT) : gate.awaitHeld(LIMIT), where);
    adapter.kill();
    assertTrue(Waiting.until(unanswered::isDone, LIMIT));
    gate.hold(Gate.Held.NOTHING);
    start();
    assertEquals("awaited", order(number).path("approval").asText(), where);
    assertEquals(expected, commands.wanted(), "nothing is sent while " + where);

    assertInstanceOf(XmlRpc.Success.class, sent(number), where);
    assertTaken(number, where);
  }

  /** What was refused is refused after a restart too, until the monolith accepts the order. */
  private void refusedAndKilled(String number) throws Exception {
    monolith.act("policy?order-refused=1");
    assertInstanceOf(XmlRpc.Fault.class, sent(number));
    adapter.kill();
    start();
    assertEquals("refused", order(number).path("approval").asText());
    assertEquals(expected, commands.wanted());
    monolith.act("policy");
    assertInstanceOf(XmlRpc.Success.class, sent(number));
    assertTaken(number, "it was refused");
  }

  private void assertTaken(String number, String where) throws Exception {
    expected.put("shop:" + number, new TreeMap<>(Map.of(OURS + "/1", 3)));
    Waiting.until(() -> commands.wanted().equals(expected), LIMIT);
    assertEquals(expected, commands.wanted(), "ours, after " + where);
    assertEquals(expected.size(), commands.count(), "commands after " + where);
    commands.assertNoContradictions();
    assertEquals(
        List.of(THEIRS + "/2/1"),
        monolith.table("orders").stream()
            .filter(row -> row.get("order").equals(number))
            .map(row -> "%s/%s/%s".formatted(row.get("sku"), row.get("item_id"), row.get("qty")))
            .toList(),
        "the monolith's, after " + where);
    String part = withoutOurs(call(number, item(OURS, "1", "3"), item(THEIRS, "2", "1")));
    for (byte[] received : received(number)) {
      assertEquals(part, new String(received, StandardCharsets.UTF_8));
    }
    JsonNode known = order(number);
    assertEquals(List.of("new", "monolith"), known.findValuesAsText("owner"));
    assertTrue(known.path("approval").isMissingNode(), where);
  }

  private void start() throws IOException {
    adapter =
        new StoppableService(
            Service.LEGACY,
            "adapter-" + ++started,
            launcher,
            database,
            broker,
            Map.of(
                // What a crash has left is to be mended by whoever comes again, not by time.
                "FICUS_LEGACY_RESEND_EVERY",
                "off",
                "FICUS_LEGACY_ROUTING_DEFAULT_ROUTE",
                "legacy",
                "FICUS_LEGACY_FEEDS_SERVE_UPSTREAM",
                "http://127.0.0.1:" + gate.port() + "/api/xmlrpc"));
    adapter.awaitReady();
  }

  private void putWave() throws Exception {
    HttpResponse<String> answer =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(adapter.url("/strangling/waves/ours"))
                    .header("Content-Type", "application/json")
                    .PUT(
                        HttpRequest.BodyPublishers.ofString(
                            "{\"skus\": [\"" + OURS + "\"], \"route\": \"new\"}"))
                    .build(),
                HttpResponse.BodyHandlers.ofString());
    assertEquals(200, answer.statusCode(), answer.body());
  }

  private JsonNode order(String number) throws IOException {
    URI address = adapter.url("/orders/shop/" + number);
    return JSON.readTree(Http.get(address, LIMIT).body());
  }

  /** What the shop is answered to an order with a line of each. */
  private Object sent(String number) throws Exception {
    byte[] answer =
        new WebClient(adapter.url("/api/xmlrpc"), Optional.empty())
            .post(call(number, item(OURS, "1", "3"), item(THEIRS, "2", "1")))
            .body();
    return XmlRpc.readAnswer(answer);
  }

  private static byte[] call(String number, Object... items) {
    return XmlRpc.call(
        "sales_order.create", Map.of("increment_id", number, "items", List.of(items)));
  }

  private static Object item(String sku, String id, String quantity) {
    return Map.of("item_id", id, "sku", sku, "qty_ordered", quantity);
  }

  /** The document as it was written, without the item of ours. */
  private static String withoutOurs(byte[] call) {
    String whole = new String(call, StandardCharsets.UTF_8);
    int ours = whole.indexOf(">" + OURS + "<");
    int begin = whole.lastIndexOf("<value><struct>", ours);
    String end = "</struct></value>";
    return whole.substring(0, begin) + whole.substring(whole.indexOf(end, ours) + end.length());
  }

  /** The documents about an order that have reached the monolith. */
  private List<byte[]> received(String number) throws IOException {
    List<byte[]> documents = new ArrayList<>();
    for (Recording.Exchange exchange : Recording.read(recording)) {
      byte[] body = Message.parse(exchange.request()).body();
      if (new String(body, StandardCharsets.UTF_8).contains(">" + number + "<")) {
        documents.add(body);
      }
    }
    assertTrue(!documents.isEmpty(), "order " + number);
    return documents;
  }
}
