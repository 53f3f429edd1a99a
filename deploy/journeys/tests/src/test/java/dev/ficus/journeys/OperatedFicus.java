package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Ficus as an operator has it: three services in front of a monolith from which the products of one
 * wave were taken over, and a PostgreSQL that archives what it writes, from the programs that its
 * backups are made with.
 */
final class OperatedFicus implements AutoCloseable {
  /** Products of ours that the monolith has never had. */
  static final String LAMP = "NEW-LAMP";

  static final String CHAIR = "NEW-CHAIR";

  /** Units that are purchased of each of them, in a batch of the same name. */
  static final int PURCHASED = 100;

  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final String FEED = "/api/xmlrpc";
  private static final String NOT_STOCK = "FICUS_LEGACY_SHOPS_SHOP_NOT_STOCK";
  private static final int STOCK = 12;
  private static final int ORDERS = 2;

  private final Path folder;
  private final LocalStack servers;
  private final VirtualHost broker;
  private final Launcher launcher;
  private final Map<Service, Database> databases = new EnumMap<>(Service.class);
  private final Map<Service, PackagedService> services = new EnumMap<>(Service.class);
  private final Set<Service> running = EnumSet.noneOf(Service.class);
  private final PortClaim monolithsPort = PortClaim.any();
  private final PortClaim scratchPort = PortClaim.any();
  private final OldWorldProcess products;
  private final OldWorldProcess monolith;
  private final RemoteControl remote;
  private final List<String> releases = new ArrayList<>();
  private final String ours;
  private final String monoliths;

  /**
   * Starts all of it; returns when the wave is ours.
   *
   * @param programs the folder of PostgreSQL's programs
   * @param folder for all that is written
   */
  OperatedFicus(Path programs, Path folder) throws Exception {
    this.folder = folder;
    servers = LocalStack.startPostgres(programs);
    archive();
    broker = servers.createVirtualHost("operated");
    launcher = new Launcher(folder);
    for (Service service : Service.values()) {
      String name = service.name().toLowerCase(Locale.ROOT);
      databases.put(service, servers.createDatabase(name));
      services.put(
          service,
          PackagedService.small(launcher, name, service)
              .with(databases.get(service), broker)
              .with(Map.of("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60s")));
    }
    String allocation = of(Service.ALLOCATION).url("").toString();
    // What a test breaks must not be mended before an operator has seen it.
    of(Service.AVAILABILITY)
        .with(
            Map.of(
                "FICUS_AVAILABILITY_ALLOCATION_URL",
                allocation,
                "FICUS_AVAILABILITY_REBUILDING_COMPARE_EVERY",
                "1h"));
    start(Service.ALLOCATION);
    start(Service.AVAILABILITY);
    Path orders = RealOrders.first(ORDERS).write(folder.resolve("orders.csv"));
    products = OldWorldProcess.products(launcher, SMALL, orders);
    InFront inFront =
        new InFront(
            "http://127.0.0.1:" + monolithsPort.port() + FEED,
            products.api(),
            of(Service.AVAILABILITY).url(""),
            "shop");
    of(Service.LEGACY)
        .with(inFront.switchingAdapter())
        .with(
            Map.of(
                "FICUS_LEGACY_ALLOCATION_URL",
                allocation,
                "FICUS_LEGACY_RESEND_EVERY",
                "1s",
                "FICUS_LEGACY_RESEND_MINIMUM_AGE",
                "1s",
                NOT_STOCK,
                "POST,M,DOT," + LAMP));
    start(Service.LEGACY);
    monolith = OldWorldProcess.monolith(launcher, SMALL, ofMonolith(orders));
    services.values().forEach(PackagedService::awaitReady);
    remote = new RemoteControl(this::obey);
    monolith.act("figures?all=yes");
    List<String> skus = skus();
    ours = skus.get(0);
    monoliths = skus.get(1);
    takeOver();
  }

  private void archive() throws IOException, SQLException {
    Path archive = Files.createDirectories(folder.resolve("archive"));
    Path backups = Files.createDirectories(folder.resolve("backups"));
    servers.giveToPostgres(archive);
    servers.giveToPostgres(backups);
    try (java.sql.Connection superuser = DriverManager.getConnection(servers.superuserUrl());
        Statement statement = superuser.createStatement()) {
      statement.execute("alter system set archive_mode = on");
      statement.execute(
          "alter system set archive_command = 'test ! -f %1$s/%%f && cp %%p %1$s/%%f'"
              .formatted(archive));
    }
    servers.postgres().stop();
    servers.postgres().start();
  }

  private List<String> ofMonolith(Path orders) {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--orders",
                orders.toString(),
                "--named-batches",
                "no",
                "--port",
                String.valueOf(monolithsPort.port()),
                "--stock",
                String.valueOf(STOCK)));
    options.addAll(InFront.reporting(of(Service.LEGACY).url(""), 500));
    return options;
  }

  /** The SKUs of which the monolith has the most. */
  private List<String> skus() throws IOException {
    Map<String, Integer> physical = new TreeMap<>();
    monolith
        .table("stock")
        .forEach(row -> physical.put(row.get("sku"), OldWorldProcess.number(row, "physical")));
    return physical.keySet().stream()
        .sorted(Comparator.comparing((String sku) -> physical.get(sku)).reversed())
        .toList();
  }

  private void takeOver() throws IOException {
    URI adapter = of(Service.LEGACY).url("");
    MigrationTeam team = new MigrationTeam(adapter);
    team.put("first", List.of(ours));
    team.take("first", MigrationTeam.Way.CUT_OVER, 0, "the pages' proof");
    Http.Response wave =
        Http.put(
            adapter.resolve("/strangling/waves/new"),
            "application/json",
            "{\"skus\": [\"%s\", \"%s\"], \"route\": \"new\"}".formatted(LAMP, CHAIR),
            LIMIT);
    assertEquals(200, wave.status(), wave.body());
    for (String sku : List.of(LAMP, CHAIR)) {
      AllServices.post(
          of(Service.ALLOCATION).url("/batches"),
          Map.of("batchref", sku, "sku", sku, "qty", PURCHASED),
          201);
    }
  }

  /** The SKU that was the monolith's. */
  String ours() {
    return ours;
  }

  /** One that still is. */
  String monoliths() {
    return monoliths;
  }

  PackagedService of(Service service) {
    return services.get(service);
  }

  OldWorldProcess monolith() {
    return monolith;
  }

  /** From now on the adapter takes all of it for stock but postage. */
  void mendNotStock() {
    of(Service.LEGACY).with(Map.of(NOT_STOCK, "POST,M,DOT"));
  }

  /** What was released, in its order: service and version. */
  List<String> releases() {
    return releases;
  }

  /** Opens a shell in which the file of addresses can be read, as the user of the server. */
  OperatorShell shell(Map<String, String> more) throws IOException {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("SCRATCH_PORT", String.valueOf(scratchPort.port()));
    environment.put("PATH", RunbookPrograms.postgres() + ":" + System.getenv("PATH"));
    List<String> functions = Stream.of("stop", "start", "release").map(remote::function).toList();
    Path working = RunbookSession.folder(folder, addresses(), functions);
    return new OperatorShell(servers::asPostgres, working, folder, environment);
  }

  private Map<String, String> addresses() {
    Map<String, String> addresses = new TreeMap<>();
    addresses.put("ME", "ann");
    services.forEach(
        (service, process) -> {
          addresses.put(service + "_URL", process.url("").toString());
          addresses.put(service + "_MANAGEMENT_URL", process.managementUrl("").toString());
          addresses.put(service + "_DATABASE", uri(databases.get(service)));
        });
    addresses.put("POSTGRES", servers.superuserUrl().substring("jdbc:".length()));
    addresses.put("BACKUPS", folder.resolve("backups").toString());
    addresses.put("ARCHIVE", folder.resolve("archive").toString());
    return addresses;
  }

  private static String uri(Database database) {
    return database.jdbcUrlWithCredentials().substring("jdbc:".length());
  }

  private void obey(List<String> words) throws Exception {
    Service service =
        List.of(Service.values()).stream()
            .filter(each -> each.module().equals(words.get(1)))
            .findFirst()
            .orElseThrow();
    switch (words.get(0)) {
      case "stop" -> stop(service);
      case "start" -> {
        start(service);
        of(service).awaitReady();
      }
      default -> releases.add(words.get(1) + " " + words.get(2));
    }
  }

  /** Starts a service that does not run. */
  void start(Service service) throws IOException {
    if (running.add(service)) {
      of(service).start();
    }
  }

  /** Ends a service that runs. */
  void stop(Service service) throws InterruptedException {
    if (running.remove(service)) {
      of(service).end();
    }
  }

  /** A team sends a command to allocation-service; returns when the broker has it. */
  void command(String key, String body) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.amqpUrl());
    try (Connection connection = factory.newConnection("a team");
        Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      channel.basicPublish(
          "allocation.commands",
          key,
          MessageProperties.PERSISTENT_BASIC.builder().appId("a team").build(),
          body.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
      channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    }
  }

  /**
   * The shop sends an order until it is taken in.
   *
   * @param made when, by its clock
   * @param lines SKU and quantity, one after the other
   */
  void order(String number, String made, Object... lines) {
    PatientShop.callUntilDone(of(Service.LEGACY).url(FEED), document(number, made, lines));
  }

  /** The shop sends an order once, whatever it is answered. */
  void orderOnce(String number, String made, Object... lines) throws IOException {
    String call = new String(document(number, made, lines), StandardCharsets.UTF_8);
    Http.post(of(Service.LEGACY).url(FEED), "text/xml", call, CLOCK_LIMIT);
  }

  /** The shop sends an order to the monolith itself; what it is answered. */
  XmlRpc.Answer orderThere(String number, String made, Object... lines) throws Exception {
    return PatientShop.call(monolith.api(), document(number, made, lines));
  }

  private static byte[] document(String number, String made, Object... lines) {
    List<Map<String, Object>> items = new ArrayList<>();
    for (int i = 0; i < lines.length; i += 2) {
      items.add(
          Map.of(
              "item_id",
              String.valueOf(i / 2 + 1),
              "sku",
              lines[i],
              "qty_ordered",
              lines[i + 1] + ".0000"));
    }
    return XmlRpc.call(
        "sales_order.create", Map.of("increment_id", number, "created_at", made, "items", items));
  }

  /** What allocation-service has of an order of the shop; missing when it has none. */
  JsonNode line(String number) throws IOException {
    return AllServices.json(
            AllServices.ask(of(Service.ALLOCATION).url("/allocations/shop:" + number)))
        .path(0);
  }

  /** Returns when the first line of an order of the shop is in this state. */
  void awaitLine(String number, String state) {
    JsonNode[] last = new JsonNode[1];
    assertTrue(
        Waiting.until(
            () -> {
              try {
                last[0] = line(number);
                return last[0].path("state").asText().equals(state);
              } catch (IOException notYet) {
                return false;
              }
            },
            LIMIT),
        () -> number + " is " + last[0]);
  }

  /** Changes a database behind its service's back. */
  void change(Service service, String sql) throws SQLException {
    Database database = databases.get(service);
    try (java.sql.Connection connection =
            DriverManager.getConnection(
                database.jdbcUrl(), database.username(), database.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** Returns when a question for a number is answered so. */
  void awaitCount(Service service, String sql, long expected) {
    assertTrue(
        Waiting.until(
            () -> {
              try {
                return count(service, sql) == expected;
              } catch (SQLException failure) {
                throw new AssertionError(failure);
              }
            },
            LIMIT),
        () -> expected + " by " + sql);
  }

  /** Answers as things are now. */
  long count(Service service, String sql) throws SQLException {
    try (Query query = new Query(databases.get(service))) {
      return query.count(sql);
    }
  }

  @Override
  public void close() {
    if (remote != null) {
      remote.close();
    }
    services.values().forEach(PackagedService::close);
    launcher.close();
    monolithsPort.close();
    endScratch();
    scratchPort.close();
    servers.close();
  }

  /** The server of a page that was not gone through to its end. */
  private void endScratch() {
    Path file = folder.resolve("backups/scratch/postmaster.pid");
    try {
      long pid = Long.parseLong(Files.readAllLines(file).get(0));
      ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    } catch (IOException ended) {
      // As it should.
      return;
    }
  }
}
