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
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * A shop, its monolith that reports figures, and Ficus between them, as processes: everything is
 * the monolith's at first, and waves are cut over. Of what the shop has sent each line is with one
 * of the two, and no unit is sold twice.
 */
final class SwitchedWorld implements AutoCloseable {
  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FEED = "/api/xmlrpc";
  private static final String SHOP = "shop";
  private static final int SEND_AGAIN = -32500;

  /** Units of each SKU that the monolith has at most. */
  private static final int STOCK = 12;

  private static final int PLENTY = 6;

  /** Units of a SKU that come in at once. */
  private static final int RECEIVED = 3;

  private final boolean named;
  private final Path folder;
  private final Launcher launcher;
  private final Map<Service, Database> databases = new EnumMap<>(Service.class);
  private final VirtualHost broker;
  private final PortClaim monolithsPort = PortClaim.any();
  private final Gate gate;
  private final PackagedService allocation;
  private final PackagedService availability;
  private final OldWorldProcess products;
  private final OldWorldProcess monolith;
  private final StoppableService adapter;
  private final Map<String, StoppableService> others = new HashMap<>();
  private final Map<String, Integer> physical = new TreeMap<>();
  private final List<String> skus;
  private final Map<String, String> sent = new TreeMap<>();
  private final Map<String, Integer> telephoned = new TreeMap<>();
  private final AtomicInteger number = new AtomicInteger();

  /** Starts all of it; returns when the monolith's figures are known everywhere. */
  SwitchedWorld(String name, int orders) throws Exception {
    this(name, orders, false);
  }

  /**
   * Starts all of it; returns when the monolith's stock is known everywhere.
   *
   * @param named whether the monolith names batches, and lists what it has promised of them
   */
  SwitchedWorld(String name, int orders, boolean named) throws Exception {
    this.named = named;
    folder = Files.createDirectories(Project.here().journeyLogs(name));
    Path file = RealOrders.first(orders).write(folder.resolve("orders.csv"));
    launcher = new Launcher(folder);
    broker = LocalStack.shared().createVirtualHost(name);
    for (Service service : Service.values()) {
      databases.put(
          service,
          LocalStack.shared().createDatabase(name + "-" + service.name().toLowerCase(Locale.ROOT)));
    }
    allocation = small(Service.ALLOCATION).start();
    availability =
        small(Service.AVAILABILITY)
            .with(Map.of("FICUS_AVAILABILITY_ALLOCATION_URL", allocation.url("").toString()))
            .start();
    products = OldWorldProcess.products(launcher, SMALL, file);
    gate = new Gate(monolithsPort.port());
    adapter = adapter("adapter");
    List<String> options =
        new ArrayList<>(
            List.of(
                "--orders",
                file.toString(),
                "--named-batches",
                named ? "yes" : "no",
                "--port",
                String.valueOf(monolithsPort.port()),
                "--stock",
                String.valueOf(STOCK)));
    options.addAll(InFront.reporting(adapter.url(""), 500));
    monolith = OldWorldProcess.monolith(launcher, SMALL, options);
    allocation.awaitReady();
    availability.awaitReady();
    adapter.awaitReady();
    if (named) {
      monolith
          .table("batches")
          .forEach(
              row ->
                  physical.merge(row.get("sku"), OldWorldProcess.number(row, "qty"), Integer::sum));
    } else {
      monolith.act("figures?all=yes");
      monolith
          .table("stock")
          .forEach(row -> physical.put(row.get("sku"), OldWorldProcess.number(row, "physical")));
    }
    physical.keySet().removeAll(ShopRules.read(Project.here().adapterConfiguration()).notStock());
    skus =
        physical.keySet().stream()
            .sorted(Comparator.comparing(sku -> physical.get(sku) < PLENTY))
            .toList();
    awaitZero(
        Service.LEGACY,
        """
        select (select count(*) from ledger_batch where confirmed < revision)
          + (select count(*) from sku_openness where not confirmed)
          + (select %d - count(distinct sku) from ledger_batch)
        """
            .formatted(physical.size()));
  }

  private PackagedService small(Service service) {
    return PackagedService.small(launcher, service.name().toLowerCase(Locale.ROOT), service)
        .with(databases.get(service), broker)
        .with(Map.of("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60s"));
  }

  private StoppableService adapter(String name) throws IOException {
    return new StoppableService(
        Service.LEGACY, name, launcher, databases.get(Service.LEGACY), broker, ofAdapter());
  }

  private Map<String, String> ofAdapter() {
    Map<String, String> settings =
        new InFront(monolithsAddress(), products.api(), availability.url(""), SHOP)
            .switchingAdapter();
    // A busy machine may take longer than the default to make a connection.
    settings.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "1m");
    settings.put("FICUS_LEGACY_ALLOCATION_URL", allocation.url("").toString());
    // What a crash has left is taken up soon, and no busy machine makes anybody give up.
    settings.put("FICUS_LEGACY_SWITCHING_LEASE", "5s");
    settings.put("FICUS_LEGACY_SWITCHING_FROZEN_AT_MOST", "1h");
    settings.put("FICUS_LEGACY_SWITCHING_SECOND_LOOK", "2m");
    settings.put("FICUS_LEGACY_RESEND_EVERY", "1s");
    settings.put("FICUS_LEGACY_LEAKS_LOOK_EVERY", "200ms");
    settings.put("FICUS_LEGACY_RESEND_MINIMUM_AGE", "1s");
    if (named) {
      settings.put("QUARKUS_CONFIG_LOCATIONS", namedBatches().toUri().toString());
    }
    return settings;
  }

  private Path namedBatches() {
    try {
      return Files.writeString(
          folder.resolve("named-batches.properties"),
          new InFront(monolithsAddress(), products.api(), availability.url(""), SHOP)
              .namedBatches());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private String monolithsAddress() {
    return "http://127.0.0.1:" + gate.port() + FEED;
  }

  StoppableService adapter() {
    return adapter;
  }

  /** Lets something happen to the monolith, by its control interface. */
  void monolithDoes(String what) throws IOException {
    monolith.act(what);
  }

  /** One more adapter with the same database, to which nobody sends anything. */
  StoppableService another(String name) throws IOException {
    StoppableService started = adapter(name);
    others.put(name, started);
    started.awaitReady();
    return started;
  }

  /** A backup of the adapter's database as it is now. That ends the adapter's connections to it. */
  Database backUp() {
    return LocalStack.shared().copyDatabase(databases.get(Service.LEGACY));
  }

  /**
   * The adapter is gone, and another one has a database that was restored from a backup: it takes
   * no order before somebody has adopted the newer routes, and then it goes on with what was lost.
   *
   * @param sku one that has become ours since, and is so now
   */
  void assertRestoredRoutesWaitForAPerson(Database backup, String sku) throws Exception {
    adapter.crash();
    StoppableService restored =
        new StoppableService(Service.LEGACY, "restored", launcher, backup, broker, ofAdapter());
    others.put("restored", restored);
    restored.awaitReady();
    JsonNode older =
        json(asked(() -> Http.get(restored.url("/strangling/restored?limit=1000"), CLOCK_LIMIT)));
    assertTrue(
        older.path("routes").findValuesAsText("sku").contains(sku), "at its start: " + older);
    String lost;
    synchronized (sent) {
      lost =
          sent.entrySet().stream()
              .filter(each -> each.getValue().equals(sku))
              .map(Map.Entry::getKey)
              .reduce((one, other) -> other)
              .orElseThrow();
    }
    byte[] changed = order(lost, sku, "2.0000");
    assertTrue(
        PatientShop.call(restored.url(FEED), changed) instanceof XmlRpc.Fault fault
            && fault.code() == SEND_AGAIN);
    try (Query stock = new Query(databases.get(Service.ALLOCATION))) {
      String revision =
          "select wanted_revision from order_line where orderid = '%s:%s'".formatted(SHOP, lost);
      long before = stock.countNow(revision);
      Http.Response adopted =
          Http.post(
              restored.url("/strangling/restored"),
              "application/json",
              JSON.writeValueAsString(
                  Map.of(
                      "by",
                      "journey",
                      "reason",
                      "proof",
                      "skus",
                      older.path("skus").asInt(),
                      "revision",
                      older.path("revision").asInt())),
              LIMIT);
      assertEquals(200, adopted.status(), adopted.body());
      PatientShop.callUntilDone(restored.url(FEED), changed);
      awaitZero(
          Service.ALLOCATION,
          "select 1 - count(*) from order_line where orderid = '%s:%s' and wanted_revision > %d"
              .formatted(SHOP, lost, before));
    }
    assertTrue(
        monolith.table("orders?all=yes").stream().noneMatch(row -> row.get("order").equals(lost)));
  }

  /** All SKUs; first those of which there are so many units that they do not sell out by chance. */
  List<String> skus() {
    return skus;
  }

  /** The shop sells a unit, and repeats the call until it is carried out. */
  void sell(String sku) throws Exception {
    String order = "S%05d".formatted(number.incrementAndGet());
    synchronized (sent) {
      sent.put(order, sku);
    }
    byte[] call = order(order, sku, "1.0000");
    assertTrue(Waiting.until(() -> isCarriedOut(call), LIMIT), () -> order + " is not taken");
  }

  private static byte[] order(String number, String sku, String quantity) {
    Map<String, Object> item = Map.of("item_id", "1", "sku", sku, "qty_ordered", quantity);
    return XmlRpc.call(
        "sales_order.create",
        Map.of(
            "increment_id", number, "created_at", "2010-12-01 10:00:00", "items", List.of(item)));
  }

  private boolean isCarriedOut(byte[] call) {
    try {
      return PatientShop.call(adapter.url(FEED), call) instanceof XmlRpc.Success;
    } catch (IOException away) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  /** Stores a wave; again where a connection to the database has turned out to be dead. */
  void putWave(String name, List<String> skus) throws IOException {
    String list = JSON.writeValueAsString(Map.of("skus", skus));
    Http.Response[] last = new Http.Response[1];
    assertTrue(
        Waiting.until(
            () -> {
              last[0] =
                  asked(
                      () ->
                          Http.put(
                              adapter.url("/strangling/waves/" + name),
                              "application/json",
                              list,
                              LIMIT));
              return last[0].status() == 200;
            },
            LIMIT),
        () -> name + ": " + last[0]);
  }

  /** Begins the cut-over of a wave as soon as its checks hold; its id. */
  String begin(String wave) {
    return begin(wave, MigrationTeam.Way.CUT_OVER, 0);
  }

  /** The same of its rollback; lines that have no units stay so. */
  String beginBack(String wave) {
    return begin(wave, MigrationTeam.Way.ROLL_BACK, 1);
  }

  private String begin(String wave, MigrationTeam.Way way, int epoch) {
    return String.valueOf(
        new MigrationTeam(adapter.url("")).begin(wave, way, epoch, "the journey's proof"));
  }

  /** A cut-over as it is now. */
  JsonNode cutOver(String id) {
    return json(asked(() -> Http.get(adapter.url("/strangling/cut-overs/" + id), CLOCK_LIMIT)))
        .path("cut_over");
  }

  /** Returns when a cut-over has come to this step, or further. */
  void awaitStep(String id, Set<String> steps) {
    assertTrue(
        Waiting.until(() -> steps.contains(cutOver(id).path("step").asText()), LIMIT),
        () -> cutOver(id).toString());
  }

  /** Returns when a moment is reached. */
  void awaitReached(Mark mark, String where) throws InterruptedException {
    assertTrue(adapter.awaitReached(mark, LIMIT), where);
  }

  /** Rolls a wave back; returns the id of the rollback by which a moment was reached. */
  String backUntilReached(String wave, Mark mark, String where) {
    return goneOn(
        wave,
        beginBack(wave),
        id -> {
          try {
            return adapter.awaitReached(mark, Duration.ZERO);
          } catch (InterruptedException ended) {
            throw new AssertionError(ended);
          }
        },
        where);
  }

  /** Returns when a rollback, or one that was begun after it, has changed the routes; its id. */
  String awaitSwitchedBack(String wave, String id) {
    return goneOn(wave, id, each -> !column("switched_at", each).isEmpty(), "switched back");
  }

  /**
   * Who buys before it is frozen may leave more lines without units than were accepted, and then
   * nothing is rolled back: it is begun again, as a person would.
   */
  private String goneOn(String wave, String begun, Predicate<String> reached, String where) {
    String[] id = {begun};
    assertTrue(
        Waiting.until(
            () -> {
              if (reached.test(id[0])) {
                return true;
              }
              if (column("outcome", id[0]).equals("not_accepted")) {
                id[0] = beginBack(wave);
              }
              return false;
            },
            LIMIT),
        () -> where + ", " + wave + ": " + column("step", id[0]) + " " + column("why", id[0]));
    return id[0];
  }

  /** Asks the table, since an adapter that is stopped does not answer. */
  private String column(String name, String id) {
    String query = "select coalesce(%s::text, '') from cut_over where id = %s".formatted(name, id);
    try (Query tables = new Query(databases.get(Service.LEGACY))) {
      return tables.list(query, row -> row.getString(1)).get(0);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private interface Asking {
    Http.Response ask() throws IOException;
  }

  private static Http.Response asked(Asking question) {
    try {
      return question.ask();
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  private static JsonNode json(Http.Response answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException broken) {
      throw new AssertionError(answer.body(), broken);
    }
  }

  /** The monolith sells some of what is ours by telephone, as much as its figure has. */
  void sellByTelephone(String sku, int most) throws IOException {
    int figure =
        monolith.table("stock").stream()
            .filter(row -> row.get("sku").equals(sku))
            .mapToInt(row -> OldWorldProcess.number(row, "figure"))
            .findFirst()
            .orElseThrow();
    int units = Math.min(most, figure);
    assertTrue(units > 0, sku + " is sold out");
    monolith.act("telephone?sku=%s&qty=%d".formatted(sku, units));
    telephoned.merge(sku, units, Integer::sum);
  }

  /** All that the monolith has sold by telephone is found as leaks, and nothing else is. */
  void assertLeaks(String where) {
    Map<String, Integer> found = new TreeMap<>();
    assertTrue(
        Waiting.until(
            () -> {
              found.clear();
              JsonNode page =
                  json(
                      asked(
                          () ->
                              Http.get(
                                  adapter.url("/strangling/leaks?settled=any&limit=1000"),
                                  CLOCK_LIMIT)));
              page.path("leaks")
                  .forEach(
                      leak ->
                          found.merge(
                              leak.path("sku").asText(), leak.path("units").asInt(), Integer::sum));
              return found.equals(telephoned);
            },
            LIMIT),
        () -> where + ": " + found + " instead of " + telephoned);
  }

  /** The monolith's list, the ledger and allocation-service have the same of all waves. */
  void assertReconciled(String where) {
    JsonNode[] last = new JsonNode[1];
    assertTrue(
        Waiting.until(
            () -> {
              asked(
                  () ->
                      Http.post(
                          adapter.url("/strangling/reconciliation"),
                          "application/json",
                          "",
                          LIMIT));
              last[0] =
                  json(asked(() -> Http.get(adapter.url("/strangling/reconciliation"), LIMIT)));
              return last[0].path("stocks").asInt() > 0 && last[0].path("differ").asInt() == 0;
            },
            LIMIT),
        () -> where + ": " + last[0]);
  }

  /** Returns when nothing is under way any more. */
  void settle() throws Exception {
    Settling.UnderWay left =
        new Settling(
                databases.get(Service.ALLOCATION),
                databases.get(Service.AVAILABILITY),
                databases.get(Service.LEGACY))
            .await();
    assertTrue(left.isNothing(), left::toString);
    awaitZero(Service.LEGACY, "select count(*) from forward");
  }

  /**
   * Each line that the shop has sent is with the monolith or with us, and the owner says with whom.
   */
  void assertEachLineIsWithItsOwner(String where) throws Exception {
    Map<String, Integer> monoliths = new TreeMap<>();
    monolith.table("orders?all=yes").stream()
        .filter(row -> !row.get("order").startsWith("T"))
        .forEach(row -> monoliths.merge(row.get("order"), 1, Integer::sum));
    try (Query ledger = new Query(databases.get(Service.LEGACY));
        Query stock = new Query(databases.get(Service.ALLOCATION))) {
      Map<String, Integer> theirs = new TreeMap<>();
      ledger.list(
          "select number from ledger_line where owner = 'monolith' and state = 'ordered'",
          row -> theirs.merge(row.getString(1), 1, Integer::sum));
      Map<String, Integer> ours = new TreeMap<>();
      ledger.list(
          "select number from ledger_line where owner = 'new' and state = 'ordered'",
          row -> ours.merge(row.getString(1), 1, Integer::sum));
      Map<String, Integer> allocations = new TreeMap<>();
      stock.list(
          "select orderid from order_line",
          row -> allocations.merge(row.getString(1).substring(SHOP.length() + 1), 1, Integer::sum));
      assertEquals(theirs, monoliths, "the monolith's, " + where);
      assertEquals(ours, allocations, "ours, " + where);
      Map<String, Integer> all = new TreeMap<>(theirs);
      ours.forEach((order, lines) -> all.merge(order, lines, Integer::sum));
      synchronized (sent) {
        assertEquals(
            sent.keySet().stream().collect(Collectors.toMap(each -> each, each -> 1)),
            all,
            "each once, " + where);
      }
    }
  }

  /**
   * Sells SKUs until there are none: exactly the units in the warehouse are sold, by the monolith
   * and by us, whoever had the SKU when; and the shop is told.
   */
  void assertSellsOut(List<String> skus) throws Exception {
    sellMoreThanThereIs(skus);
    // Of what the monolith sells we hear with its figures.
    monolith.act("figures");
    settle();
    assertEquals(allOf(skus), sold(skus));
    assertTrue(
        Waiting.until(
            () -> {
              try {
                return products.table("stock").stream()
                    .filter(row -> skus.contains(row.get("sku")))
                    .allMatch(row -> Double.parseDouble(row.get("qty")) == 0);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            },
            LIMIT),
        "the shop is told that nothing is left");
  }

  /**
   * Goods come in and SKUs are sold until there are none, while orders flow: exactly the units in
   * the warehouse are sold, by the monolith and by us.
   */
  void sellOutWhatComesIn(List<String> skus, String where) throws Exception {
    for (String sku : skus) {
      int before = physical.merge(sku, RECEIVED, Integer::sum);
      monolith.act("batches?reference=%s-%d&sku=%s&qty=%d".formatted(sku, before, sku, RECEIVED));
    }
    sellMoreThanThereIs(skus);
    Map<String, SoldUnits> all = allOf(skus);
    List<Map<String, SoldUnits>> last = new ArrayList<>();
    assertTrue(
        Waiting.until(
            () -> {
              last.clear();
              last.add(sold(skus));
              return last.get(0).equals(all);
            },
            LIMIT),
        () -> where + ": " + last + " instead of " + all);
  }

  private void sellMoreThanThereIs(List<String> skus) throws Exception {
    for (String sku : skus) {
      for (int unit = 0; unit <= physical.get(sku); unit++) {
        sell(sku);
      }
    }
  }

  /** Units of a SKU that the monolith and we have promised, and those that are left. */
  private record SoldUnits(int sold, int left) {}

  private Map<String, SoldUnits> allOf(List<String> skus) {
    if (named) {
      // What has left is neither in its batches nor among what is promised.
      Map<String, Integer> there = batches(skus, "qty");
      return skus.stream()
          .collect(Collectors.toMap(sku -> sku, sku -> new SoldUnits(there.get(sku), 0)));
    }
    return skus.stream()
        .collect(Collectors.toMap(sku -> sku, sku -> new SoldUnits(physical.get(sku), 0)));
  }

  /** A number of all batches of each of these SKUs, in the warehouse and expected. */
  private Map<String, Integer> batches(List<String> skus, String column) {
    try {
      return monolith.table("batches").stream()
          .filter(row -> skus.contains(row.get("sku")))
          .collect(
              Collectors.toMap(
                  row -> row.get("sku"), row -> OldWorldProcess.number(row, column), Integer::sum));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private Map<String, SoldUnits> sold(List<String> skus) {
    if (named) {
      Map<String, Integer> promised = batches(skus, "promised");
      return skus.stream()
          .collect(Collectors.toMap(sku -> sku, sku -> sold(sku, promised.get(sku))));
    }
    try {
      Map<String, Integer> promised =
          monolith.table("stock").stream()
              .collect(
                  Collectors.toMap(
                      row -> row.get("sku"), row -> OldWorldProcess.number(row, "promised")));
      return skus.stream()
          .collect(Collectors.toMap(sku -> sku, sku -> sold(sku, promised.get(sku))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private SoldUnits sold(String sku, int promised) {
    int allocated = 0;
    int available = 0;
    for (JsonNode batch :
        json(asked(() -> Http.get(allocation.url("/products/" + sku), CLOCK_LIMIT)))
            .path("batches")) {
      allocated += batch.path("allocated").asInt();
      available += batch.path("available").asInt();
    }
    return new SoldUnits(promised + allocated, available);
  }

  /** Has so many orders leave, at most, that the monolith has promised from the warehouse. */
  void theMonolithDespatches(int most) throws IOException {
    MonolithDespatches.of(monolith, most);
  }

  /**
   * What the monolith has set aside of each named batch is what our books say that it has: units
   * that our lines hold there, and those that it is to give back.
   */
  void assertSetAsideByBatch() throws Exception {
    Map<String, Long> told = new TreeMap<>();
    try (Query ledger = new Query(databases.get(Service.LEGACY))) {
      ledger.list(
          """
          select figure_batch(source, sku) as batchref, uncounted + to_give_back as units
          from source_stock where uncounted + to_give_back > 0
          """,
          row -> told.put(row.getString("batchref"), row.getLong("units")));
      assertEquals(
          0,
          ledger.count("select count(*) from source_stock where source = figure_source(source)"));
    }
    assertFalse(told.isEmpty(), "nothing was told");
    assertEquals(told, MonolithPromises.setAside(monolith));
  }

  /** In each certificate the monolith's list has what the ledger has. */
  static void assertListsAreTheLedgers(Query ledger) throws Exception {
    assertEquals(
        0,
        ledger.count(
            """
            select count(*)
            from certificate_list as monolith join certificate_list as ledger using (certificate)
            where monolith.name = 'monolith' and ledger.name = 'ledger'
              and monolith.content <> ledger.content
            """),
        "the list and the ledger have the same");
  }

  /** The lists of each certificate have the same batches, with the days of those expected. */
  void assertCertifiedByBatch() throws Exception {
    try (Query ledger = new Query(databases.get(Service.LEGACY))) {
      assertListsAreTheLedgers(ledger);
      assertTrue(
          ledger.count(
                  """
                  select count(*) from certificate_list
                  where name = 'allocation' and content ~ '[0-9]{4}-[0-9]{2}-[0-9]{2}'
                  """)
              > 0,
          "what is expected has its day");
    }
  }

  /** Each SKU that was switched has as many changes and events as epochs, all certified. */
  void assertCertified(int switches, Map<String, Integer> epochs) throws Exception {
    JsonNode chain =
        json(asked(() -> Http.get(adapter.url("/strangling/certificates/verify"), CLOCK_LIMIT)));
    assertTrue(chain.path("whole").asBoolean(), chain::toString);
    assertEquals(switches, chain.path("certificates").asInt());
    Map<String, Integer> found = new TreeMap<>();
    try (Query ledger = new Query(databases.get(Service.LEGACY))) {
      ledger.list(
          """
          select sku, epoch from sku_route
          where epoch > 0
            and (route = 'new') = (epoch % 2 = 1)
            and epoch = (select count(*) from route_change as change
                         where change.sku = sku_route.sku and change.epoch <= sku_route.epoch)
            and epoch = (select count(*) from legacy_event as event
                         where event.sku = sku_route.sku and type <> 'sku_settled')
          """,
          row -> found.put(row.getString("sku"), row.getInt("epoch")));
      assertEquals(epochs, found);
      assertEquals(0, ledger.count("select count(*) from frozen_sku"));
      assertEquals(0, ledger.count("select sum(pending) from source_stock"));
    }
  }

  /** After each rollback the monolith's figure is as much less as our lines hold. */
  void assertFiguresAfterRollBacks(int rollBacks) throws Exception {
    SwitchedStock stock =
        SwitchedStock.read(
            databases.get(Service.LEGACY), databases.get(Service.ALLOCATION), monolith, SHOP);
    assertEquals(rollBacks, stock.certified().stream().filter(each -> each.back()).count());
    assertEquals(List.of(), RollBackReckoning.differences(stock));
  }

  private void awaitZero(Service service, String count) throws SQLException {
    try (Query tables = new Query(databases.get(service))) {
      long[] last = new long[1];
      assertTrue(
          Waiting.until(
              () -> {
                try {
                  last[0] = tables.countNow(count);
                  return last[0] == 0;
                } catch (SQLException e) {
                  throw new AssertionError(e);
                }
              },
              LIMIT),
          () -> last[0] + " of " + count);
    }
  }

  @Override
  public void close() throws IOException {
    others.values().forEach(StoppableService::close);
    adapter.close();
    gate.close();
    launcher.close();
    allocation.close();
    availability.close();
    monolithsPort.close();
  }
}
