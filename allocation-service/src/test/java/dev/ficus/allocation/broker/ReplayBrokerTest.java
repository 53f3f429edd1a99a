package dev.ficus.allocation.broker;

import static dev.ficus.allocation.Given.allocation;
import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.post;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.ficus.allocation.outbox.OutgoingEvent;
import dev.ficus.allocation.outbox.ReplayTarget;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events of the past, sent to a queue of another team again. */
@QuarkusTest
@QuarkusTestResource(LocalStackResource.class)
class ReplayBrokerTest {
  @Inject Broker broker;
  @Inject ReplayTarget target;
  @Inject DataSource dataSource;

  private final List<Delivery> live = new CopyOnWriteArrayList<>();
  private final List<Delivery> replayed = new CopyOnWriteArrayList<>();
  private Connection connection;
  private Channel channel;
  private String queue;
  private String sku;

  @BeforeEach
  void listen_to_all_events_and_declare_a_queue() throws Exception {
    sku = unique("RUG");
    queue = unique("team-queue");
    connection = broker.connect("test");
    channel = connection.createChannel();
    String all = channel.queueDeclare().getQueue();
    channel.queueBind(all, Topology.EVENTS, "#");
    channel.basicConsume(all, true, (tag, event) -> live.add(event), tag -> {});
    channel.queueDeclare(queue, true, false, false, Map.of());
    channel.basicConsume(queue, true, (tag, event) -> replayed.add(event), tag -> {});
  }

  @AfterEach
  void leave() throws Exception {
    channel.queueDelete(queue);
    connection.close();
  }

  @Test
  void a_product_is_replayed_as_it_was_and_marked() throws Exception {
    batch(unique("batch"), sku, 10, "2030-01-01");
    allocation(unique("order"), sku, 3);
    awaitPublished(2);
    String replay =
        read(
            post("/events/replay", Map.of("by", "ann", "queue", queue, "sku", sku))
                .statusCode(200)
                .contentType("application/json")
                .body(at("$.events", is(2)))
                .extract()
                .asString(),
            "$.replay");
    await(() -> replayed.size() == 2);
    List<Delivery> first =
        live.stream().filter(event -> sku.equals(header(event, "cloudEvents_subject"))).toList();
    for (int i = 0; i < 2; i++) {
      assertEquals(text(first.get(i)), text(replayed.get(i)));
      Map<String, Object> marked = new HashMap<>(first.get(i).getProperties().getHeaders());
      marked.put("ficus_replay", true);
      assertEquals(replay, header(replayed.get(i), "ficus_replay_id"));
      Map<String, Object> headers = new HashMap<>(replayed.get(i).getProperties().getHeaders());
      headers.remove("ficus_replay_id");
      assertEquals(texts(marked), texts(headers));
      assertEquals(
          first.get(i).getProperties().getMessageId(),
          replayed.get(i).getProperties().getMessageId());
      assertEquals(
          first.get(i).getProperties().getType(), replayed.get(i).getProperties().getType());
    }
    assertEquals(
        "ann %s %s done 2".formatted(queue, sku),
        one(
            "select concat_ws(' ', who, queue, sku, outcome, events) from replay_audit where id ="
                + " ?::uuid",
            replay));
  }

  @Test
  void a_long_history_is_replayed_in_order_window_by_window() throws Exception {
    batch(unique("batch"), sku, 2500, null);
    String lines =
        IntStream.range(0, 2499)
            .mapToObj(
                i -> "{\"orderid\":\"%s-%d\",\"sku\":\"%s\",\"qty\":1}".formatted(sku, i, sku))
            .collect(Collectors.joining("\n"));
    given()
        .contentType("application/x-ndjson")
        .body(lines.getBytes(StandardCharsets.UTF_8))
        .post("/allocations/bulk")
        .then()
        .statusCode(200);
    awaitPublished(2500);
    post("/events/replay", Map.of("by", "ann", "queue", queue, "sku", sku))
        .statusCode(200)
        .body(at("$.events", is(2500)));
    await(() -> replayed.size() == 2500);
    assertEquals(
        LongStream.rangeClosed(1, 2500).mapToObj(Long::toString).toList(),
        replayed.stream().map(event -> header(event, "cloudEvents_sequence")).toList());
  }

  @Test
  void a_range_of_sequences_or_of_time_may_be_asked_for() throws Exception {
    batch(unique("batch"), sku, 10, null);
    for (int i = 0; i < 4; i++) {
      allocation(unique("order"), sku, 1);
    }
    awaitPublished(5);
    post(
            "/events/replay",
            Map.of("by", "ann", "queue", queue, "sku", sku, "from_sequence", 2, "to_sequence", 3))
        .statusCode(200)
        .body(at("$.events", is(2)));
    String third =
        read(get("/products/{sku}/history", sku).extract().asString(), "$.history[2].at");
    post("/events/replay", Map.of("by", "ann", "queue", queue, "sku", sku, "from", third))
        .statusCode(200)
        .body(at("$.events", is(3)));
    post("/events/replay", Map.of("by", "ann", "queue", queue, "from", third, "to", third))
        .statusCode(200)
        .body(at("$.events", is(1)));
    await(() -> replayed.size() == 6);
    assertEquals(
        List.of("2", "3", "3", "4", "5", "3"),
        replayed.stream().map(event -> header(event, "cloudEvents_sequence")).toList());
  }

  @Test
  void a_request_that_is_wrong_is_refused_and_its_field_named() {
    refused(400, "by", Map.of("queue", queue));
    refused(400, "queue", Map.of("by", "ann"));
    refused(400, "from_sequence", Map.of("by", "ann", "queue", queue, "from_sequence", 1));
    refused(
        400, "from_sequence", Map.of("by", "ann", "queue", queue, "sku", sku, "from_sequence", 0));
    refused(
        400,
        "to_sequence",
        Map.of("by", "ann", "queue", queue, "sku", sku, "from_sequence", 3, "to_sequence", 2));
    refused(400, "from", Map.of("by", "ann", "queue", queue, "from", "yesterday"));
    refused(
        400,
        "to",
        Map.of(
            "by",
            "ann",
            "queue",
            queue,
            "from",
            "2030-01-02T00:00:00+01:00",
            "to",
            "2030-01-01T22:59:59Z"));
    refused(404, "queue", Map.of("by", "ann", "queue", "nobody's"));
  }

  @Test
  void a_queue_that_is_deleted_meanwhile_is_noticed() throws Exception {
    try (ReplayTarget.Session session = target.open(queue, UUID.randomUUID()).orElseThrow()) {
      OutgoingEvent event =
          new OutgoingEvent(
              "id",
              sku,
              1,
              OptionalLong.of(1),
              "out_of_stock",
              "{}",
              Instant.EPOCH,
              null,
              null,
              null);
      session.publish(List.of(event));
      channel.queueDelete(queue);
      Assertions.assertThrows(IOException.class, () -> session.publish(List.of(event)));
    }
  }

  private static void refused(int status, String field, Map<String, Object> request) {
    post("/events/replay", request).statusCode(status).body(at("$.field", is(field)));
  }

  private void awaitPublished(int events) {
    awaitAsserted(
        () ->
            get("/products/{sku}/history?after={last}", sku, events - 1)
                .body(at("$.history[0].published_at", notNullValue())));
    await(
        () ->
            live.stream().filter(event -> sku.equals(header(event, "cloudEvents_subject"))).count()
                >= events);
  }

  private static String header(Delivery event, String name) {
    return String.valueOf(event.getProperties().getHeaders().get(name));
  }

  private static Map<String, String> texts(Map<String, Object> headers) {
    return headers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
  }

  private static String text(Delivery event) {
    return new String(event.getBody(), StandardCharsets.UTF_8);
  }

  private String one(String sql, String parameter) throws SQLException {
    try (java.sql.Connection database = dataSource.getConnection();
        PreparedStatement query = database.prepareStatement(sql)) {
      query.setString(1, parameter);
      try (ResultSet rows = query.executeQuery()) {
        assertTrue(rows.next());
        return rows.getString(1);
      }
    }
  }
}
