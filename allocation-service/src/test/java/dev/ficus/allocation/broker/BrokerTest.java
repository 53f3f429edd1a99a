package dev.ficus.allocation.broker;

import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.managed;
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
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.MessageProperties;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
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

/** Commands in and events out, over the real broker. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class BrokerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject Broker broker;
  @Inject DataSource dataSource;

  private final List<Delivery> events = new CopyOnWriteArrayList<>();
  private Connection connection;
  private Channel channel;
  private String sku;
  private String order;

  @BeforeEach
  void listen_to_all_events() throws Exception {
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
  void commands_are_carried_out_and_published_with_all_attributes() throws Exception {
    String batch = unique("batch");
    send("create_batch", Map.of("batchref", batch, "sku", sku, "qty", 10, "eta", "2030-01-01"));
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    String id = UUID.randomUUID().toString();
    send(
        "allocate",
        Map.of("orderid", order, "sku", sku, "qty", 3),
        MessageProperties.PERSISTENT_BASIC
            .builder()
            .messageId(id)
            .correlationId("conversation-1")
            .headers(Map.of("traceparent", trace, "cloudEvents_id", id))
            .build());
    Delivery event = awaitEvent("line_allocated");
    assertEquals(
        JSON.readTree(
            """
            {"orderid":"%s","sku":"%s","qty":3,"batchref":"%s","eta":"2030-01-01","available":7}"""
                .formatted(order, sku, batch)),
        body(event));
    AMQP.BasicProperties properties = event.getProperties();
    assertEquals("application/json", properties.getContentType());
    assertEquals("dev.ficus.line_allocated.v1", properties.getType());
    assertEquals("conversation-1", properties.getCorrelationId());
    assertEquals("allocation-service", properties.getAppId());
    // The broker would have refused any other.
    assertNotNull(properties.getUserId());
    assertEquals(2, properties.getDeliveryMode());
    assertNotNull(properties.getTimestamp());
    assertEquals("1.0", header(event, "cloudEvents_specversion"));
    assertEquals(properties.getMessageId(), header(event, "cloudEvents_id"));
    assertEquals("/allocation-service", header(event, "cloudEvents_source"));
    assertEquals("dev.ficus.line_allocated.v1", header(event, "cloudEvents_type"));
    assertEquals(sku, header(event, "cloudEvents_subject"));
    assertEquals("2", header(event, "cloudEvents_sequence"));
    assertEquals(id, header(event, "cloudEvents_causationid"));
    assertEquals(trace, header(event, "traceparent"));
  }

  @Test
  void a_message_that_comes_twice_takes_effect_once() throws Exception {
    batch(unique("batch"), sku, 10, null);
    AMQP.BasicProperties same = withId(UUID.randomUUID().toString());
    Map<String, Object> body = Map.of("orderid", order, "sku", sku, "qty", 3);
    send("allocate", body, same);
    send("allocate", body, same);
    send("allocate", body, withId(UUID.randomUUID().toString()));
    send("allocate", Map.of("orderid", order + "-last", "sku", sku, "qty", 1));
    await(() -> about(sku).size() == 3);
    assertEquals(
        List.of("batch_created", "line_allocated", "line_allocated"),
        about(sku).stream().map(event -> event.getEnvelope().getRoutingKey()).toList());
    get("/products/{sku}", sku).body(at("$.batches[0].available", is(6)));
  }

  @Test
  void an_empty_or_blank_message_id_is_none() throws Exception {
    batch(unique("batch"), sku, 10, null);
    List<AMQP.BasicProperties> none =
        List.of(
            withId(""),
            withId("  "),
            withId("\t"),
            withId("").builder().headers(Map.of("cloudEvents_id", "")).build(),
            withId(null).builder().headers(Map.of("cloudEvents_id", " ")).build());
    for (int i = 0; i < none.size(); i++) {
      send("allocate", Map.of("orderid", order + "-" + i, "sku", sku, "qty", 1), none.get(i));
    }
    await(() -> about(sku).size() == 1 + none.size());
    get("/products/{sku}", sku).body(at("$.batches[0].available", is(10 - none.size())));
  }

  @Test
  void an_empty_header_does_not_hide_the_id_of_the_message() throws Exception {
    batch(unique("batch"), sku, 10, null);
    String id = UUID.randomUUID().toString();
    send(
        "allocate",
        Map.of("orderid", order, "sku", sku, "qty", 1),
        withId(id).builder().headers(Map.of("cloudEvents_id", "")).build());
    awaitAsserted(() -> get("/parked-commands/{id}", id).body(at("$.state", is("applied"))));
  }

  @Test
  void events_of_a_product_come_in_their_order_without_gaps() throws Exception {
    batch(unique("batch"), sku, 500, null);
    for (int i = 0; i < 1000; i++) {
      publish("allocate", Map.of("orderid", order + i, "sku", sku, "qty", 1), withId(null));
    }
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    await(() -> about(sku).size() == 1002);
    List<Long> sequences =
        about(sku).stream()
            .map(event -> Long.valueOf(header(event, "cloudEvents_sequence")))
            .toList();
    assertEquals(LongStream.rangeClosed(1, 1002).boxed().toList(), sequences);
  }

  @Test
  void a_line_for_an_unknown_product_waits_for_its_first_batch() throws Exception {
    send("allocate", Map.of("orderid", order, "sku", sku, "qty", 3));
    send("allocate", Map.of("orderid", order, "sku", sku, "qty", 2, "lineid", "gone"));
    awaitLines(order, 2);
    get("/allocations/{orderid}", order).body(at("$[*].state", is(List.of("waiting", "waiting"))));
    get("/products/{sku}", sku).statusCode(404);
    given()
        .queryParam("lineid", "gone")
        .delete("/allocations/{orderid}", order)
        .then()
        .statusCode(200)
        .body(at("$[0].state", is("cancelled")));
    batch(unique("batch"), sku, 10, null).statusCode(201);
    get("/allocations/{orderid}", order)
        .body(at("$[*].state", is(List.of("allocated", "cancelled"))));
    get("/products/{sku}", sku).body(at("$.batches[0].available", is(7)));
    assertEquals(0, count("select count(*) from inbox where state = 'WAITING' and sku = ?", sku));
  }

  @Test
  void changes_of_a_batch_wait_until_it_is_created() throws Exception {
    String ref = unique("batch");
    send("change_batch_quantity", Map.of("batchref", ref, "qty", 7));
    send("change_batch_eta", Map.of("batchref", ref, "sku", sku, "eta", "2030-01-01"));
    await(
        () ->
            count("select count(*) from inbox where state = 'WAITING' and batchref = ?", ref) == 2);
    get("/batches/{batchref}", ref).statusCode(404);
    batch(unique("batch"), sku, 10, null).statusCode(201);
    get("/batches/{batchref}", ref).statusCode(404);
    batch(ref, sku, 10, null)
        .statusCode(201)
        .body(at("$.qty", is(7)))
        .body(at("$.eta", is("2030-01-01")));
    assertEquals(
        0, count("select count(*) from inbox where state = 'WAITING' and batchref = ?", ref));
    awaitEvent("batch_eta_changed");
    assertEquals(7, body(awaitEvent("batch_quantity_changed")).get("available").asInt());
  }

  @Test
  void commands_and_the_batch_they_need_may_come_in_one_group() throws Exception {
    String ref = unique("batch");
    publish("allocate", Map.of("orderid", order, "sku", sku, "qty", 3), withId(null));
    publish("change_batch_quantity", Map.of("batchref", ref, "qty", 5), withId(null));
    publish("create_batch", Map.of("batchref", ref, "sku", sku, "qty", 10), withId(null));
    publish("despatch", Map.of("orderid", order, "sku", sku), withId(null));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    assertEquals(3, body(awaitEvent("line_despatched")).get("qty").asInt());
    get("/batches/{batchref}", ref).body(at("$.qty", is(5))).body(at("$.available", is(2)));
    get("/allocations/{orderid}", order).body(at("$[0].state", is("despatched")));
  }

  @Test
  void the_revision_of_a_line_is_the_highest_that_was_seen_a_despatch_included() throws Exception {
    batch(unique("batch"), sku, 10, null);
    publish(
        "allocate", Map.of("orderid", order, "sku", sku, "qty", 3, "revision", 2), withId(null));
    publish("despatch", Map.of("orderid", order, "sku", sku, "revision", 7), withId(null));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    awaitEvent("line_despatched");
    get("/allocations/{orderid}", order)
        .body(at("$[0].state", is("despatched")))
        .body(at("$[0].revision", is(7)));
    String exported =
        given().queryParam("sku", sku).get("/allocations.csv").then().extract().asString();
    assertTrue(exported.contains(",3,7,despatched,"), exported);
    Map<String, Object> again = Map.of("orderid", order, "sku", sku, "qty", 3, "revision", 2);
    post("/allocations", again).statusCode(202).body(at("$.revision", is(7)));
    given()
        .delete("/allocations/{orderid}", order)
        .then()
        .statusCode(200)
        .body(at("$[0].state", is("despatched")))
        .body(at("$[0].revision", is(7)));
  }

  @Test
  void a_change_that_names_another_sku_than_the_batch_has_is_parked() throws Exception {
    String ref = unique("batch");
    String id = unique("change");
    batch(ref, sku, 10, null);
    send("change_batch_quantity", Map.of("batchref", ref, "sku", "OTHER", "qty", 1), withId(id));
    await(() -> about(id).size() == 1);
    assertEquals("batch_exists", body(about(id).get(0)).get("code").asText());
    get("/batches/{batchref}", ref).body(at("$.qty", is(10)));
  }

  @Test
  void what_cannot_succeed_is_parked_and_announced_and_its_neighbours_go_on() throws Exception {
    batch(unique("batch"), sku, 10, null);
    String poison = unique("poison");
    String conflict = unique("conflict");
    String late = unique("late");
    publish("allocate", Map.of("orderid", order, "sku", sku, "qty", 3), withId(null));
    channel.basicPublish(
        Topology.COMMANDS, "allocate", withId(poison), "{oops".getBytes(StandardCharsets.UTF_8));
    publish("allocate", Map.of("orderid", order, "sku", sku, "qty", 4), withId(conflict));
    publish("despatch", Map.of("orderid", order + "-gone", "sku", sku), withId(null));
    publish(
        "deallocate", Map.of("orderid", order + "-gone", "sku", sku, "revision", 1), withId(late));
    publish("allocate", Map.of("orderid", order + "-next", "sku", sku, "qty", 1), withId(null));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    awaitLines(order + "-next", 1);
    for (Map.Entry<String, String> parked :
        Map.of(poison, "malformed", conflict, "revision_conflict", late, "already_despatched")
            .entrySet()) {
      await(() -> about(parked.getKey()).size() == 1);
      Delivery event = about(parked.getKey()).get(0);
      assertEquals("command_parked", event.getEnvelope().getRoutingKey());
      assertEquals(parked.getValue(), body(event).get("code").asText());
      assertEquals(parked.getKey(), body(event).get("message_id").asText());
      assertEquals(null, event.getProperties().getHeaders().get("cloudEvents_sequence"));
    }
    assertEquals(
        1,
        count(
            "select count(*) from inbox where state = 'PARKED' and message_id = ?"
                + " and convert_from(body, 'UTF8') = '{oops'",
            poison));
    get("/products/{sku}", sku).body(at("$.batches[0].available", is(6)));
  }

  @Test
  void a_second_consumer_is_a_standby_while_the_first_is_at_work() throws Exception {
    batch(unique("batch"), sku, 100, null);
    // Whose commands are carried out is the first.
    send("allocate", Map.of("orderid", order + "-first", "sku", sku, "qty", 1));
    awaitEvent("line_allocated");
    List<Delivery> handedOver = new CopyOnWriteArrayList<>();
    String tag =
        channel.basicConsume(
            Topology.COMMANDS, false, (given, command) -> handedOver.add(command), given -> {});
    for (int i = 0; i < 20; i++) {
      send("allocate", Map.of("orderid", order + i, "sku", sku, "qty", 1));
    }
    await(() -> about(sku).size() == 22);
    channel.basicCancel(tag);
    assertEquals(List.of(), handedOver);
  }

  @Test
  void a_command_with_a_wrong_routing_key_is_kept_for_the_operator() throws Exception {
    String id = unique("misspelt");
    channel.basicPublish(
        Topology.COMMANDS, "alocate", withId(id), "{}".getBytes(StandardCharsets.UTF_8));
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    await(() -> unrouted() >= 1);
    com.rabbitmq.client.GetResponse kept =
        await(() -> channel.basicGet("allocation.commands.unrouted", true), got -> got != null);
    assertEquals(id, kept.getProps().getMessageId());
  }

  private static double unrouted() {
    String name = "ficus_queue_messages{queue=\"allocation.commands.unrouted\"} ";
    return managed("/q/metrics")
        .extract()
        .asString()
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.substring(name.length())))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void what_http_changes_is_published_with_the_callers_correlation() throws Exception {
    given()
        .header("X-Correlation-Id", "call-7")
        .contentType("application/json")
        .body(Map.of("batchref", unique("batch"), "sku", sku, "qty", 1))
        .post("/batches")
        .then()
        .statusCode(201);
    Delivery event = awaitEvent("batch_created");
    assertEquals("call-7", event.getProperties().getCorrelationId());
    assertNotNull(event.getProperties().getHeaders().get("traceparent"));
  }

  private static AMQP.BasicProperties withId(String id) {
    return MessageProperties.PERSISTENT_BASIC.builder().messageId(id).build();
  }

  private void send(String key, Map<String, Object> body) throws Exception {
    send(key, body, withId(UUID.randomUUID().toString()));
  }

  private void send(String key, Map<String, Object> body, AMQP.BasicProperties properties)
      throws Exception {
    publish(key, body, properties);
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
  }

  private void publish(String key, Map<String, Object> body, AMQP.BasicProperties properties)
      throws Exception {
    channel.basicPublish(Topology.COMMANDS, key, properties, JSON.writeValueAsBytes(body));
  }

  private Delivery awaitEvent(String name) {
    return await(
            () ->
                about(sku).stream()
                    .filter(event -> event.getEnvelope().getRoutingKey().equals(name))
                    .findFirst(),
            found -> found.isPresent())
        .orElseThrow();
  }

  private void awaitLines(String orderid, int lines) {
    awaitAsserted(
        () -> get("/allocations/{orderid}", orderid).statusCode(200).body(at("$", hasSize(lines))));
  }

  private List<Delivery> about(String subject) {
    return events.stream()
        .filter(event -> header(event, "cloudEvents_subject").equals(subject))
        .toList();
  }

  private static String header(Delivery event, String name) {
    return event.getProperties().getHeaders().get(name).toString();
  }

  private static JsonNode body(Delivery event) throws Exception {
    return JSON.readTree(event.getBody());
  }

  private long count(String sql, String parameter) throws SQLException {
    try (java.sql.Connection database = dataSource.getConnection();
        java.sql.PreparedStatement query = database.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet rows = query.executeQuery()) {
        rows.next();
        return rows.getLong(1);
      }
    }
  }
}
