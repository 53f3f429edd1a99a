package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.xml.stream.XMLStreamException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The jars of an earlier commit and those of this build, side by side on one schema, while orders
 * come in: each service is released as the page for operators says, the new instance beside the old
 * one until both have been sent orders; then all of it is taken back, to the earlier jars on the
 * newer schema. In the end each line is there once.
 *
 * <p>Skipped without {@code -Dficus.earlier=FOLDER}, where the earlier commit was built; {@code
 * deploy/journeys/nightly upgrade} builds it.
 */
class UpgradeJourneyIT {
  private static final String EARLIER = System.getProperty("ficus.earlier", "");
  private static final String MANAGEMENT = "quarkus.management.enabled=true";
  private static final List<String> SMALL =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final String THIS = "this";
  private static final String BEFORE = "earlier";
  private static final int SKUS = 5;
  private static final int PURCHASED = 1_000_000;
  private static final int SIDE_BY_SIDE = 40;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final ExecutorService callers = Executors.newCachedThreadPool();
  private final Map<Service, Database> databases = new EnumMap<>(Service.class);
  private final Map<Service, StableAddress> addresses = new EnumMap<>(Service.class);
  private final Map<Service, List<PackagedService>> running = new EnumMap<>(Service.class);
  private final List<PackagedService> all = new ArrayList<>();
  private final AtomicInteger orders = new AtomicInteger();
  private final AtomicInteger allocations = new AtomicInteger();
  private final AtomicInteger turn = new AtomicInteger();
  private Path folder;
  private Launcher launcher;
  private VirtualHost broker;
  private volatile boolean selling = true;

  @BeforeEach
  void start_the_earlier_ones() throws Exception {
    assumeFalse(EARLIER.isBlank(), "it needs the jars of an earlier commit: -Dficus.earlier");
    RunbookPrograms.require();
    folder = Project.here().newLogs("deploy/journeys/target/journeys/upgrade");
    launcher = new Launcher(folder);
    broker = LocalStack.shared().createVirtualHost("upgrade");
    for (Service service : Service.values()) {
      String name = "upgrade-" + service.name().toLowerCase(Locale.ROOT);
      databases.put(service, LocalStack.shared().createDatabase(name));
      running.put(service, new CopyOnWriteArrayList<>());
      addresses.put(service, new StableAddress(() -> oldest(service).port()));
    }
    for (Service service : Service.values()) {
      startAnother(service, BEFORE);
    }
    for (int sku = 0; sku < SKUS; sku++) {
      AllServices.post(
          current(Service.ALLOCATION, "/batches"),
          Map.of("batchref", "batch-" + sku, "sku", sku(sku), "qty", PURCHASED),
          201);
    }
  }

  @AfterEach
  void end_all() {
    selling = false;
    callers.shutdownNow();
    for (StableAddress each : addresses.values()) {
      each.close();
    }
    all.forEach(PackagedService::close);
    if (launcher != null) {
      launcher.close();
    }
  }

  @Test
  void two_releases_run_side_by_side_and_the_older_one_goes_on_with_the_newer_ones_schema()
      throws Exception {
    List<Future<?>> calls =
        List.of(
            callers.submit(() -> call(orders, this::order)),
            callers.submit(() -> call(orders, this::order)),
            callers.submit(() -> call(allocations, this::allocate)));
    Map<Service, Long> before = schemas();
    try (RemoteControl remote = new RemoteControl(this::release);
        RunbookSession page = session(remote)) {
      page.run("Before");
      page.run("Bring it in");
    }
    Map<Service, Long> after = schemas();
    assertTrue(
        after.values().stream().mapToLong(each -> each).sum()
            > before.values().stream().mapToLong(each -> each).sum(),
        "none of the schemas has changed, so an earlier commit is needed: " + before);
    // The addresses of the new instances are others.
    try (RemoteControl remote = new RemoteControl(this::release);
        RunbookSession page = session(remote)) {
      page.run("It worked when");
      page.run("Roll back");
    }
    assertEquals(after, schemas());
    selling = false;
    for (Future<?> each : calls) {
      each.get(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
    }
    assertEachLineIsThereOnce();
  }

  private RunbookSession session(RemoteControl remote) throws Exception {
    Map<String, String> file = new TreeMap<>();
    file.put("ME", "ann");
    for (Service service : Service.values()) {
      file.put(service + "_URL", addresses.get(service).url().toString());
      file.put(service + "_MANAGEMENT_URL", newest(service).managementUrl("").toString());
      file.put(
          service + "_DATABASE",
          databases.get(service).jdbcUrlWithCredentials().substring("jdbc:".length()));
    }
    Map<String, String> environment =
        Map.of(
            "VERSION", THIS,
            "PREVIOUS", BEFORE,
            "PATH", RunbookPrograms.postgres() + ":" + System.getenv("PATH"));
    List<String> functions = Stream.of("stop", "start", "release").map(remote::function).toList();
    Path working = RunbookSession.folder(folder, file, functions);
    return new RunbookSession(
        "upgrading.md",
        new OperatorShell(command -> command, working, folder, environment),
        new ArrayList<>());
  }

  /** Who is called by address: the new one once the old one is to end. */
  private PackagedService oldest(Service service) {
    return running.get(service).stream()
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("there is no " + service));
  }

  /** The new one beside the old one until both have been there for some orders. */
  private void release(List<String> words) throws Exception {
    Service service =
        Stream.of(Service.values())
            .filter(each -> each.module().equals(words.get(1)))
            .findFirst()
            .orElseThrow();
    PackagedService old = newest(service);
    startAnother(service, words.get(2));
    awaitMore("side by side with two of " + service);
    running.get(service).remove(old);
    old.end();
    old.close();
    awaitMore("with the other release of " + service);
  }

  private void awaitMore(String where) {
    int soFar = orders.get();
    int allocated = allocations.get();
    assertTrue(
        Waiting.until(
            () ->
                orders.get() > soFar + SIDE_BY_SIDE && allocations.get() > allocated + SIDE_BY_SIDE,
            LIMIT),
        () -> "no orders go on, " + where);
  }

  private void startAnother(Service service, String version) throws IOException {
    String name = "%s-%d-%s".formatted(service.module(), all.size(), version);
    PackagedService instance =
        (version.equals(BEFORE)
                ? earlier(name, service)
                : PackagedService.small(launcher, name, service))
            .with(databases.get(service), broker)
            .with(settings());
    all.add(instance);
    running.get(service).add(instance.start().awaitReady());
  }

  /** Health had no port of its own before there was one for management. */
  private PackagedService earlier(String name, Service service) throws IOException {
    Path root = Path.of(EARLIER);
    List<String> command = new Project(root).command(service.module(), Form.JAR, SMALL);
    String settings =
        Files.readString(
            root.resolve(service.module()).resolve("src/main/resources/application.properties"));
    PackagedService instance =
        settings.contains(MANAGEMENT)
            ? new PackagedService(launcher, name, service, command)
            : new PackagedService(launcher, name, command, "/q/health");
    // What is shipped with it now, and once was not.
    return instance.with(Map.of("QUARKUS_FLYWAY_IGNORE_MIGRATION_PATTERNS", "*:future"));
  }

  private PackagedService newest(Service service) {
    List<PackagedService> instances = running.get(service);
    return instances.get(instances.size() - 1);
  }

  /** The address of a path at one of the instances, each in its turn. */
  private URI current(Service service, String path) {
    List<PackagedService> instances = running.get(service);
    return instances.get(Math.floorMod(turn.getAndIncrement(), instances.size())).url(path);
  }

  private Map<String, String> settings() {
    String allocation = addresses.get(Service.ALLOCATION).url().toString();
    Map<String, String> settings = new HashMap<>();
    // On a busy machine a first connection may take longer than a call should wait for one.
    settings.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60s");
    settings.put("FICUS_AVAILABILITY_ALLOCATION_URL", allocation);
    settings.put("FICUS_LEGACY_ALLOCATION_URL", allocation);
    settings.put("FICUS_LEGACY_RESEND_EVERY", "1s");
    settings.put("FICUS_LEGACY_RESEND_MINIMUM_AGE", "1s");
    return settings;
  }

  private Map<Service, Long> schemas() throws SQLException {
    Map<Service, Long> versions = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      try (Query query = new Query(databases.get(service))) {
        versions.put(
            service,
            query.count("select max(version::integer) from flyway_schema_history where success"));
      }
    }
    return versions;
  }

  private interface NumberedCall {
    /** Whether it is carried out; else it is made again, as old shops do. */
    boolean make(int number) throws Exception;
  }

  private void call(AtomicInteger counter, NumberedCall call) {
    while (selling) {
      int number = counter.getAndIncrement();
      assertTrue(Waiting.until(() -> isDone(call, number), LIMIT), () -> number + " is not taken");
    }
  }

  private static boolean isDone(NumberedCall call, int number) {
    try {
      return call.make(number);
    } catch (IOException | XMLStreamException | IndexOutOfBoundsException cutOff) {
      return false;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private boolean order(int number) throws Exception {
    Map<String, Object> item = Map.of("item_id", "1", "sku", sku(number), "qty_ordered", "1.0000");
    URI feed = current(Service.LEGACY, "/api/xmlrpc");
    byte[] call =
        XmlRpc.call(
            "sales_order.create",
            Map.of("increment_id", "order-" + number, "items", List.of(item)));
    return PatientShop.call(feed, call) instanceof XmlRpc.Success;
  }

  private boolean allocate(int number) throws IOException {
    String line =
        JSON.writeValueAsString(Map.of("orderid", "team-" + number, "sku", sku(number), "qty", 1));
    URI lines = current(Service.ALLOCATION, "/allocations");
    Http.Response answer = Http.post(lines, "application/json", line, CLOCK_LIMIT);
    assertTrue(answer.status() == 202 || answer.status() == 503, answer.body());
    return answer.status() == 202;
  }

  private static String sku(int number) {
    return "SKU-" + number % SKUS;
  }

  private void assertEachLineIsThereOnce() throws Exception {
    Settling.UnderWay left =
        new Settling(
                databases.get(Service.ALLOCATION),
                databases.get(Service.AVAILABILITY),
                databases.get(Service.LEGACY))
            .await();
    assertTrue(left.isNothing(), left::toString);
    long lines = orders.get() + allocations.get();
    try (Query ledger = new Query(databases.get(Service.LEGACY));
        Query stock = new Query(databases.get(Service.ALLOCATION));
        Query views = new Query(databases.get(Service.AVAILABILITY))) {
      assertEquals(orders.get(), ledger.count("select count(*) from ledger_order"));
      assertEquals(lines, stock.count("select count(*) from order_line"));
      assertEquals(List.of(), stock.equation().differences(lines));
      assertEquals(lines, stock.equation().allocated());
      assertEquals(0, stock.count("select count(*) from inbox where state <> 'APPLIED'"));
      assertEquals(
          stock.list(
              "select sku, sum(qty - allocated) from batch group by sku order by sku",
              UpgradeJourneyIT::units),
          views.list(
              "select sku, sum(available) from batch_view group by sku order by sku",
              UpgradeJourneyIT::units));
    }
  }

  private static String units(ResultSet row) throws SQLException {
    return row.getString(1) + " " + row.getLong(2);
  }
}
