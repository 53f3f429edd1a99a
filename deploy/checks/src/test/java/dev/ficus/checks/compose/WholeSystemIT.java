package dev.ficus.checks.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.journeys.Launcher;
import dev.ficus.journeys.PackagedService;
import dev.ficus.journeys.Project;
import dev.ficus.journeys.Service;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.monolith.Monolith;
import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.WebServer;
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
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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
  private static final Set<String> KEPT =
      Set.of(
          "allocation.commands",
          "allocation.commands.unrouted",
          "availability.allocation-events",
          "legacy-adapter.placements");
  private static final int ORDERS = 20;
  private static final List<String> SMALL =
      List.of("-Xmx384m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final Pattern FROM_FILE =
      Pattern.compile("\\\\set password `cat /run/secrets/(.*)`");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final Map<Service, PackagedService> SERVICES = new EnumMap<>(Service.class);

  @TempDir static Path folder;

  private static MadeSecrets secrets;
  private static ComposeFile file;
  private static LocalStack servers;
  private static VirtualHost broker;
  private static WebServer shop;
  private static WebServer monolith;
  private static Launcher launcher;

  @BeforeAll
  static void start() throws Exception {
    secrets = MadeSecrets.in(folder);
    file = ComposeFile.read();
    servers = LocalStack.startPostgres();
    createDatabases();
    broker = servers.createVirtualHost("compose");
    ask(
        "POST",
        broker.managementUrl() + "/api/definitions",
        ours(secrets.of("rabbitmq-users.json")));
    ask(
        "POST",
        broker.managementUrl() + "/api/definitions",
        ours(Files.readString(ComposeFile.HOME.resolve("rabbitmq/definitions.json"))));
    shop = ShopServer.open(command("old-shop", "--count=" + ORDERS));
    monolith = Monolith.open(command("old-monolith"));
    launcher = new Launcher(Project.here().newLogs("deploy/checks/target/logs"));
    for (Service service : Service.values()) {
      List<String> command =
          Project.here().command(service.module(), PackagedService.Form.JAR, SMALL);
      SERVICES.put(service, new PackagedService(launcher, service.module(), service, command));
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
    if (broker != null) {
      for (JsonNode user : JSON.readTree(ours(secrets.of("rabbitmq-users.json"))).path("users")) {
        ask("DELETE", broker.managementUrl() + "/api/users/" + user.path("name").asText(), "");
      }
      ask("DELETE", broker.managementUrl() + "/api/vhosts/" + broker.name(), "");
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
                shop.port(), URLEncoder.encode(legacy + "/api/xmlrpc", StandardCharsets.UTF_8)),
        "");
    await("the shop's orders are accepted", () -> accepted() == ORDERS);
    await("all products are seen by shops", () -> shopsProducts() > 0 && allocated() > ORDERS);
    assertEquals("", waiting(), "commands that cannot be carried out");
  }

  @Test
  void each_queue_that_lasts_has_its_policy() throws Exception {
    // The broker says what holds for a queue some seconds after it was declared.
    await("each queue's policy is shown", () -> !limits().containsValue(NOT_SHOWN));
    Map<String, Integer> expected = new TreeMap<>();
    KEPT.forEach(queue -> expected.put(queue, 1_000_000));
    assertEquals(expected, limits());
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

  /** Definitions for our virtual host, with users that nobody else has. */
  private static String ours(String definitions) throws IOException {
    ObjectNode all = (ObjectNode) JSON.readTree(definitions);
    all.remove("vhosts");
    for (String kind : List.of("users", "permissions", "policies")) {
      for (JsonNode each : all.path(kind)) {
        ObjectNode one = (ObjectNode) each;
        if (one.has("vhost")) {
          one.put("vhost", broker.name());
        }
        String user = kind.equals("users") ? "name" : "user";
        if (one.has(user)) {
          one.put(user, ours(one.path(user)));
        }
      }
    }
    return all.toString();
  }

  private static String ours(JsonNode user) {
    return user.asText() + "-" + broker.name();
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
    String postgres = servers.superuserUrl().replaceFirst("/[^/]*$", "/");
    ComposeFile.environment(composed)
        .forEach(
            (name, value) -> environment.put(name, translated(composed, name, value, postgres)));
    environment.put("RABBITMQ_PORT", String.valueOf(broker.port()));
    return environment;
  }

  private static String translated(JsonNode composed, String name, String value, String postgres) {
    return switch (name) {
      case "RABBITMQ_HOST" -> broker.host();
      case "RABBITMQ_VIRTUAL_HOST" -> broker.name();
      case "RABBITMQ_USERNAME" -> value + "-" + broker.name();
      case "SMALLRYE_CONFIG_LOCATIONS" -> secretAt(composed, value);
      default -> {
        String moved =
            value
                .replace("jdbc:postgresql://postgres:5432/", postgres)
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

  private static String waiting() throws IOException, InterruptedException {
    JsonNode parked = JSON.readTree(ask("GET", url(Service.ALLOCATION) + "/parked-commands", ""));
    JsonNode list = parked.isArray() ? parked : parked.iterator().next();
    return list.isEmpty() ? "" : list.toString();
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

  /** What is answered; whoever refuses makes the test fail. */
  private static String ask(String method, String url, String body)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .timeout(Waiting.LIMIT)
            .header("Content-Type", "application/json")
            .method(method, HttpRequest.BodyPublishers.ofString(body));
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
