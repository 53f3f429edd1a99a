package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.TcpProxy;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.Message;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.apache.commons.csv.CSVRecord;

/**
 * A monolith that has everything, an adapter in front of it, and two allocation-services, as
 * processes: the real one, which is asked for nothing, and its shadow, with a database and a
 * virtual host of its own. The adapter reaches the shadow's broker through a proxy.
 */
final class ShadowedWorld implements AutoCloseable {
  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FEED = "/api/xmlrpc";
  private static final String WAVE = "shadowed";
  private static final int ORDERS = 60;
  private static final int SKUS = 4;

  private final boolean named;
  private final Launcher launcher;
  private final Path recording;
  private final Database ledger;
  private final Database allocations;
  private final Database shadowsAllocations;
  private final VirtualHost shadowsBroker;
  private final TcpProxy wayToTheShadow;
  private final PackagedService allocation;
  private final PackagedService shadow;
  private final PackagedService adapter;
  private final OldWorldProcess monolith;
  private final List<String> skus;
  private final SortedMap<String, String> sent = new TreeMap<>();

  /**
   * Starts all of it; returns when the monolith's figures are known.
   *
   * @param settings more environment variables of the adapter
   */
  ShadowedWorld(String name, Map<String, String> settings) throws Exception {
    this(name, settings, false);
  }

  /**
   * Starts all of it; returns when the monolith's stock is known.
   *
   * @param named whether the monolith names batches, lists what it has promised of them, and
   *     decides as we do
   */
  ShadowedWorld(String name, Map<String, String> settings, boolean named) throws Exception {
    this.named = named;
    Path folder = Files.createDirectories(Project.here().journeyLogs(name));
    Path file = RealOrders.first(ORDERS).write(folder.resolve("orders.csv"));
    recording = folder.resolve("monolith.recording");
    launcher = new Launcher(folder);
    LocalStack stack = LocalStack.shared();
    ledger = stack.createDatabase(name + "-legacy");
    allocations = stack.createDatabase(name + "-allocation");
    shadowsAllocations = stack.createDatabase(name + "-shadow");
    VirtualHost broker = stack.createVirtualHost(name);
    shadowsBroker = stack.createVirtualHost(name + "-shadow");
    wayToTheShadow = new TcpProxy(shadowsBroker.host(), shadowsBroker.port());
    allocation = allocation("allocation").with(allocations, broker).start();
    shadow = allocation("shadow").with(shadowsAllocations, shadowsBroker).start();
    adapter = PackagedService.small(launcher, "adapter", Service.LEGACY).with(ledger, broker);
    OldWorldProcess products = OldWorldProcess.products(launcher, SMALL, file);
    List<String> options =
        new ArrayList<>(
            List.of(
                "--orders",
                file.toString(),
                "--named-batches",
                named ? "yes" : "no",
                "--prefers",
                named ? "ours" : "roomiest",
                "--stock",
                "1000",
                "--record",
                recording.toString()));
    options.addAll(InFront.reporting(adapter.url(""), 200));
    monolith = OldWorldProcess.monolith(launcher, SMALL, options);
    InFront inFront =
        new InFront(monolith.api().toString(), products.api(), allocation.url(""), "shop");
    adapter
        .with(named ? inFront.switchingAdapter() : inFront.adapter())
        .with(ofShadow())
        .with(settings);
    if (named) {
      Path ofBatches =
          Files.writeString(folder.resolve("named-batches.properties"), inFront.namedBatches());
      adapter.with(Map.of("QUARKUS_CONFIG_LOCATIONS", ofBatches.toUri().toString()));
    }
    adapter.start();
    allocation.awaitReady();
    shadow.awaitReady();
    adapter.awaitReady();
    monolith.act("figures?all=yes");
    skus =
        monolith.table("stock").stream()
            .sorted(Comparator.comparing(row -> -OldWorldProcess.number(row, "figure")))
            .map(row -> row.get("sku"))
            .limit(SKUS + 1)
            .toList();
    String known =
        "select count(*) from %s in ('%s')"
            .formatted(
                named
                    ? "looked_sku where clear_at is not null and sku"
                    : "reported_figure where sku",
                String.join("', '", skus));
    await(() -> count(ledger, known) == skus.size(), "the monolith's figures are known");
  }

  private PackagedService allocation(String name) {
    return PackagedService.small(launcher, name, Service.ALLOCATION)
        .with(Map.of("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60s"));
  }

  private Map<String, String> ofShadow() {
    Map<String, String> settings = new Shadow(shadowsBroker, shadow.url("")).settings();
    settings.put("FICUS_LEGACY_SHADOW_HOST", "127.0.0.1");
    settings.put("FICUS_LEGACY_SHADOW_PORT", String.valueOf(wayToTheShadow.port()));
    settings.put("FICUS_LEGACY_SHADOW_LOOK_EVERY", "250ms");
    settings.put("FICUS_LEGACY_SHADOW_LOST_AFTER", "1s");
    settings.put("FICUS_LEGACY_ALLOCATION_URL", allocation.url("").toString());
    settings.put("FICUS_LEGACY_SOURCES_SHOP_DECIDES_WITHIN", "0s");
    settings.put("FICUS_LEGACY_LEAKS_SHOWS_WITHIN", "1s");
    settings.put("FICUS_LEGACY_BROKER_CONFIRM_TIMEOUT", "2s");
    settings.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60s");
    return settings;
  }

  PackagedService shadow() {
    return shadow;
  }

  PackagedService adapter() {
    return adapter;
  }

  TcpProxy wayToTheShadow() {
    return wayToTheShadow;
  }

  /** Some SKUs of which there are many; all but the last are in the wave. */
  List<String> skus() {
    return skus;
  }

  /** The monolith's word on something, by its control interface. */
  void monolithDoes(String what) throws IOException {
    monolith.act(what);
  }

  /** Goods leave for some orders, and the shop is told. */
  void theMonolithDespatches(int most) throws IOException {
    MonolithDespatches.of(monolith, most);
  }

  /** Has the SKUs of the wave shadowed, once more where they are. */
  void base() throws IOException {
    Http.put(
        adapter.url("/strangling/waves/" + WAVE),
        "application/json",
        JSON.writeValueAsString(Map.of("skus", skus.subList(0, SKUS))),
        CLOCK_LIMIT);
    await(this::isBased, "the wave is shadowed");
  }

  /** Not while it cannot be told what is left of its batches. */
  private boolean isBased() {
    try {
      Http.Response answer = post("/strangling/waves/" + WAVE + "/shadow");
      if (answer.status() == 409 && answer.body().contains("batches_unclear")) {
        return false;
      }
      assertEquals(200, answer.status(), answer.body());
      assertEquals(SKUS, JSON.readTree(answer.body()).path("skus").asInt());
      return true;
    } catch (IOException notAnswered) {
      throw new UncheckedIOException(notAnswered);
    }
  }

  private Http.Response post(String path) throws IOException {
    return Http.post(
        adapter.url(path), "application/json", "{\"by\": \"Ada\", \"reason\": \"a test\"}", LIMIT);
  }

  /** The shop shows an order, once. */
  void order(String number, Map<String, Integer> lines) {
    Map<String, Integer> items = new TreeMap<>();
    lines.forEach((sku, units) -> items.put(sku + "/" + (skus.indexOf(sku) + 1), units));
    send(number, WantedOrder.of(number, items).call());
  }

  /** The shop cancels one. */
  void cancel(String number) {
    send(number, XmlRpc.call("sales_order.cancel", number));
  }

  private void send(String number, byte[] call) {
    PatientShop.callUntilDone(adapter.url(FEED), call);
    sent.put(number, new String(call, StandardCharsets.UTF_8));
  }

  /** The same call of the shop is answered at once, by the monolith. */
  void orderAtOnce(String number, String sku, int units) throws Exception {
    byte[] call = WantedOrder.of(number, Map.of(sku + "/" + (skus.indexOf(sku) + 1), units)).call();
    XmlRpc.Answer answer = PatientShop.call(adapter.url(FEED), call);
    assertEquals(XmlRpc.readAnswer(monolith.ask(call)), answer, number);
    sent.put(number, new String(call, StandardCharsets.UTF_8));
  }

  /** The shadow as the adapter shows it. */
  JsonNode state() {
    try {
      return JSON.readTree(Http.get(adapter.url("/strangling/shadow"), CLOCK_LIMIT).body());
    } catch (IOException away) {
      throw new AssertionError(away);
    }
  }

  /** Returns when all that was written down is at the shadow's broker. */
  void awaitFed() {
    await(() -> state().path("waiting").asInt(-1) == 0, "all is fed");
  }

  /** Removes what the shadow was sent and has not taken. */
  void purge() throws IOException {
    String path = "/api/queues/%s/allocation.commands/contents";
    assertEquals(
        204,
        shadowsBroker
            .management()
            .call("DELETE", path.formatted(Http.encode(shadowsBroker.name())), "", LIMIT)
            .statusCode());
  }

  /** The monolith tells all its figures once more: also those by which others hide each other. */
  private void tellFigures() {
    try {
      monolith.act("figures?all=yes");
    } catch (IOException away) {
      throw new AssertionError(away);
    }
  }

  /**
   * At rest the shadow has free what the monolith has, and holds exactly the lines that it was
   * given since it was based; the monolith has received each document as the shop wrote it, and
   * allocation-service nothing.
   */
  void assertShadows(String where) throws Exception {
    AtomicReference<String> last = new AtomicReference<>();
    assertTrue(
        Waiting.until(
            () -> {
              if (!named) {
                tellFigures();
              }
              JsonNode now = state();
              Map<String, Long> free = free();
              last.set(now + " free " + free + " monolith " + figures());
              return now.path("skus").path("based").asInt() == SKUS
                  && now.path("waiting").asInt(-1) == 0
                  && now.path("undecided").asInt(-1) == 0
                  && free.equals(figures());
            },
            LIMIT),
        () -> where + ": " + last.get());
    Set<String> fed = fed();
    assertEquals(monolithsLines(fed), shadowsLines(fed), where);
    assertEquals(
        0, count(shadowsAllocations, "select count(*) from inbox where state = 'PARKED'"), where);
    assertEquals(0, count(allocations, "select count(*) from order_line"), where);
    assertEachDocumentIsAsItWasSent(where);
  }

  private void assertEachDocumentIsAsItWasSent(String where) throws IOException {
    SortedMap<String, String> received = new TreeMap<>();
    for (Recording.Exchange exchange : Recording.read(recording)) {
      String document =
          new String(Message.parse(exchange.request()).body(), StandardCharsets.UTF_8);
      sent.keySet().stream()
          .filter(number -> document.contains(">" + number + "<"))
          .forEach(number -> received.put(number, document));
    }
    assertEquals(sent, received, where);
  }

  /** By SKU; of named batches by reference. */
  private Map<String, Long> free() {
    Map<String, Long> free = new TreeMap<>();
    rows(
        shadowsAllocations,
        "select %1$s, sum(qty - allocated) from batch group by %1$s"
            .formatted(named ? "batchref" : "sku"),
        row -> free.put(row.getString(1), row.getLong(2)));
    return free;
  }

  private Map<String, Long> figures() {
    Map<String, Long> figures = new TreeMap<>();
    try {
      if (named) {
        for (CSVRecord row : monolith.table("batches")) {
          if (skus.subList(0, SKUS).contains(row.get("sku"))) {
            figures.put(
                row.get("reference"),
                (long)
                    (OldWorldProcess.number(row, "qty") - OldWorldProcess.number(row, "promised")));
          }
        }
        return figures;
      }
      for (CSVRecord row : monolith.table("stock")) {
        if (skus.subList(0, SKUS).contains(row.get("sku"))) {
          figures.put(row.get("sku"), (long) OldWorldProcess.number(row, "figure"));
        }
      }
    } catch (IOException away) {
      throw new AssertionError(away);
    }
    return figures;
  }

  /** The lines that the shadow was fed since it was based. */
  private Set<String> fed() {
    return Set.copyOf(
        rows(
            ledger,
            "select number || ' ' || sku from shadow_line join shadow_sku using (sku, basing)",
            row -> row.getString(1)));
  }

  /** Those of orders that the shop has sent since, and not cancelled. */
  private SortedMap<String, Integer> monolithsLines(Set<String> fed) throws IOException {
    SortedMap<String, Integer> lines = new TreeMap<>();
    for (CSVRecord row : monolith.table("orders?all=yes")) {
      String line = row.get("order") + " " + row.get("sku");
      if (fed.contains(line) && !row.get("state").equals("cancelled")) {
        lines.put(line, OldWorldProcess.number(row, "qty"));
      }
    }
    return lines;
  }

  /** Those that hold units, and of the ones that were fed those whose goods have left. */
  private SortedMap<String, Integer> shadowsLines(Set<String> fed) {
    SortedMap<String, Integer> lines = new TreeMap<>();
    rows(
        shadowsAllocations,
        """
        select substring(orderid from 'shop:(.*)') || ' ' || sku, qty, state from order_line
        where state in ('ALLOCATED', 'DESPATCHED')
        """,
        row ->
            row.getString(3).equals("ALLOCATED") || fed.contains(row.getString(1))
                ? lines.put(row.getString(1), row.getInt(2))
                : null);
    return lines;
  }

  private static <T> List<T> rows(Database database, String sql, Query.Reader<T> reader) {
    try (Query query = new Query(database)) {
      return query.list(sql, reader);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private static long count(Database database, String sql) {
    return rows(database, sql, row -> row.getLong(1)).get(0);
  }

  void await(BooleanSupplier condition, String what) {
    assertTrue(Waiting.until(condition, LIMIT), () -> what + ": " + state());
  }

  @Override
  public void close() throws IOException {
    adapter.close();
    shadow.close();
    allocation.close();
    wayToTheShadow.close();
    launcher.close();
  }
}
