package dev.ficus.allocation.contract;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAnswered;
import static dev.ficus.local.Waiting.awaitAsserted;
import static org.hamcrest.Matchers.containsString;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import dev.ficus.local.ChildProcesses;
import dev.ficus.local.LocalStack;
import dev.ficus.local.LocalStackResource;
import dev.ficus.local.Waiting;
import dev.ficus.rabbitmq.Contracts;
import dev.ficus.rabbitmq.Definitions;
import dev.ficus.rabbitmq.Passwords;
import dev.ficus.rabbitmq.Team;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The page for other teams, and the programs on it: taken from the running service and run as their
 * readers would, against this service and a real broker, under the account of a team.
 */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ProgramsBrokerTest {
  private static final Pattern LINK = Pattern.compile("(?:href|data-file)=\"([^\"#]+)\"");

  /** The jars that the page names. */
  private static final Pattern JARS =
      Pattern.compile("(amqp-client|slf4j-api|jackson-(core|databind|annotations))-[0-9.]+\\.jar");

  private static final String PASSWORD = "known to this test alone";

  @Inject Config settings;

  @TestHTTPResource("/")
  String home;

  // Whatever happens to this test, its children end with it.
  private ChildProcesses children;
  private final Set<String> published = ConcurrentHashMap.newKeySet();
  private String user;
  private Connection connection;
  private Channel channel;
  private final String sku = unique("BLUE RUG/5%");
  private final String batch = unique("batch");
  private final String order = unique("order");
  private final Team team =
      new Team(
          // The broker is shared, and a name of letters and digits.
          "team" + unique("").replaceAll("[^a-z0-9]", ""),
          new TreeSet<>(Set.of("create_batch", "allocate")),
          Map.of("allocation.events", Optional.empty()));
  private final String queue = team.queue("allocation.events");
  @TempDir Path passwords;
  private String definitions;

  @BeforeEach
  void connect() throws Exception {
    children = ChildProcesses.create();
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHandshakeTimeout((int) CLOCK_LIMIT.toMillis());
    factory.setUri(
        brokerUrl(
            settings.getValue("rabbitmq-username", String.class),
            settings.getValue("rabbitmq-password", String.class)));
    defineTeam();
    connection = factory.newConnection("test");
    channel = connection.createChannel();
    String witness = channel.queueDeclare().getQueue();
    channel.queueBind(witness, "allocation.events", "*");
    channel.basicConsume(witness, true, (tag, event) -> hear(event), tag -> {});
  }

  private void defineTeam() throws Exception {
    Definitions made =
        new Definitions(
            settings.getValue("rabbitmq-virtual-host", String.class),
            List.of(team),
            Contracts.read(Path.of("..")));
    for (String name : made.names()) {
      Files.writeString(passwords.resolve("rabbitmq-" + name), PASSWORD);
    }
    user = made.user(team.name());
    definitions = made.json(Passwords.read(passwords, made.names()));
    LocalStack.shared().define(definitions);
  }

  @AfterEach
  void end_the_programs() throws Exception {
    children.close();
    channel.queueDelete(queue);
    connection.close();
    LocalStack.shared().deleteUser(user);
  }

  @Test
  void the_page_is_served_and_everything_it_links_to() {
    String page =
        get("/contracts/")
            .statusCode(200)
            .contentType(ContentType.HTML)
            .body(containsString("Subscribe in ten minutes"))
            .extract()
            .asString();
    List<String> links = LINK.matcher(page).results().map(found -> found.group(1)).toList();
    assertTrue(
        links.containsAll(
            Stream.of("Subscriber.java", "Producer.java", "subscriber.py", "producer.py")
                .map(name -> "code/" + name)
                .toList()),
        links.toString());
    for (String link : links) {
      assertTrue(!link.contains(":"), link);
      get(link.startsWith("/") ? link : "/contracts/" + link).statusCode(200);
    }
  }

  @Test
  void the_page_names_every_message() throws IOException {
    String page = get("/contracts/").extract().asString();
    Path contracts = Path.of("src/main/resources/META-INF/resources/contracts");
    for (String name : Contract.in(contracts).messages().keySet()) {
      assertTrue(page.contains('"' + Contract.Message.file("schemas", name) + '"'), name);
      assertTrue(page.contains('"' + Contract.Message.file("examples", name) + '"'), name);
    }
  }

  @Test
  void the_programs_are_short() {
    for (String name :
        List.of("Subscriber.java", "Producer.java", "subscriber.py", "producer.py")) {
      assertTrue(program(name).lines().count() <= 120, name);
    }
  }

  @Test
  void the_java_programs_send_and_follow() throws Exception {
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String jars =
        Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
            .filter(jar -> JARS.matcher(Path.of(jar).getFileName().toString()).matches())
            .collect(Collectors.joining(File.pathSeparator));
    assertEquals(5, jars.split(File.pathSeparator).length, jars);
    // For seconds only: to compile more would cost more than it saves.
    List<String> runner = List.of(java, "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-cp", jars);
    send_and_follow(runner, "Producer.java", "Subscriber.java");
  }

  @Test
  void the_python_programs_send_and_follow() throws Exception {
    Optional<String> python = pythonWithPika();
    assumeTrue(python.isPresent(), "there is no python3 with pika here");
    send_and_follow(List.of(python.get()), "producer.py", "subscriber.py");
  }

  @Test
  void a_producer_that_may_not_send_a_command_says_so_and_ends() throws Exception {
    Optional<String> python = pythonWithPika();
    assumeTrue(python.isPresent(), "there is no python3 with pika here");
    LocalStack.shared()
        .define(definitions.replace("^(allocate|create_batch)$", "^(allocate|despatch)$"));
    Program sending = start("producer", List.of(python.get()), "producer.py", sku, batch, order);
    assertTrue(Waiting.ended(sending.process()));
    assertEquals(1, sending.process().exitValue());
    assertTrue(
        Files.readString(sending.output()).contains("create_batch is refused"),
        () -> text(sending.output()));
  }

  private void send_and_follow(List<String> runner, String producer, String subscriber)
      throws Exception {
    Path output = start("subscriber", runner, subscriber).output();
    awaitConsumer();

    Program sending = start("producer", runner, producer, sku, batch, order);
    assertTrue(Waiting.ended(sending.process()));
    assertEquals(0, sending.process().exitValue(), Files.readString(sending.output()));
    awaitLine(output, 2, 7);

    // A repeat, a replay and an event of another kind change nothing.
    publish("batch_created", 1, 999);
    publish("line_allocated", 2, 999);
    channel.basicPublish("", queue, null, "{".getBytes(StandardCharsets.UTF_8));
    allocation(order + "-2", sku, 1);
    awaitLine(output, 3, 6);

    // A gap: event 4 never reaches the queue.
    channel.queueUnbind(queue, "allocation.events", "*");
    allocation(order + "-3", sku, 1);
    awaitPublished(4);
    channel.queueBind(queue, "allocation.events", "*");
    allocation(order + "-4", sku, 1);
    awaitLine(output, 5, 4);

    // A type it does not know yet has moved stock.
    channel.queueUnbind(queue, "allocation.events", "*");
    allocation(order + "-5", sku, 1);
    awaitPublished(6);
    publish("line_teleported", 6, 999);
    awaitLine(output, 6, 3);

    // It loses its queue, which it may not declare, and misses an event.
    channel.queueDelete(queue);
    allocation(order + "-6", sku, 1);
    awaitPublished(7);
    LocalStack.shared().define(definitions);
    awaitLine(output, 7, 2);
    awaitConsumer();
    allocation(order + "-7", sku, 1);
    awaitLine(output, 8, 1);

    List<String> lines = linesOf(output);
    assertEquals(lines.stream().distinct().toList(), lines);
    assertTrue(lines.stream().noneMatch(line -> line.contains("=999")), lines.toString());
  }

  private record Program(Process process, Path output) {}

  private Program start(String name, List<String> runner, String program, String... arguments)
      throws IOException {
    // The folder's name is what the children are known by, so the program lies in it.
    Path source = Files.writeString(Path.of(children.mark(), program), program(program));
    Path output = Path.of(children.mark(), name + ".txt");
    List<String> command = new ArrayList<>(runner);
    command.add(source.toString());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = children.builder(name, command);
    builder.environment().keySet().removeIf(key -> key.toLowerCase().endsWith("_proxy"));
    builder.environment().put("AMQP_URL", brokerUrl(user, PASSWORD));
    builder.environment().put("ALLOCATION_URL", home.replaceAll("/$", ""));
    builder.environment().put("QUEUE", queue);
    Path token = Files.writeString(Path.of(children.mark(), "token"), "a.token.here\n");
    builder.environment().put("ALLOCATION_TOKEN_FILE", token.toString());
    return new Program(
        builder.redirectErrorStream(true).redirectOutput(output.toFile()).start(), output);
  }

  private static String program(String name) {
    return get("/contracts/code/" + name).statusCode(200).extract().asString();
  }

  private String brokerUrl(String username, String password) {
    return "amqp://%s:%s@%s:%s/%s"
        .formatted(
            encoded(username),
            encoded(password),
            settings.getValue("rabbitmq-host", String.class),
            settings.getValue("rabbitmq-port", String.class),
            encoded(settings.getValue("rabbitmq-virtual-host", String.class)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** As allocation-service would, but to this queue alone. */
  private void publish(String name, int sequence, int available) throws IOException {
    String body =
        "{\"sku\":\"%s\",\"batchref\":\"%s\",\"available\":%d}".formatted(sku, batch, available);
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .type("dev.ficus." + name + ".v1")
            .headers(
                Map.of(
                    "cloudEvents_type",
                    "dev.ficus." + name + ".v1",
                    "cloudEvents_subject",
                    sku,
                    "cloudEvents_sequence",
                    String.valueOf(sequence)))
            .build();
    channel.basicPublish("", queue, properties, body.getBytes(StandardCharsets.UTF_8));
  }

  private void awaitConsumer() {
    awaitAnswered(
        () -> {
          try (Channel asking = connection.createChannel()) {
            return asking.queueDeclarePassive(queue).getConsumerCount() == 1;
          }
        });
  }

  private void awaitLine(Path output, int sequence, int free) {
    String line = "%s #%d {%s=%d}".formatted(sku, sequence, batch, free);
    awaitAsserted(
        () -> assertTrue(linesOf(output).contains(line), () -> line + " in " + text(output)));
  }

  private void hear(Delivery event) {
    Map<String, Object> headers = event.getProperties().getHeaders();
    if (sku.equals(headers.get("cloudEvents_subject").toString())) {
      published.add(headers.get("cloudEvents_sequence").toString());
    }
  }

  /** From now on a queue that was not bound has missed the event. */
  private void awaitPublished(int sequence) {
    await(() -> published.contains(String.valueOf(sequence)));
  }

  private List<String> linesOf(Path output) {
    return text(output).lines().filter(line -> line.startsWith(sku)).toList();
  }

  private static String text(Path output) {
    try {
      return Files.readString(output);
    } catch (IOException failure) {
      return failure.toString();
    }
  }

  /** Any of those on the path: the first need not be the one that has it. */
  private static Optional<String> pythonWithPika() throws Exception {
    for (String folder : System.getenv("PATH").split(File.pathSeparator)) {
      Path python = Path.of(folder, "python3");
      if (Files.isExecutable(python)) {
        Process asking =
            new ProcessBuilder(python.toString(), "-c", "import pika")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (Waiting.ended(asking) && asking.exitValue() == 0) {
          return Optional.of(python.toString());
        }
        asking.destroyForcibly();
      }
    }
    return Optional.empty();
  }
}
