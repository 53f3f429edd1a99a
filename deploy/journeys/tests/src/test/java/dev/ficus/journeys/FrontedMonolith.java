package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.commons.csv.CSVRecord;

/**
 * Monolith with adapters in front of it, as processes: the adapters share one database, one broker
 * and the gate that leads to the monolith. Everything is the monolith's but the SKUs of waves.
 */
final class FrontedMonolith implements AutoCloseable {
  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final String FEED = "/api/xmlrpc";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Launcher launcher;
  private final Path recording;
  private final OldWorldProcess monolith;
  private final Gate gate;
  private final Database database;
  private final VirtualHost broker;
  private final Map<String, StoppableService> adapters = new HashMap<>();
  private final Set<String> ours = new HashSet<>();
  private CommandsHeard commands;

  /** Starts the monolith; there is no adapter yet. */
  FrontedMonolith(String name) throws Exception {
    Path folder = Files.createDirectories(Project.here().journeyLogs(name));
    recording = folder.resolve("monolith.recording");
    launcher = new Launcher(folder);
    database = LocalStack.shared().createDatabase(name);
    broker = LocalStack.shared().createVirtualHost(name);
    monolith =
        OldWorldProcess.monolith(
            launcher,
            SMALL,
            List.of(
                "--orders", Project.here().orders().toString(), "--record", recording.toString()));
    gate = new Gate(monolith.api().getPort());
  }

  OldWorldProcess monolith() {
    return monolith;
  }

  Gate gate() {
    return gate;
  }

  CommandsHeard commands() {
    return commands;
  }

  Database database() {
    return database;
  }

  /** Starts an adapter, once more where it has run before; it need not be ready yet. */
  StoppableService start(String name) throws IOException {
    StoppableService adapter =
        new StoppableService(
            Service.LEGACY,
            name,
            launcher,
            database,
            broker,
            Map.of(
                // What a crash has left is to be mended by whoever comes again, not by time.
                "FICUS_LEGACY_RESEND_EVERY",
                "off",
                // A busy machine may take longer than the default to make a connection.
                "QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT",
                "1m",
                "FICUS_LEGACY_ROUTING_DEFAULT_ROUTE",
                "legacy",
                "FICUS_LEGACY_FEEDS_SERVE_UPSTREAM",
                "http://127.0.0.1:" + gate.port() + "/api/xmlrpc"));
    adapters.put(name, adapter);
    return adapter;
  }

  /** Returns when all of these are ready; from then on their commands are heard. */
  void awaitReady(StoppableService... starting) throws Exception {
    List.of(starting).forEach(StoppableService::awaitReady);
    if (commands == null) {
      // The adapter makes the queue.
      commands = new CommandsHeard(broker);
    }
  }

  /** Asks for these SKUs to be ours. */
  Http.Response putWave(StoppableService adapter, String name, String... skus) throws IOException {
    String body = JSON.writeValueAsString(Map.of("skus", List.of(skus), "route", "new"));
    Http.Response answer =
        Http.put(adapter.url("/strangling/waves/" + name), "application/json", body, CLOCK_LIMIT);
    if (answer.status() == 200) {
      ours.addAll(List.of(skus));
    }
    return answer;
  }

  /** The shop shows an order. */
  XmlRpc.Answer send(StoppableService adapter, WantedOrder order) throws Exception {
    return send(adapter, order.call());
  }

  /** The shop makes a call. */
  XmlRpc.Answer send(StoppableService adapter, byte[] call) throws Exception {
    return PatientShop.call(adapter.url(FEED), call);
  }

  /** The shop makes a call until it is carried out, or nothing is left that it could cancel. */
  void sendUntilDone(StoppableService adapter, byte[] call) {
    PatientShop.callUntilDone(adapter.url(FEED), call);
  }

  /** An order as an adapter shows it to operators. */
  JsonNode order(StoppableService adapter, String number) throws IOException {
    return JSON.readTree(Http.get(adapter.url("/orders/shop/" + number), CLOCK_LIMIT).body());
  }

  /**
   * Each line of these orders is with its owner, whole, and with nobody else: in the ledger, at the
   * monolith, and among our commands. Whatever the monolith received of them is as it was sent.
   *
   * @param orders as they were shown last
   */
  void assertEachLineIsWithItsOwner(Collection<WantedOrder> orders, String where)
      throws IOException, SQLException {
    SortedMap<String, SortedMap<String, Integer>> wanted = new TreeMap<>();
    for (WantedOrder order : orders) {
      SortedMap<String, Integer> lines = order.linesOf(ours::contains);
      if (!lines.isEmpty()) {
        wanted.put("shop:" + order.number(), lines);
      }
    }
    Waiting.until(() -> commands.wanted().equals(wanted), LIMIT);
    assertEquals(wanted, commands.wanted(), "our lines, " + where);
    commands.assertNoContradictions();
    assertEquals(
        byNumber(orders, order -> order.linesOf(sku -> !ours.contains(sku))),
        monolithsLines(),
        "the monolith's lines, " + where);
    try (Query ledger = new Query(database)) {
      assertEquals(
          byNumber(orders, WantedOrder::lines), ledgersLines(ledger, "true"), "lines, " + where);
      assertEquals(
          byNumber(orders, order -> order.linesOf(ours::contains)),
          ledgersLines(ledger, "owner = 'new'"),
          "lines of which we are the owner, " + where);
    }
  }

  /**
   * Where it is not noted that the monolith has answered, a repeat settles that. Only a repeated
   * cancellation, of which the monolith says that nothing is left, leaves its order in doubt.
   *
   * @param orders as they were shown last; without lines when they were cancelled
   */
  void assertRepeatsLeaveNoDoubt(
      StoppableService adapter, Map<String, WantedOrder> orders, String where) throws SQLException {
    try (Query ledger = new Query(database)) {
      assertTrue(
          Waiting.until(
              () -> {
                try {
                  List<WantedOrder> inDoubt =
                      ledger
                          .listNow("select distinct number from forward", row -> row.getString(1))
                          .stream()
                          .map(orders::get)
                          .filter(order -> !order.lines().isEmpty())
                          .toList();
                  for (WantedOrder order : inDoubt) {
                    send(adapter, order);
                  }
                  return inDoubt.isEmpty();
                } catch (Exception e) {
                  throw new AssertionError(e);
                }
              },
              LIMIT),
          () -> "in doubt, " + where);
    }
  }

  /** Returns when the broker has confirmed all commands, as far as that is noted. */
  void awaitConfirmed() throws SQLException {
    String left =
        """
        select count(*) from ledger_order join ledger_line using (shop, number)
        where owner = 'new' and sent_with > confirmed
        """;
    try (Query ledger = new Query(database)) {
      assertTrue(
          Waiting.until(
              () -> {
                try {
                  return ledger.countNow(left) == 0;
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              },
              LIMIT));
    }
  }

  private interface Part {
    SortedMap<String, Integer> of(WantedOrder order);
  }

  private static SortedMap<String, SortedMap<String, Integer>> byNumber(
      Collection<WantedOrder> orders, Part part) {
    SortedMap<String, SortedMap<String, Integer>> lines = new TreeMap<>();
    for (WantedOrder order : orders) {
      if (!part.of(order).isEmpty()) {
        lines.put(order.number(), part.of(order));
      }
    }
    return lines;
  }

  private SortedMap<String, SortedMap<String, Integer>> monolithsLines() throws IOException {
    SortedMap<String, SortedMap<String, Integer>> lines = new TreeMap<>();
    for (CSVRecord row : monolith.table("orders")) {
      lines
          .computeIfAbsent(row.get("order"), any -> new TreeMap<>())
          .put(row.get("sku") + "/" + row.get("item_id"), OldWorldProcess.number(row, "qty"));
    }
    return lines;
  }

  private static SortedMap<String, SortedMap<String, Integer>> ledgersLines(
      Query ledger, String which) throws SQLException {
    SortedMap<String, SortedMap<String, Integer>> lines = new TreeMap<>();
    ledger.list(
        "select number, sku, lineid, qty from ledger_line where state = 'ordered' and " + which,
        row ->
            lines
                .computeIfAbsent(row.getString("number"), any -> new TreeMap<>())
                .put(row.getString("sku") + "/" + row.getString("lineid"), row.getInt("qty")));
    return lines;
  }

  /**
   * The monolith has received this order as it was sent, without our lines, as often as it came.
   */
  void assertReceivedOnly(WantedOrder order, String where) throws IOException {
    assertEquals(Set.of(order.callWithout(ours)), new HashSet<>(received(order.number())), where);
  }

  /** The same of the last document about this order, and none has any of our lines. */
  void assertReceivedAtLast(WantedOrder order, String where) throws IOException {
    List<String> received = received(order.number());
    assertEquals(order.callWithout(ours), received.get(received.size() - 1), where);
    for (String document : received) {
      ours.forEach(sku -> assertFalse(document.contains(">" + sku + "<"), document));
    }
  }

  /** The documents about an order that have reached the monolith. */
  List<String> received(String number) throws IOException {
    return Recording.read(recording).stream()
        .map(FrontedMonolith::body)
        .filter(document -> document.contains(">" + number + "<"))
        .toList();
  }

  private static String body(Recording.Exchange exchange) {
    try {
      return new String(Message.parse(exchange.request()).body(), StandardCharsets.UTF_8);
    } catch (IOException noMessage) {
      throw new AssertionError(noMessage);
    }
  }

  @Override
  public void close() throws IOException {
    if (commands != null) {
      commands.close();
    }
    adapters.values().forEach(StoppableService::close);
    gate.close();
    launcher.close();
  }
}
