package dev.ficus.checks.compose;

import static java.util.stream.Collectors.joining;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.checks.rabbitmq.RightsWalk;
import dev.ficus.journeys.Launcher;
import dev.ficus.journeys.PackagedService;
import dev.ficus.journeys.Project;
import dev.ficus.journeys.Service;
import dev.ficus.local.LocalStack;
import dev.ficus.local.TlsProxy;
import dev.ficus.local.TokenIssuer;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.monolith.Monolith;
import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.WebServer;
import dev.ficus.rabbitmq.AccessTable;
import dev.ficus.rabbitmq.Contracts;
import dev.ficus.rabbitmq.Definitions;
import dev.ficus.rabbitmq.Passwords;
import dev.ficus.rabbitmq.Team;
import dev.ficus.rabbitmq.TeamFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The system of the compose file without containers: the packaged services with the environment
 * that it gives them, passwords from the files that its script makes, databases and users of its
 * SQL file, rights and policies of its definitions, and its old world.
 */
class WholeSystemIT {
  private static final int NOT_SHOWN = -1;
  private static final int ORDERS = 20;
  private static final Pattern FROM_FILE =
      Pattern.compile("\\\\set password `cat /run/secrets/(.*)`");
  private static final String AUTHORITY = "/etc/ficus/tls/authority.pem";
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Map<Service, PackagedService> SERVICES = new EnumMap<>(Service.class);

  @TempDir static Path folder;

  private static MadeSecrets secrets;
  private static ComposeFile file;
  private static LocalStack servers;
  private static VirtualHost broker;
  private static TlsProxy securedBroker;
  private static TlsProxy securedDatabase;
  private static Definitions definitions;
  private static WebServer shop;
  private static WebServer monolith;
  private static Launcher launcher;
  private static TokenIssuer issuer;

  @BeforeAll
  static void start() throws Exception {
    secrets = MadeSecrets.in(folder);
    file = ComposeFile.read();
    servers = LocalStack.startPostgres();
    createDatabases();
    broker = servers.createVirtualHost("compose");
    define();
    securedBroker =
        new TlsProxy(
            broker.host(), broker.port(), TlsProxy.Protocol.AT_ONCE, secrets.tls("rabbitmq"));
    URI database = URI.create(servers.superuserUrl().substring("jdbc:".length()));
    securedDatabase =
        new TlsProxy(
            database.getHost(),
            database.getPort(),
            TlsProxy.Protocol.POSTGRESQL,
            secrets.tls("postgres"));
    shop = ShopServer.open(command("old-shop", "--count=" + ORDERS));
    monolith = Monolith.open(command("old-monolith"));
    issuer =
        new TokenIssuer()
            .client(TokenIssuer.AUDIENCE, secrets.of("issuer-ficus"))
            .client("availability-service", secrets.of("issuer-availability-service"), "reader")
            .client("legacy-adapter", secrets.of("issuer-legacy-adapter"), "reader", "service")
            .start();
    launcher = new Launcher(Project.here().newLogs("deploy/checks/target/logs"));
    for (Service service : Service.values()) {
      SERVICES.put(
          service,
          PackagedService.small(launcher, service.module(), service, PackagedService.Form.JAR));
    }
    for (Service service : Service.values()) {
      SERVICES.get(service).with(environment(service)).start();
    }
    SERVICES.values().forEach(PackagedService::awaitReady);
  }

  @AfterAll
  static void end() throws Exception {
    if (launcher != null) {
      launcher.close();
      SERVICES.values().forEach(PackagedService::close);
    }
    if (securedBroker != null) {
      securedBroker.close();
    }
    if (securedDatabase != null) {
      securedDatabase.close();
    }
    if (broker != null) {
      definitions.names().forEach(name -> servers.deleteUser(definitions.user(name)));
      ask("DELETE", broker.managementUrl() + "/api/vhosts/" + broker.name(), "");
    }
    if (issuer != null) {
      issuer.close();
    }
    if (shop != null) {
      shop.close();
    }
    if (monolith != null) {
      monolith.close();
    }
    if (servers != null) {
      servers.close();
    }
  }

  @Test
  void orders_of_the_old_shop_go_through_and_it_gets_its_figures() throws Exception {
    String legacy = url(Service.LEGACY);
    ask("POST", legacy + "/stock/openings/ask/figures", "");
    ask(
        "POST",
        "http://127.0.0.1:%d/control/sending?at-once=4&to=%s"
            .formatted(
                shop.port(),
                URLEncoder.encode(
                    legacy.replace("http://", "http://shop:" + secrets.of("sender-shop") + "@")
                        + "/api/xmlrpc",
                    StandardCharsets.UTF_8)),
        "");
    await("the shop's orders are accepted", () -> accepted() == ORDERS);
    await("all products are seen by shops", () -> shopsProducts() > 0 && allocated() > ORDERS);
    assertEquals("", parkedOfTheShop(), "commands that cannot be carried out");
  }

  @Test
  void each_queue_that_lasts_has_its_policy() throws Exception {
    // The broker says what holds for a queue some seconds after it was declared.
    await("each queue's policy is shown", () -> !limits().containsValue(NOT_SHOWN));
    Map<String, Integer> expected = new TreeMap<>();
    new AccessTable(definitions).queueNames().forEach(queue -> expected.put(queue, 1_000_000));
    assertEquals(expected, limits());
  }

  @Test
  void each_user_may_do_what_the_table_says_and_nothing_else() throws Exception {
    AccessTable table = new AccessTable(definitions);
    Set<String> lines = new TreeSet<>(table.queueNames());
    await("each queue has a line and each line a queue", () -> limits().keySet().equals(lines));
    assertEquals(table.exchangeTypes().keySet(), exchanges(), "exchanges without a line");
    try (RightsWalk walk = walk()) {
      Map<String, Boolean> seen = walk.seen(table);
      assertEquals(RightsWalk.expected(table), seen);
      assertEquals(Map.of("monitoring", "watches", "operator", "administers"), walk.managers());
      // One right more in the table would have been noticed.
      Map<String, Boolean> more = RightsWalk.expected(tableWithOneRightMore());
      more.entrySet().removeAll(seen.entrySet());
      assertEquals(Map.of("web-shop publish MESSAGE allocation.commands despatch", true), more);
    }
  }

  private static AccessTable tableWithOneRightMore() throws Exception {
    Contracts contracts = Contracts.read(Path.of("../.."));
    List<Team> teams = new ArrayList<>(TeamFiles.read(MadeSecrets.TEAMS, contracts));
    Team shop = teams.remove(1);
    SortedSet<String> sends = new TreeSet<>(shop.sends());
    sends.add("despatch");
    teams.add(new Team(shop.name(), sends, shop.reads()));
    return new AccessTable(new Definitions(broker.name(), teams, contracts));
  }

  @Test
  void no_known_way_round_lets_a_team_send_what_it_was_not_granted() throws Exception {
    try (RightsWalk walk = walk()) {
      walk.itsOwnExchangeWithAnAlternate("web-shop");
      walk.itsOwnQueueWithADeadLetterExchange("web-shop");
      assertEquals(406, walk.underAnothersName("web-shop", "legacy-adapter", "allocate"));
      String ref = "rights-" + UUID.randomUUID();
      Optional<String> sent =
          walk.carbonCopy(
              "web-shop",
              "allocate",
              "create_batch",
              "{\"orderid\":\"%1$s\",\"sku\":\"%1$s\",\"batchref\":\"%1$s\",\"qty\":1}"
                  .formatted(ref));
      if (sent.isPresent()) {
        await("it has come", () -> keptCommand(sent.get()).has("state"));
        assertEquals("allocate", keptCommand(sent.get()).path("type").asText());
      }
      // Had there been another one, it would have come before this.
      walk.send("web-shop", "deallocate", ref, deallocation(ref));
      await("the next has come", () -> keptCommand(ref).has("state"));
      assertEquals(404, status(url(Service.ALLOCATION) + "/batches/" + ref));
    }
  }

  private static String deallocation(String ref) {
    return "{\"orderid\":\"%1$s\",\"sku\":\"%1$s\",\"reason\":\"changed their mind\"}"
        .formatted(ref);
  }

  @Test
  void the_second_wall_parks_what_got_past_the_broker_and_what_names_no_sender() throws Exception {
    try (RightsWalk walk = walk()) {
      String ref = "rights-" + UUID.randomUUID();
      String purchase = "{\"batchref\":\"%1$s\",\"sku\":\"%1$s\",\"qty\":1}".formatted(ref);
      walk.sendNamingNobody("create_batch", ref + "-nobody", purchase);
      walk.sendWithTooWideRights("web-shop", "create_batch", ref + "-team", purchase);
      walk.send("warehouse", "create_batch", ref + "-granted", purchase);
      await(
          "the granted one takes effect",
          () -> keptCommand(ref + "-granted").path("state").asText().equals("applied"));
      // Commands are carried out in the order in which they came.
      for (String sender : List.of("nobody", "team")) {
        JsonNode parked = parked(ref + "-" + sender);
        assertEquals("not_granted", parked.path("code").asText(), sender);
      }
    }
  }

  /** The parked command that came under this id. */
  private static JsonNode parked(String cameAs) throws IOException, InterruptedException {
    String all = ask("GET", url(Service.ALLOCATION) + "/parked-commands?code=not_granted", "");
    for (JsonNode command : JSON.readTree(all).path("commands")) {
      if (command.path("came_as").asText().equals(cameAs)) {
        return command;
      }
    }
    return JSON.missingNode();
  }

  /** The command that came under this id; without any field while there is none. */
  private static JsonNode keptCommand(String messageId) throws IOException, InterruptedException {
    String path = "/parked-commands/" + messageId;
    return status(url(Service.ALLOCATION) + path) == 200
        ? JSON.readTree(ask("GET", url(Service.ALLOCATION) + path, ""))
        : JSON.missingNode();
  }

  private static int status(String url) throws IOException, InterruptedException {
    HttpRequest question =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Waiting.CLOCK_LIMIT)
            .header("Authorization", asPerson())
            .build();
    return CLIENT.send(question, HttpResponse.BodyHandlers.discarding()).statusCode();
  }

  private static RightsWalk walk() throws Exception {
    Map<String, String> passwords = new TreeMap<>();
    for (String name : definitions.names()) {
      passwords.put(name, secrets.of("rabbitmq-" + name));
    }
    return new RightsWalk(broker, definitions, passwords);
  }

  /** Those that are not the broker's own. */
  private Set<String> exchanges() throws IOException, InterruptedException {
    Set<String> names = new TreeSet<>();
    String answer = ask("GET", broker.managementUrl() + "/api/exchanges/" + broker.name(), "");
    for (JsonNode exchange : JSON.readTree(answer)) {
      String name = exchange.path("name").asText();
      if (!name.isEmpty() && !name.startsWith("amq.")) {
        names.add(name);
      }
    }
    return names;
  }

  /** The delivery limit of each durable queue, 0 for none. */
  private Map<String, Integer> limits() throws IOException, InterruptedException {
    Map<String, Integer> limits = new TreeMap<>();
    String answer = ask("GET", broker.managementUrl() + "/api/queues/" + broker.name(), "");
    for (JsonNode queue : JSON.readTree(answer)) {
      if (queue.path("durable").asBoolean()) {
        limits.put(
            queue.path("name").asText(),
            queue.has("effective_policy_definition")
                ? queue.at("/effective_policy_definition/delivery-limit").asInt()
                : NOT_SHOWN);
      }
    }
    return limits;
  }

  /** What psql would do with the file. */
  private static void createDatabases() throws IOException, SQLException {
    try (Connection connection = DriverManager.getConnection(servers.superuserUrl());
        Statement statement = connection.createStatement()) {
      String password = "";
      for (String line : Files.readAllLines(ComposeFile.HOME.resolve("postgres/databases.sql"))) {
        Matcher fromFile = FROM_FILE.matcher(line);
        if (fromFile.matches()) {
          password = secrets.of(fromFile.group(1));
        } else if (!line.isBlank() && !line.startsWith("--") && !line.startsWith("\\")) {
          statement.execute(line.replace(":'password'", "'" + password + "'"));
        }
      }
    }
  }

  /** For our virtual host, with users that nobody else has. */
  private static void define() throws Exception {
    Contracts contracts = Contracts.read(Path.of("../.."));
    definitions =
        new Definitions(broker.name(), TeamFiles.read(MadeSecrets.TEAMS, contracts), contracts);
    servers.define(definitions.json(Passwords.read(secrets.folder(), definitions.names())));
    Files.writeString(secrets.file("grants.properties"), definitions.grants());
    for (Service service : Service.values()) {
      String name = "rabbitmq-username=" + service.module();
      Path settings = secrets.file(service.module() + ".properties");
      String given = Files.readString(settings);
      assertTrue(given.contains(name + "\n"), given);
      Files.writeString(
          settings, given.replace(name, "rabbitmq-username=" + definitions.user(service.module())));
    }
  }

  /** The command of a program of the old world, at any port of the loopback. */
  private static String[] command(String name, String... more) {
    List<String> command = new ArrayList<>();
    for (JsonNode word : file.service(name).path("command")) {
      String option = word.asText();
      if (option.startsWith("--") && !option.matches("--(address|port|orders|count)=.*")) {
        command.add(option);
      }
    }
    command.add("--orders=" + Project.here().orders());
    command.addAll(List.of(more));
    return command.toArray(String[]::new);
  }

  /** What the compose file gives a service, with other addresses. */
  private static Map<String, String> environment(Service service) {
    JsonNode composed = file.service(service.module());
    Map<String, String> environment = new HashMap<>();
    String postgres = "jdbc:postgresql://localhost:" + securedDatabase.port() + "/";
    ComposeFile.environment(composed)
        .forEach(
            (name, value) -> environment.put(name, translated(composed, name, value, postgres)));
    environment.put("RABBITMQ_PORT", String.valueOf(securedBroker.port()));
    // As in a container: nobody is let in without showing who they are.
    environment.put("QUARKUS_PROFILE", "prod");
    return environment;
  }

  private static String translated(JsonNode composed, String name, String value, String postgres) {
    return switch (name) {
      // A name that the certificates made for containers have, too.
      case "RABBITMQ_HOST" -> "localhost";
      case "QUARKUS_OIDC_AUTH_SERVER_URL" -> issuer.url();
      case "RABBITMQ_VIRTUAL_HOST" -> broker.name();
      case "SMALLRYE_CONFIG_LOCATIONS", "FICUS_ALLOCATION_GRANTS", "FICUS_WIRES_AUTHORITIES" ->
          Stream.of(value.split(",")).map(each -> secretAt(composed, each)).collect(joining(","));
      default -> {
        String moved =
            value
                .replace("jdbc:postgresql://postgres:5432/", postgres)
                .replace(AUTHORITY, secrets.file("authority.pem").toString())
                .replace("http://old-shop:8090", "http://127.0.0.1:" + shop.port())
                .replace("http://old-monolith:8091", "http://127.0.0.1:" + monolith.port());
        for (Service other : Service.values()) {
          moved = moved.replaceAll("http://" + other.module() + ":\\d+", url(other));
        }
        yield moved;
      }
    };
  }

  /** Where the file is that a service would find at this place. */
  private static String secretAt(JsonNode composed, String place) {
    String secret =
        ComposeFile.secrets(composed).entrySet().stream()
            .filter(each -> each.getValue().equals(place))
            .map(Map.Entry::getKey)
            .findFirst()
            .orElseThrow();
    return folder
        .resolve(file.root().path("secrets").path(secret).path("file").asText())
        .toString();
  }

  private static String url(Service service) {
    return "http://127.0.0.1:" + SERVICES.get(service).port();
  }

  private static int accepted() throws IOException, InterruptedException {
    String[] rows =
        ask("GET", "http://127.0.0.1:%d/control/sending".formatted(shop.port()), "").split("\\R");
    return Integer.parseInt(rows[1].split(",")[0]);
  }

  /** How many products the shop, which began with none in stock, may sell. */
  private static long shopsProducts() throws IOException, InterruptedException {
    return ask("GET", "http://127.0.0.1:%d/control/stock".formatted(shop.port()), "")
        .lines()
        .skip(1)
        .filter(row -> !row.split(",")[1].equals("0"))
        .count();
  }

  private static long allocated() throws IOException, InterruptedException {
    return ask("GET", url(Service.ALLOCATION) + "/allocations.csv?state=allocated", "")
        .lines()
        .skip(1)
        .count();
  }

  /** What came from the adapter, so not what tests send as others. */
  private static String parkedOfTheShop() throws IOException, InterruptedException {
    JsonNode parked = JSON.readTree(ask("GET", url(Service.ALLOCATION) + "/parked-commands", ""));
    List<JsonNode> ofTheShop = new ArrayList<>();
    for (JsonNode command : parked.path("commands")) {
      if (command.path("who").asText().equals(definitions.user("legacy-adapter"))) {
        ofTheShop.add(command);
      }
    }
    return ofTheShop.isEmpty() ? "" : ofTheShop.toString();
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(String what, Condition condition) {
    assertTrue(
        Waiting.until(
            () -> {
              try {
                return condition.holds();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return false;
              }
            },
            Waiting.LIMIT),
        what);
  }

  private static String asPerson() {
    return "Bearer " + issuer.token("olga", "reader", "migrator", "operator");
  }

  /** What is answered; whoever refuses makes the test fail. */
  private static String ask(String method, String url, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Waiting.CLOCK_LIMIT)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
    if (SERVICES.values().stream().anyMatch(each -> url.startsWith(each.url("").toString()))) {
      request.header("Authorization", asPerson());
    }
    if (broker != null && url.startsWith(broker.managementUrl())) {
      String credentials = broker.username() + ":" + broker.password();
      request.header(
          "Authorization",
          "Basic "
              + Base64.getEncoder().encodeToString(credentials.getBytes(StandardCharsets.UTF_8)));
    }
    HttpResponse<String> answer =
        CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    assertEquals(2, answer.statusCode() / 100, method + " " + url + ": " + answer.body());
    return answer.body();
  }
}
