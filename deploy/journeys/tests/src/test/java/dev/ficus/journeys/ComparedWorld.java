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
import dev.ficus.oldworld.wire.Recording;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.commons.csv.CSVRecord;

/**
 * A monolith that decides as it likes, an adapter in front of it that compares, and two
 * allocation-services, as processes: the real one, and its shadow with a database and a virtual
 * host of its own, to which the adapter finds through a proxy. The monolith sends its figures when
 * it is asked to; or it names its batches, and waves can be cut over.
 */
final class ComparedWorld implements AutoCloseable {
  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final ObjectMapper JSON = new ObjectMapper();

  /** By which later calls the monolith tells what it has decided, beside shipments. */
  private static final String TELLING =
      """
      ficus.legacy.dialects.magento-stock.calls.hold.method=call
      ficus.legacy.dialects.magento-stock.calls.hold.where.1=sales_order.hold
      ficus.legacy.dialects.magento-stock.calls.hold.means=order-whole
      ficus.legacy.dialects.magento-stock.calls.hold.at=2.0,2
      ficus.legacy.dialects.magento-stock.calls.hold.tells=waits
      ficus.legacy.dialects.magento-stock.calls.unhold.method=call
      ficus.legacy.dialects.magento-stock.calls.unhold.where.1=sales_order.unhold
      ficus.legacy.dialects.magento-stock.calls.unhold.means=order-whole
      ficus.legacy.dialects.magento-stock.calls.unhold.at=2.0,2
      ficus.legacy.dialects.magento-stock.calls.unhold.tells=has-stock
      ficus.legacy.dialects.magento-stock.calls.in-hand.method=call
      ficus.legacy.dialects.magento-stock.calls.in-hand.where.1=sales_order.addComment
      ficus.legacy.dialects.magento-stock.calls.in-hand.where."2.1"=processing
      ficus.legacy.dialects.magento-stock.calls.in-hand.means=order-status
      ficus.legacy.dialects.magento-stock.calls.in-hand.at=2.0
      ficus.legacy.dialects.magento-stock.calls.in-hand.status=2.1
      ficus.legacy.dialects.magento-stock.calls.in-hand.tells=has-stock
      """;

  private final Launcher launcher;
  private final Path moreSettings;
  private final Path recording;
  private final Database ledger;
  private final Database allocations;
  private final Database shadowsAllocations;
  private final VirtualHost shadowsBroker;
  private final TcpProxy wayToTheShadow;
  private final PackagedService allocation;
  private final Optional<PackagedService> availability;
  private final PackagedService shadow;
  private final PackagedService adapter;
  private final OldWorldProcess monolith;
  private final InFront inFront;
  private final Set<String> waves = new TreeSet<>();

  /** What a monolith reports of its stock. */
  enum StockReporting {
    /** Figures. */
    FIGURES,
    /**
     * Batches by name, which can be listed; nobody learns what is promised of them, and there is an
     * availability-service, so that they can be cut over.
     */
    BATCHES,
    /** Batches by name, which can be listed, and so can what is promised of them. */
    BATCHES_AND_PROMISES
  }

  /**
   * Starts all of it; returns when the monolith's figures are known.
   *
   * @param orders of which the monolith has the products
   * @param stock how many units of each it has at most
   */
  ComparedWorld(String name, Path orders, int stock) throws Exception {
    this(name, orders, stock, StockReporting.FIGURES, Map.of());
    monolith.act("figures?all=yes");
  }

  /**
   * Starts all of it.
   *
   * @param orders of which the monolith has the products
   * @param stock how many units of each, or of each batch, it has at most
   * @param settings more environment variables of the adapter
   */
  ComparedWorld(
      String name, Path orders, int stock, StockReporting reporting, Map<String, String> settings)
      throws Exception {
    boolean named = reporting != StockReporting.FIGURES;
    Path folder = Files.createDirectories(Project.here().journeyLogs(name));
    launcher = new Launcher(folder);
    recording = folder.resolve("monolith.recording");
    LocalStack servers = LocalStack.shared();
    ledger = servers.createDatabase(name + "-legacy");
    VirtualHost broker = servers.createVirtualHost(name);
    shadowsBroker = servers.createVirtualHost(name + "-shadow");
    wayToTheShadow = new TcpProxy(shadowsBroker.host(), shadowsBroker.port());
    shadowsAllocations = servers.createDatabase(name + "-shadow");
    allocations = servers.createDatabase(name + "-allocation");
    allocation = allocation("allocation").with(allocations, broker).start();
    shadow = allocation("shadow").with(shadowsAllocations, shadowsBroker).start();
    adapter = PackagedService.small(launcher, "adapter", Service.LEGACY).with(ledger, broker);
    OldWorldProcess products = OldWorldProcess.products(launcher, SMALL, orders);
    List<String> options =
        new ArrayList<>(
            List.of(
                "--orders",
                orders.toString(),
                "--named-batches",
                named ? "yes" : "no",
                "--stock",
                String.valueOf(stock),
                "--prefers",
                "ours",
                "--record",
                recording.toString()));
    options.addAll(InFront.reporting(adapter.url(""), 0));
    monolith = OldWorldProcess.monolith(launcher, SMALL, options);
    availability =
        reporting == StockReporting.BATCHES
            ? Optional.of(availability(servers.createDatabase(name + "-availability"), broker))
            : Optional.empty();
    inFront =
        new InFront(
            monolith.api().toString(),
            products.api(),
            availability.orElse(allocation).url(""),
            "shop");
    moreSettings = folder.resolve("more.properties");
    Files.writeString(
        moreSettings,
        switch (reporting) {
          case FIGURES -> TELLING;
          case BATCHES -> TELLING + inFront.listOfBatches();
          case BATCHES_AND_PROMISES -> TELLING + inFront.namedBatches();
        });
    adapter
        .with(inFront.switchingAdapter())
        .with(ofShadow())
        .with(settings)
        .with(Map.of("QUARKUS_CONFIG_LOCATIONS", moreSettings.toUri().toString()))
        .start();
    allocation.awaitReady();
    shadow.awaitReady();
    availability.ifPresent(PackagedService::awaitReady);
    adapter.awaitReady();
  }

  private PackagedService availability(Database database, VirtualHost broker) throws IOException {
    return PackagedService.small(
            launcher, "availability", Service.AVAILABILITY, PackagedService.Form.JAR)
        .with(database, broker)
        .with(
            Map.of(
                "FICUS_AVAILABILITY_ALLOCATION_URL",
                allocation.url("").toString(),
                "QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT",
                "60s"))
        .start();
  }

  /**
   * The adapter is started anew, and learns from answers to orders what is promised of batches with
   * names.
   *
   * @param more lines of properties
   */
  void learnPromises(String more) throws Exception {
    adapter.kill();
    Files.writeString(moreSettings, TELLING + inFront.answeredBatches() + more);
    adapter.start().awaitReady();
  }

  private PackagedService allocation(String name) {
    return PackagedService.small(launcher, name, Service.ALLOCATION)
        .with(Map.of("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60s"));
  }

  private Map<String, String> ofShadow() {
    Map<String, String> settings = new Shadow(shadowsBroker, shadow.url("")).settings();
    settings.put("FICUS_LEGACY_SHADOW_HOST", "127.0.0.1");
    settings.put("FICUS_LEGACY_SHADOW_PORT", String.valueOf(wayToTheShadow.port()));
    settings.put("FICUS_LEGACY_ALLOCATION_URL", allocation.url("").toString());
    settings.put("FICUS_LEGACY_SHADOW_LOOK_EVERY", "250ms");
    settings.put("FICUS_LEGACY_JUDGING_LOOK_EVERY", "200ms");
    settings.put("FICUS_LEGACY_JUDGING_SECOND_LOOK", "1s");
    settings.put("FICUS_LEGACY_JUDGING_DECIDES_WITHIN", "20s");
    // What is not about comparing decisions has tests of its own: here goods run out, and orders
    // flow.
    settings.put("FICUS_LEGACY_GATE_OFF", "in_shadow,agreement,split_share,open_backorders,lags");
    settings.put("FICUS_LEGACY_GATE_SAMPLE", "10");
    settings.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60s");
    return settings;
  }

  PackagedService shadow() {
    return shadow;
  }

  PackagedService adapter() {
    return adapter;
  }

  OldWorldProcess monolith() {
    return monolith;
  }

  TcpProxy wayToTheShadow() {
    return wayToTheShadow;
  }

  /** Removes what the shadow was sent and has not taken. */
  void purgeShadow() throws IOException {
    String path = "/api/queues/%s/allocation.commands/contents";
    assertEquals(
        204,
        shadowsBroker
            .management()
            .call("DELETE", path.formatted(Http.encode(shadowsBroker.name())), "", LIMIT)
            .statusCode());
  }

  /** All that the monolith has received, in its order. */
  List<Recording.Exchange> received() throws IOException {
    return Recording.read(recording);
  }

  /** Where the shop sends its orders. */
  URI feed() {
    return adapter.url("/api/xmlrpc");
  }

  /** The adapter's tables. */
  Query tables() throws SQLException {
    return new Query(ledger);
  }

  /** The tables of allocation-service, the one that is in force. */
  Query allocations() throws SQLException {
    return new Query(allocations);
  }

  /** The tables of the shadow. */
  Query shadowsAllocations() throws SQLException {
    return new Query(shadowsAllocations);
  }

  /** The monolith's word on something, by its control interface. */
  void monolithDoes(String what) throws IOException {
    monolith.act(what);
  }

  /** All lines that the monolith has, with what it has decided. */
  List<CSVRecord> monolithsLines() throws IOException {
    return monolith.table("orders?all=yes");
  }

  /** The batches that the monolith has, whatever is promised of them. */
  List<CSVRecord> monolithsBatches() throws IOException {
    return monolith.table("batches");
  }

  /** How many units of its batches the monolith has set aside. */
  Map<String, Long> setAside() throws Exception {
    return MonolithPromises.setAside(monolith);
  }

  /** The figures of all that the monolith has. */
  Map<String, Integer> monolithsStock() throws IOException {
    Map<String, Integer> figures = new TreeMap<>();
    for (CSVRecord row : monolith.table("stock")) {
      figures.put(row.get("sku"), OldWorldProcess.number(row, "figure"));
    }
    return figures;
  }

  /** The monolith's figures of these SKUs. */
  Map<String, Integer> figures(Collection<String> skus) throws IOException {
    Map<String, Integer> figures = monolithsStock();
    figures.keySet().retainAll(skus);
    return figures;
  }

  /** Has these SKUs shadowed as a wave; returns when the shadow has their stock. */
  void shadow(String wave, Collection<String> skus) throws IOException {
    monolith.act("figures?all=yes");
    put(wave, skus);
    Http.Response based = post("/strangling/waves/" + wave + "/shadow");
    assertEquals(200, based.status(), based.body());
    assertEquals(skus.size(), JSON.readTree(based.body()).path("skus").asInt(), based.body());
    awaitFed();
  }

  /** Nothing is shadowed any more: of what follows, the shadow has what is shadowed then. */
  void endShadowing() throws IOException {
    for (String wave : waves) {
      Http.Response ended = post("/strangling/waves/" + wave + "/unshadow");
      assertEquals(200, ended.status(), ended.body());
    }
  }

  /** Stores a wave. */
  void put(String wave, Collection<String> skus) throws IOException {
    Http.Response stored =
        Http.put(
            adapter.url("/strangling/waves/" + wave),
            "application/json",
            JSON.writeValueAsString(Map.of("skus", skus)),
            LIMIT);
    assertEquals(200, stored.status(), stored.body());
    waves.add(wave);
  }

  /** Somebody does this. */
  Http.Response post(String path) throws IOException {
    return post(path, Map.of());
  }

  /** The same with more than who and why. */
  Http.Response post(String path, Map<String, Object> more) throws IOException {
    Map<String, Object> body = new TreeMap<>(Map.of("by", "Ada", "reason", "a test"));
    body.putAll(more);
    return Http.post(adapter.url(path), "application/json", JSON.writeValueAsString(body), LIMIT);
  }

  /** What the adapter answers. */
  JsonNode json(String path) {
    try {
      return JSON.readTree(Http.get(adapter.url(path), CLOCK_LIMIT).body());
    } catch (IOException away) {
      throw new AssertionError(away);
    }
  }

  /** The shadow as the adapter shows it. */
  JsonNode state() {
    return json("/strangling/shadow");
  }

  /** Returns when all that was written down is at the shadow's broker. */
  void awaitFed() {
    await(() -> state().path("waiting").asInt(-1) == 0, "all is fed");
  }

  /** Returns when all that the shadow was to be fed is fed, and judged. */
  void awaitJudged() {
    await(
        () ->
            state().path("waiting").asInt(-1) == 0
                && json("/strangling/parity").path("waiting").asInt(-1) == 0,
        "all is judged");
  }

  /** How many verdicts of a wave there are, by aspect and verdict: {@code outcome same}. */
  Map<String, Long> totals(String wave) {
    Map<String, Long> totals = new TreeMap<>();
    for (JsonNode aspect : json("/strangling/parity?wave=" + wave).path("aspects")) {
      aspect
          .path("verdicts")
          .properties()
          .forEach(
              each ->
                  totals.put(
                      aspect.path("aspect").asText() + " " + each.getKey(),
                      each.getValue().asLong()));
    }
    return totals;
  }

  /** Writes the verdicts of a wave that should be looked at to a file beside the logs. */
  void writeDifferences(String wave) throws IOException {
    List<String> lines = new ArrayList<>();
    for (String verdict : List.of("worse", "better", "unjudged", "race", "follow_on")) {
      String path = "/strangling/parity/verdicts?limit=1000&wave=" + wave + "&verdict=" + verdict;
      json(path).path("verdicts").forEach(each -> lines.add(each.toString()));
    }
    Files.write(launcher.log("differences-" + wave), lines);
  }

  /** The checks of a wave that do not hold, with their values. */
  Map<String, String> red(String wave) {
    Map<String, String> red = new TreeMap<>();
    for (JsonNode check : json("/strangling/waves/" + wave + "/readiness").path("checks")) {
      if (check.has("hint")) {
        red.put(check.path("check").asText(), check.path("value").asText());
      }
    }
    return red;
  }

  /** What is waited for. */
  interface Condition {
    boolean holds() throws Exception;
  }

  void await(Condition condition, String what) {
    AtomicReference<JsonNode> last = new AtomicReference<>();
    assertTrue(
        Waiting.until(
            () -> {
              boolean holds = holds(condition);
              if (!holds) {
                last.set(json("/strangling/parity"));
              }
              return holds;
            },
            LIMIT),
        () -> what + ": " + last.get() + state());
  }

  private static boolean holds(Condition condition) {
    try {
      return condition.holds();
    } catch (Exception failure) {
      throw new AssertionError(failure);
    }
  }

  @Override
  public void close() throws IOException {
    adapter.close();
    availability.ifPresent(PackagedService::close);
    shadow.close();
    allocation.close();
    wayToTheShadow.close();
    launcher.close();
  }
}
