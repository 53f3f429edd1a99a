package dev.ficus.allocation.broker;

import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.post;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.MessageProperties;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import jakarta.inject.Inject;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What comes by message for a closed product, and what follows when it is opened. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ClosedProductsBrokerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject Broker broker;
  @Inject DataSource dataSource;

  private final List<Delivery> events = new CopyOnWriteArrayList<>();
  private Connection connection;
  private Channel channel;
  private String sku;
  private String order;

  @BeforeEach
  void listen() throws Exception {
    sku = unique("RUG");
    order = unique("order");
    connection = broker.connect("test");
    channel = connection.createChannel();
    channel.confirmSelect();
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, Topology.EVENTS, "#");
    channel.basicConsume(queue, true, (tag, event) -> events.add(event), tag -> {});
  }

  @AfterEach
  void leave() throws Exception {
    connection.close();
  }

  @Test
  void closing_and_opening_by_message_is_published() throws Exception {
    batch(unique("batch"), sku, 10, null);
    send("close_product", Map.of("sku", sku, "revision", 1));
    send("open_product", Map.of("sku", sku, "revision", 2));
    await(() -> names().size() == 3);
    assertEquals(List.of("batch_created", "product_closed", "product_opened"), names());
    assertEquals(
        JSON.readTree("{\"sku\":\"%s\",\"revision\":2}".formatted(sku)),
        JSON.readTree(about().get(2).getBody()));
    assertEquals("dev.ficus.product_opened.v1", about().get(2).getProperties().getType());
  }

  @Test
  void a_new_line_waits_and_is_taken_up_behind_the_backordered_when_the_product_is_opened()
      throws Exception {
    batch(unique("batch"), sku, 4, null);
    allocate(order + "-backordered", 5, 0);
    awaitState(order + "-backordered", "backordered");
    close(1);
    batch(unique("large"), sku, 6, null);
    allocate(order + "-1", 2, 0);
    allocate(order + "-2", 2, 0);
    awaitWaiting(2);
    get("/allocations/{orderid}", order + "-1").body(at("$[0].state", is("waiting")));
    assertEquals(List.of(), allocated());
    open(2).body(at("$.closed", is(false)));
    assertEquals(0, waiting());
    await(() -> allocated().size() == 3);
    assertEquals(List.of(order + "-backordered", order + "-1", order + "-2"), orders());
    assertNumberedWithoutGaps();
  }

  @Test
  void a_line_whose_increase_waits_keeps_its_units_and_a_cancellation_counts_for_both()
      throws Exception {
    batch(unique("batch"), sku, 10, null);
    allocate(order, 3, 1);
    allocate(order + "-2", 3, 1);
    awaitState(order + "-2", "allocated");
    close(1);
    allocate(order, 5, 2);
    allocate(order + "-2", 5, 2);
    awaitWaiting(2);
    get("/allocations/{orderid}", order)
        .body(at("$", hasSize(1)))
        .body(at("$[0].state", is("allocated")), at("$[0].qty", is(3)), at("$[0].revision", is(2)));
    given()
        .delete("/allocations/{orderid}", order)
        .then()
        .statusCode(200)
        .body(at("$", hasSize(1)))
        .body(at("$[0].state", is("cancelled")), at("$[0].revision", is(2)));
    String exported =
        given().queryParam("sku", sku).get("/allocations.csv").then().extract().asString();
    assertEquals(3, exported.lines().count(), exported);
    open(2);
    get("/allocations/{orderid}", order).body(at("$[0].state", is("cancelled")));
    get("/allocations/{orderid}", order + "-2")
        .body(at("$[0].state", is("allocated")), at("$[0].qty", is(5)));
    assertEquals(0, waiting());
  }

  @Test
  void a_line_that_only_waits_is_cancelled_at_once() throws Exception {
    batch(unique("batch"), sku, 10, null);
    close(1);
    allocate(order, 3, 1);
    awaitWaiting(1);
    given()
        .delete("/allocations/{orderid}", order)
        .then()
        .statusCode(200)
        .body(at("$", hasSize(1)))
        .body(at("$[0].state", is("cancelled")));
    open(2);
    get("/allocations/{orderid}", order)
        .body(at("$", hasSize(1)))
        .body(at("$[0].state", is("cancelled")));
    get("/products/{sku}", sku).body(at("$.batches[0].available", is(10)));
  }

  @Test
  void a_line_for_a_product_that_was_never_purchased_and_is_closed_waits_for_both()
      throws Exception {
    send("close_product", Map.of("sku", sku, "revision", 1));
    allocate(order, 3, 0);
    awaitWaiting(1);
    get("/products/{sku}", sku).statusCode(404);
    batch(unique("batch"), sku, 10, null).statusCode(201);
    assertEquals(1, waiting());
    get("/allocations/{orderid}", order).body(at("$[0].state", is("waiting")));
    open(2);
    get("/allocations/{orderid}", order).body(at("$[0].state", is("allocated")));
    await(() -> names().size() == 4);
    assertEquals(
        List.of("batch_created", "product_closed", "product_opened", "line_allocated"), names());
  }

  @Test
  void lines_that_come_before_the_opening_in_its_group_are_taken_up_with_it() throws Exception {
    batch(unique("batch"), sku, 10, null);
    close(1);
    publish("allocate", Map.of("orderid", order, "sku", sku, "qty", 3));
    publish("open_product", Map.of("sku", sku, "revision", 2));
    publish("allocate", Map.of("orderid", order + "-2", "sku", sku, "qty", 3));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    await(() -> allocated().size() == 2);
    assertEquals(List.of(order, order + "-2"), orders());
  }

  @Test
  void more_than_one_transaction_takes_up_are_all_taken_up() throws Exception {
    int lines = 1_100;
    batch(unique("batch"), sku, lines, null);
    close(1);
    for (int i = 0; i < lines; i++) {
      publish("allocate", Map.of("orderid", order + i, "sku", sku, "qty", 1));
    }
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    awaitWaiting(lines);
    open(2);
    awaitWaiting(0);
    get("/products/{sku}", sku).body(at("$.batches[0].available", is(0)));
    await(() -> allocated().size() == lines);
    assertNumberedWithoutGaps();
  }

  @Test
  void a_parked_line_that_is_redriven_waits_for_the_opening() throws Exception {
    batch(unique("batch"), sku, 10, null);
    String id = unique("bad");
    publish("allocate", Map.of("orderid", order, "sku", sku, "qty", 0), id);
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    awaitAsserted(() -> get("/parked-commands/{id}", id).body(at("$.state", is("parked"))));
    close(1);
    Map<String, Object> corrected = Map.of("orderid", order, "sku", sku, "qty", 2);
    post("/parked-commands/" + id + "/redrive", Map.of("by", "test", "body", corrected));
    get("/parked-commands/{id}", id).body(at("$.state", is("waiting")));
    open(2);
    get("/parked-commands/{id}", id).body(at("$.state", is("applied")));
    get("/allocations/{orderid}", order).body(at("$[0].state", is("allocated")));
  }

  @Test
  void what_waits_for_an_opening_can_be_given_up() throws Exception {
    batch(unique("batch"), sku, 10, null);
    close(1);
    String id = unique("waiting");
    publish("allocate", Map.of("orderid", order, "sku", sku, "qty", 1), id);
    awaitWaiting(1);
    post("/parked-commands/" + id + "/discard", Map.of("by", "test", "reason", "not ours"));
    get("/parked-commands/{id}", id).body(at("$.state", is("discarded")));
    await(
        () ->
            events.stream()
                .anyMatch(
                    event ->
                        id.equals(header(event, "cloudEvents_subject"))
                            && text(event, "code").equals("product_closed")));
    open(2);
    get("/allocations/{orderid}", order).statusCode(404);
  }

  private void close(long revision) {
    set("close", revision);
  }

  private io.restassured.response.ValidatableResponse open(long revision) {
    return set("open", revision);
  }

  private io.restassured.response.ValidatableResponse set(String openness, long revision) {
    return given()
        .contentType(ContentType.JSON)
        .body(Map.of("revision", revision))
        .post("/products/{sku}/" + openness, sku)
        .then()
        .statusCode(200);
  }

  private void allocate(String orderid, int qty, long revision) throws Exception {
    send("allocate", Map.of("orderid", orderid, "sku", sku, "qty", qty, "revision", revision));
  }

  private void send(String key, Map<String, Object> body) throws Exception {
    publish(key, body);
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
  }

  private void publish(String key, Map<String, Object> body) throws Exception {
    publish(key, body, UUID.randomUUID().toString());
  }

  private void publish(String key, Map<String, Object> body, String id) throws Exception {
    AMQP.BasicProperties properties =
        MessageProperties.PERSISTENT_BASIC.builder().messageId(id).build();
    channel.basicPublish(Topology.COMMANDS, key, properties, JSON.writeValueAsBytes(body));
  }

  private void awaitState(String orderid, String state) {
    awaitAsserted(() -> get("/allocations/{orderid}", orderid).body(at("$[0].state", is(state))));
  }

  private void awaitWaiting(int commands) {
    await(() -> waiting() == commands);
  }

  private long waiting() throws SQLException {
    try (java.sql.Connection database = dataSource.getConnection();
        PreparedStatement query =
            database.prepareStatement(
                "select count(*) from inbox where state = 'WAITING' and sku = ?")) {
      query.setString(1, sku);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }

  private List<Delivery> about() {
    return events.stream()
        .filter(event -> header(event, "cloudEvents_subject").equals(sku))
        .toList();
  }

  private List<String> names() {
    return about().stream().map(event -> event.getEnvelope().getRoutingKey()).toList();
  }

  private List<Delivery> allocated() {
    return about().stream()
        .filter(event -> event.getEnvelope().getRoutingKey().equals("line_allocated"))
        .toList();
  }

  private List<String> orders() {
    return allocated().stream().map(event -> text(event, "orderid")).toList();
  }

  private void assertNumberedWithoutGaps() {
    List<Long> numbers =
        about().stream().map(event -> Long.valueOf(header(event, "cloudEvents_sequence"))).toList();
    assertTrue(!numbers.isEmpty());
    assertEquals(LongStream.rangeClosed(1, numbers.size()).boxed().toList(), numbers);
  }

  private static String header(Delivery event, String name) {
    return event.getProperties().getHeaders().get(name).toString();
  }

  private static String text(Delivery event, String field) {
    try {
      return JSON.readTree(event.getBody()).path(field).asText();
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
