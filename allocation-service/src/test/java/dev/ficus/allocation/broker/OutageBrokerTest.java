package dev.ficus.allocation.broker;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.managed;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.MessageProperties;
import dev.ficus.allocation.OwnStackResource;
import dev.ficus.allocation.purchasing.MailServerResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service while its database or its broker is away, and when they are back. */
@QuarkusTest
@WithTestResource(OwnStackResource.class)
@WithTestResource(MailServerResource.class)
class OutageBrokerTest {

  /**
   * How often one may ask in vain after the return: for two seconds, each tenth of a second. They
   * are counted, for on a busy machine all takes longer, the questions too.
   */
  private static final int SOON = 20;

  @Inject Broker broker;

  /** Set by the resource. */
  Consumer<String> servers;

  private String sku;
  private String ref;

  @BeforeEach
  void begin_with_a_batch() {
    sku = unique("RUG");
    ref = unique("batch");
    batch(ref, sku, 10_000, null).statusCode(201);
  }

  @AfterEach
  void bring_back() {
    servers.accept("start postgres");
    servers.accept("start rabbit");
    awaitAsserted(() -> managed("/q/health/well").statusCode(200));
  }

  @ParameterizedTest
  @ValueSource(strings = {"kill", "stop"})
  void without_its_database_every_call_is_answered_with_try_later_and_soon_after_its_return_served(
      String how) throws Exception {
    String order = unique("order");
    allocation(order, sku, 1).statusCode(202);
    Map<String, Supplier<Response>> calls = calls(order);
    calls.forEach((name, call) -> assertTrue(call.get().statusCode() < 300, name));

    servers.accept(how + " postgres");
    // Twice: the first calls may meet connections that do not know yet.
    for (int round = 1; round <= 2; round++) {
      for (Response answer : answersAtOnce(calls.values())) {
        answer
            .then()
            .statusCode(503)
            .contentType("application/problem+json")
            .header("Retry-After", notNullValue())
            .body(at("$.status", is(503)));
      }
    }
    managed("/q/health/live").statusCode(200);
    managed("/q/health/started").statusCode(200);
    // Every instance has this database, and answers for itself when to come again.
    managed("/q/health/ready").statusCode(200);
    managed("/q/health/well")
        .statusCode(503)
        .body(at("$.checks[?(@.status=='DOWN')].name", contains("database")))
        .body(
            at(
                "$.checks[?(@.name=='database')].data.means",
                contains(containsString("The database does not answer."))));
    managed("/q/metrics").statusCode(200);

    servers.accept("start postgres");
    AtomicInteger asked = new AtomicInteger();
    await(
        () -> {
          asked.incrementAndGet();
          return calls.values().stream().allMatch(call -> call.get().statusCode() < 300);
        });
    assertTrue(asked.get() <= SOON, () -> "asked in vain " + asked + " times");
    calls.forEach((name, call) -> assertTrue(call.get().statusCode() < 300, name));
  }

  @Test
  void a_database_that_is_killed_under_load_costs_answers_but_no_accepted_line() throws Exception {
    Set<String> accepted = ConcurrentHashMap.newKeySet();
    Set<Integer> statuses = ConcurrentHashMap.newKeySet();
    AtomicBoolean enough = new AtomicBoolean();
    ExecutorService clients = Executors.newFixedThreadPool(4);
    try {
      List<Future<Void>> running = new ArrayList<>();
      for (int client = 0; client < 4; client++) {
        Callable<Void> calls =
            () -> {
              while (!enough.get()) {
                String order = unique("order");
                int status = allocation(order, sku, 1).extract().statusCode();
                statuses.add(status);
                if (status == 202) {
                  accepted.add(order);
                }
              }
              return null;
            };
        running.add(clients.submit(calls));
      }
      for (int outage = 1; outage <= 2; outage++) {
        int before = accepted.size();
        await(() -> accepted.size() > before + 20);
        servers.accept("kill postgres");
        await(() -> statuses.contains(503));
        servers.accept("start postgres");
      }
      int before = accepted.size();
      await(() -> accepted.size() > before + 20);
      enough.set(true);
      for (Future<Void> each : running) {
        each.get();
      }
    } finally {
      enough.set(true);
      clients.shutdown();
    }
    assertEquals(Set.of(202, 503), statuses);
    Set<String> there =
        given()
            .queryParam("sku", sku)
            .get("/allocations.csv")
            .asString()
            .lines()
            .map(line -> line.split(",")[0].replace("\"", ""))
            .collect(Collectors.toSet());
    Set<String> lost = new HashSet<>(accepted);
    lost.removeAll(there);
    assertEquals(Set.of(), lost);
    get("/batches/{batchref}", ref).body(at("$.allocated", is(there.size() - 1)));
  }

  @Test
  void lines_of_a_bulk_call_that_meet_an_outage_are_answered_as_failed_and_may_come_again()
      throws Exception {
    String order = unique("order");
    List<String> lines =
        IntStream.range(0, 2000)
            .mapToObj(
                i -> "{\"orderid\":\"%s-%d\",\"sku\":\"%s\",\"qty\":1}\n".formatted(order, i, sku))
            .toList();
    // The call stops in its middle until its first group was carried out and the database died.
    InputStream body =
        new Interrupted(
            String.join("", lines.subList(0, 1500)),
            () -> {
              awaitAsserted(() -> get("/allocations/{orderid}", order + "-499").statusCode(200));
              servers.accept("kill postgres");
            },
            String.join("", lines.subList(1500, 2000)));
    List<String> results = bulk(body);
    long applied = results.stream().filter(each -> each.contains("\"applied\"")).count();
    long failed =
        results.stream()
            .filter(each -> each.contains("\"failed\"") && each.contains("\"unavailable\""))
            .count();
    assertEquals(2000, applied + failed);
    assertTrue(applied >= 500 && failed >= 500, applied + " applied, " + failed + " failed");

    servers.accept("start postgres");
    awaitAsserted(() -> managed("/q/health/well").statusCode(200));
    List<String> again = bulk(new Interrupted(String.join("", lines), () -> {}, ""));
    long repeated = again.stream().filter(each -> each.contains("\"repeated\"")).count();
    assertEquals(
        2000 - repeated, again.stream().filter(each -> each.contains("\"applied\"")).count());
    // A group that was being committed when the database died may have been, unknown to anybody.
    assertTrue(repeated >= applied, repeated + " repeated after " + applied + " applied");
    get("/batches/{batchref}", ref).body(at("$.allocated", is(2000)));
  }

  @Test
  void without_its_broker_http_goes_on_and_events_and_commands_arrive_when_it_is_back()
      throws Exception {
    String queue = unique("events");
    try (Connection connection = broker.connect("test");
        Channel channel = connection.createChannel()) {
      channel.queueDeclare(queue, true, false, false, Map.of("x-queue-type", "quorum"));
      channel.queueBind(queue, Topology.EVENTS, "#");
    }
    servers.accept("stop rabbit");
    awaitAsserted(() -> managed("/q/health/well").statusCode(503));
    managed("/q/health/well")
        .body(at("$.checks[?(@.status=='DOWN')].name", contains("broker")))
        .body(
            at(
                "$.checks[?(@.name=='broker')].data.means",
                contains(containsString("RabbitMQ cannot be reached."))));
    managed("/q/health/live").statusCode(200);
    managed("/q/health/started").statusCode(200);
    managed("/q/health/ready").statusCode(200);
    List<String> orders = IntStream.range(0, 50).mapToObj(i -> unique("order")).toList();
    orders.forEach(order -> allocation(order, sku, 1).statusCode(202));
    await(() -> figure("ficus_outbox_lag_rows") >= 50);
    assertTrue(figure("ficus_outbox_lag_seconds") > 0);

    servers.accept("start rabbit");
    await(() -> figure("ficus_outbox_lag_rows") == 0);
    try (Connection connection = broker.connect("test");
        Channel channel = connection.createChannel()) {
      List<String> events = new CopyOnWriteArrayList<>();
      channel.basicConsume(
          queue,
          true,
          (tag, event) -> events.add(new String(event.getBody(), StandardCharsets.UTF_8)),
          tag -> {});
      await(
          () ->
              orders.stream()
                  .allMatch(order -> events.stream().anyMatch(body -> body.contains(order))));
      String late = unique("order");
      channel.basicPublish(
          Topology.COMMANDS,
          "allocate",
          MessageProperties.PERSISTENT_BASIC,
          "{\"orderid\":\"%s\",\"sku\":\"%s\",\"qty\":1}"
              .formatted(late, sku)
              .getBytes(StandardCharsets.UTF_8));
      awaitAsserted(() -> get("/allocations/{orderid}", late).statusCode(200));
      channel.queueDelete(queue);
    }
  }

  /** Each of them waits a while for a connection; so all ask together. */
  private static List<Response> answersAtOnce(Collection<Supplier<Response>> calls)
      throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(calls.size());
    try {
      List<Response> answers = new ArrayList<>();
      for (Future<Response> answer :
          callers.invokeAll(calls.stream().<Callable<Response>>map(name -> name::get).toList())) {
        answers.add(answer.get());
      }
      return answers;
    } finally {
      callers.shutdown();
    }
  }

  private Map<String, Supplier<Response>> calls(String order) {
    Map<String, Supplier<Response>> calls = new LinkedHashMap<>();
    String another = unique("batch");
    calls.put(
        "create a batch",
        () ->
            json("{\"batchref\":\"%s\",\"sku\":\"%s\",\"qty\":1}".formatted(another, sku))
                .post("/batches"));
    calls.put("change a batch", () -> json("{\"qty\":10000}").patch("/batches/{ref}", ref));
    calls.put(
        "allocate",
        () ->
            json("{\"orderid\":\"%s\",\"sku\":\"%s\",\"qty\":1}".formatted(order, sku))
                .post("/allocations"));
    calls.put("cancel", () -> given().delete("/allocations/{order}", order));
    calls.put("a batch", () -> given().get("/batches/{ref}", ref));
    calls.put("its lines", () -> given().get("/batches/{ref}/lines", ref));
    calls.put("overdue batches", () -> given().get("/batches?overdue=true"));
    calls.put("an order", () -> given().get("/allocations/{order}", order));
    calls.put("all lines", () -> given().get("/allocations.csv"));
    calls.put("products", () -> given().get("/products"));
    calls.put("a product", () -> given().get("/products/{sku}", sku));
    calls.put("its history", () -> given().get("/products/{sku}/history", sku));
    calls.put("parked commands", () -> given().get("/parked-commands"));
    calls.put("waiting commands", () -> given().get("/waiting-commands"));
    return calls;
  }

  private static io.restassured.specification.RequestSpecification json(String body) {
    return given().contentType(ContentType.JSON).body(body);
  }

  private static List<String> bulk(InputStream body) throws Exception {
    HttpRequest request =
        HttpRequest.newBuilder(
                URI.create("http://localhost:" + RestAssured.port + "/allocations/bulk"))
            .header("Content-Type", "application/x-ndjson")
            .POST(HttpRequest.BodyPublishers.ofInputStream(() -> body))
            .build();
    HttpResponse<String> response =
        HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    assertEquals(200, response.statusCode());
    return response.body().lines().toList();
  }

  private static double figure(String name) {
    return managed("/q/metrics")
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(name + " "))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .findFirst()
        .orElseThrow();
  }

  /** A text in two parts with something that happens between them. */
  private static final class Interrupted extends InputStream {
    private final byte[] first;
    private final Runnable between;
    private final byte[] second;
    private int at;

    Interrupted(String first, Runnable between, String second) {
      this.first = first.getBytes(StandardCharsets.UTF_8);
      this.between = between;
      this.second = second.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0];
    }

    @Override
    public int read(byte[] into, int offset, int length) {
      if (at == first.length) {
        between.run();
      }
      byte[] part = at < first.length ? first : second;
      int from = at < first.length ? at : at - first.length;
      if (from == part.length) {
        return -1;
      }
      int count = Math.min(length, part.length - from);
      System.arraycopy(part, from, into, offset, count);
      at += count;
      return count;
    }
  }
}
