package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.AuthenticationFailureException;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.MessageProperties;
import dev.ficus.journeys.Runbook.CommandBlock;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.rabbitmq.Contracts;
import dev.ficus.rabbitmq.Definitions;
import dev.ficus.rabbitmq.Passwords;
import dev.ficus.rabbitmq.TeamFiles;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;

/**
 * The pages for operators about users of RabbitMQ, as they are typed in, at a real broker and with
 * allocation-service under the rights and the grants that are made of teams' files.
 */
@EnabledIfSystemProperty(named = "ficus.nightly", matches = "true")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AccessRunbooksJourneyIT {
  /** The pages that are run here, and by no other test. */
  static final Set<String> PAGES = Set.of("rotating-a-password.md", "cutting-a-team-off.md");

  private static final String TEAM = "web-shop";
  private static final List<CommandBlock> RUN = new ArrayList<>();

  private static LocalStack servers;
  private static VirtualHost broker;
  private static Definitions definitions;
  private static Launcher launcher;
  private static PackagedService allocation;
  private static RemoteControl remote;
  private static Path folder;
  private static Path secrets;
  private static Path teams;

  @BeforeAll
  static void start() throws Exception {
    RunbookPrograms.requireShell();
    folder = Project.here().newLogs("deploy/journeys/target/journeys/access-runbooks");
    secrets = Files.createDirectory(folder.resolve("secret"));
    teams = Files.createDirectory(folder.resolve("teams"));
    Path examples = Project.here().root().resolve("deploy/rabbitmq/teams");
    try (Stream<Path> files = Files.list(examples)) {
      for (Path file : files.toList()) {
        Files.copy(file, teams.resolve(file.getFileName()));
      }
    }
    servers = LocalStack.shared();
    broker = servers.createVirtualHost("runbooks");
    define();
    launcher = new Launcher(folder);
    startAllocation(servers.createDatabase("runbooks"));
    remote =
        new RemoteControl(
            words -> {
              if (words.get(0).equals("stop")) {
                allocation.end();
              } else {
                allocation.start().awaitReady();
              }
            });
  }

  /** Passwords, and what is made of them, as an operator has it from the start. */
  private static void define() throws Exception {
    Contracts contracts = Contracts.read(Project.here().root());
    definitions = new Definitions(broker.name(), TeamFiles.read(teams, contracts), contracts);
    for (String name : definitions.names()) {
      Files.writeString(secrets.resolve("rabbitmq-" + name), "password-of-" + name);
    }
    servers.define(definitions.json(Passwords.read(secrets, definitions.names())));
    Files.writeString(secrets.resolve("grants.properties"), definitions.grants());
    // The interface knows who administers it by another virtual host's name.
    Files.writeString(
        folder.resolve("login"),
        "machine %s login %s password %s%n"
            .formatted(
                URI.create(broker.managementUrl()).getHost(),
                definitions.user("operator"),
                "password-of-operator"));
  }

  private static void startAllocation(Database database) throws IOException {
    Path settings = secrets.resolve("allocation-service.properties");
    Files.writeString(
        settings,
        "rabbitmq-username=%s%nrabbitmq-password=%s%n"
            .formatted(definitions.user("allocation-service"), "password-of-allocation-service"));
    allocation =
        PackagedService.small(launcher, "allocation", Service.ALLOCATION)
            .with(
                Map.of(
                    "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
                    "QUARKUS_DATASOURCE_USERNAME", database.username(),
                    "QUARKUS_DATASOURCE_PASSWORD", database.password(),
                    "RABBITMQ_HOST", broker.host(),
                    "RABBITMQ_PORT", String.valueOf(broker.port()),
                    "RABBITMQ_VIRTUAL_HOST", broker.name(),
                    "SMALLRYE_CONFIG_LOCATIONS", settings.toString(),
                    "FICUS_ALLOCATION_GRANTS", secrets.resolve("grants.properties").toString()))
            .start();
    allocation.awaitReady();
  }

  @AfterAll
  static void end() {
    if (remote != null) {
      remote.close();
    }
    if (allocation != null) {
      allocation.close();
    }
    if (launcher != null) {
      launcher.close();
    }
    if (definitions != null) {
      for (String name : definitions.names()) {
        servers.deleteUser(definitions.user(name));
        servers.deleteUser(definitions.user(name + ".2"));
      }
    }
  }

  @Test
  @Order(1)
  void a_password_is_rotated_while_team_and_service_go_on() throws Exception {
    String before = "before-" + UUID.randomUUID();
    Connection old = connect(TEAM, "password-of-" + TEAM);
    send(old, TEAM, before);
    awaitState(before, "waiting");
    try (RunbookSession session = session("rotating-a-password.md")) {
      session.run("Of a team");
      assertTrue(Waiting.until(() -> !old.isOpen(), LIMIT), "the old user is thrown out");
      session.run("Of a service");
      session.run("It worked when");
    }
    assertThrows(
        AuthenticationFailureException.class, () -> connect(TEAM, "password-of-" + TEAM).close());
    String after = "after-" + UUID.randomUUID();
    try (Connection changedOver =
        connect(TEAM + ".2", Files.readString(secrets.resolve("rabbitmq-web-shop.2")).strip())) {
      send(changedOver, TEAM + ".2", after);
    }
    awaitState(after, "waiting");
  }

  @Test
  @Order(2)
  void a_team_is_cut_off_and_what_it_sent_before_is_not_carried_out() throws Exception {
    String late = "late-" + UUID.randomUUID();
    Connection connected =
        connect(TEAM + ".2", Files.readString(secrets.resolve("rabbitmq-web-shop.2")).strip());
    Channel reading = connected.createChannel();
    reading.basicConsume(TEAM + ".allocation-events", false, (tag, event) -> {}, tag -> {});
    // It waits in the queue while the team is cut off.
    allocation.end();
    send(connected, TEAM + ".2", late);
    try (RunbookSession session = session("cutting-a-team-off.md")) {
      session.run("Throw it out");
      assertTrue(Waiting.until(() -> !connected.isOpen(), LIMIT), "it is thrown out");
      session.run("So that it stays out");
      session.run("Its queues");
      allocation.start().awaitReady();
      session.run("It worked when");
    }
    JsonNode[] parked = new JsonNode[1];
    AllServices.awaitAnswer(
        allocation.url("/parked-commands?code=not_granted"),
        answer -> {
          parked[0] = AllServices.json(answer).path("commands").path(0);
          return parked[0].path("came_as").asText().equals(late);
        });
    assertEquals(definitions.user(TEAM + ".2"), parked[0].path("who").asText());
    assertFalse(Files.exists(teams.resolve("web-shop.yaml")));
    assertTrue(Files.exists(teams.resolve("warehouse.yaml")));
  }

  @Test
  @Order(3)
  void every_command_of_these_pages_was_run() throws Exception {
    List<CommandBlock> never = new ArrayList<>();
    for (String page : PAGES) {
      never.addAll(RunbookSession.pages().get(page).blocks());
    }
    never.removeAll(RUN);
    assertEquals(List.of(), never);
  }

  private static RunbookSession session(String page) throws Exception {
    Map<String, String> addresses = new TreeMap<>();
    addresses.put("BROKER", broker.managementUrl());
    addresses.put("BROKER_LOGIN", folder.resolve("login").toString());
    addresses.put("VIRTUAL_HOST", broker.name());
    addresses.put("AT", "@" + broker.name());
    addresses.put("TEAMS", teams.toString());
    addresses.put("SECRETS", secrets.toString());
    addresses.put("ALLOCATION_URL", allocation.url("").toString());
    addresses.put("ALLOCATION_MANAGEMENT_URL", allocation.managementUrl("").toString());
    List<String> functions = Stream.of("stop", "start").map(remote::function).toList();
    Path working = RunbookSession.folder(folder, addresses, functions);
    return new RunbookSession(
        page, new OperatorShell(command -> command, working, folder, new HashMap<>()), RUN);
  }

  private static Connection connect(String name, String password) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setUri(broker.as(definitions.user(name), password).amqpUrl());
    factory.setAutomaticRecoveryEnabled(false);
    return factory.newConnection("a team");
  }

  /** An order line of a product that nobody has purchased yet. */
  private static void send(Connection connection, String name, String id) throws Exception {
    try (Channel channel = connection.createChannel()) {
      channel.confirmSelect();
      AMQP.BasicProperties properties =
          MessageProperties.PERSISTENT_BASIC
              .builder()
              .messageId(id)
              .userId(definitions.user(name))
              .build();
      String body = "{\"orderid\":\"%1$s\",\"sku\":\"%1$s\",\"qty\":1}".formatted(id);
      channel.basicPublish(
          Contracts.COMMANDS, "allocate", properties, body.getBytes(StandardCharsets.UTF_8));
      channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    }
  }

  private static void awaitState(String id, String state) throws IOException {
    AllServices.awaitAnswer(
        allocation.url("/parked-commands/" + id),
        answer -> AllServices.json(answer).path("state").asText().equals(state));
  }
}
