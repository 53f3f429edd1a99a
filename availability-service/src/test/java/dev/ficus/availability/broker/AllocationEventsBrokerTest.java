package dev.ficus.availability.broker;

import static dev.ficus.availability.Management.awaitReady;
import static dev.ficus.availability.Management.managed;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.FakeAllocation;
import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.view.Views;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class AllocationEventsBrokerTest {

  @Inject Config config;
  @Inject Views views;

  @ConfigProperty(name = "ficus.availability.allocation-url")
  String allocation;

  private Wire wire;
  private final String sku = "RUG-" + UUID.randomUUID();

  @BeforeEach
  void connect() throws Exception {
    awaitReady();
    wire = new Wire(config);
  }

  @AfterEach
  void disconnect() throws Exception {
    FakeAllocation.away(allocation, false);
    wire.close();
  }

  @Test
  void a_product_that_was_there_before_the_service_is_taken_from_the_snapshot() {
    when()
        .get("/availability/" + FakeAllocationResource.ALREADY_THERE)
        .then()
        .statusCode(200)
        .body(at("$.sequence", is(41)))
        .body(at("$.in_stock", is(7)))
        .body(at("$.total", is(12)));
  }

  @Test
  void events_become_visible() throws Exception {
    created(1, "b1", 10);
    wire.event(
        "line_allocated",
        sku,
        "2",
        """
        {"orderid":"o","sku":"%s","qty":4,"batchref":"b1","available":6}"""
            .formatted(sku));

    String asOf = eventually(2).body(at("$.in_stock", is(6))).extract().header("as-of");
    assertFalse(Instant.parse(asOf).isBefore(Wire.TIME));
  }

  @Test
  void the_sequence_may_be_a_number() throws Exception {
    wire.event("batch_created", sku, 1L, batch("b1", 3));
    eventually(1).body(at("$.in_stock", is(3)));
  }

  @Test
  void repeats_and_reordering_change_nothing() throws Exception {
    available(3, "b1", 6);
    created(1, "b1", 10);
    available(2, "b1", 8);
    created(1, "b1", 10);
    available(3, "b1", 6);

    eventually(3).body(at("$.in_stock", is(6)));
  }

  @Test
  void poison_does_not_stop_the_good_and_what_it_hid_heals_from_the_snapshot() throws Exception {
    created(1, "b1", 10);
    Map<String, Object> headers = Wire.headers("line_allocated", sku);
    headers.put("cloudEvents_sequence", "2");
    FakeAllocation.put(allocation, sku, 2, "[{\"batchref\":\"b1\",\"available\":9}]");

    wire.raw("line_allocated", headers, "{\"sku\":".getBytes(StandardCharsets.UTF_8));
    wire.raw("line_allocated", headers, new byte[] {(byte) 0xff, 0, 1});
    wire.raw("line_allocated", null, new byte[0]);
    wire.raw("", Map.of(), "[]".getBytes(StandardCharsets.UTF_8));
    wire.raw("", Map.of("cloudEvents_sequence", List.of("1")), new byte[] {0});
    wire.raw("batch_created", Map.of("cloudEvents_sequence", "1"), "{}".getBytes());
    wire.raw("brand_new", Wire.headers("brand_new", "other"), "{\"a\":1}".getBytes());
    available(3, "b1", 5);

    eventually(3).body(at("$.in_stock", is(5)));
    eventuallyNothingInTheQueue();
  }

  @Test
  void an_unknown_type_with_a_sequence_heals_from_the_snapshot() throws Exception {
    created(1, "b1", 10);
    FakeAllocation.put(allocation, sku, 2, "[{\"batchref\":\"b1\",\"available\":1}]");
    wire.event("line_teleported", sku, "2", "{\"sku\":\"" + sku + "\",\"surprise\":true}");

    eventually(2).body(at("$.in_stock", is(1)));
  }

  @Test
  void an_event_of_a_product_that_allocation_does_not_know_leaves_nothing_behind()
      throws Exception {
    available(7, "b1", 5);
    String next = sku + "-next";
    wire.event("batch_created", next, "1", batchOf(next, "b2", 3));
    await(() -> views.find(next).isPresent());
    // It was heard before the next one: now it is behind until allocation has been asked about it.
    await(() -> !views.behind("", 1000).contains(sku));
    when().get("/availability/" + sku).then().statusCode(404);
  }

  @Test
  void a_gap_heals_once_allocation_is_back_and_other_products_do_not_wait() throws Exception {
    FakeAllocation.away(allocation, true);
    String other = sku + "-other";
    created(1, "b1", 10);
    available(4, "b1", 3);
    available(5, "b1", 2);
    wire.event(
        "batch_created",
        other,
        "1",
        """
        {"batchref":"%s","sku":"%s","qty":1,"available":1}"""
            .formatted(other, other));

    awaitAsserted(() -> when().get("/availability/" + other).then().statusCode(200));
    eventually(1).body(at("$.in_stock", is(10)));

    FakeAllocation.put(allocation, sku, 4, "[{\"batchref\":\"b1\",\"available\":3}]");
    FakeAllocation.away(allocation, false);
    eventually(5).body(at("$.in_stock", is(2)));
  }

  @Test
  void a_log_line_ties_the_update_to_the_first_call() throws Exception {
    List<String> lines = new CopyOnWriteArrayList<>();
    List<String> traces = new CopyOnWriteArrayList<>();
    Logger logger = Logger.getLogger("dev.ficus.availability.applied");
    Level before = logger.getLevel();
    Handler handler =
        new Handler() {
          @Override
          public void publish(LogRecord line) {
            lines.add(((org.jboss.logmanager.ExtLogRecord) line).getFormattedMessage());
            traces.add(((org.jboss.logmanager.ExtLogRecord) line).getMdc("traceId"));
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    logger.addHandler(handler);
    logger.setLevel(Level.FINE);
    try {
      created(1, "b1", 10);
      eventually(1);
      await(() -> lines.stream().anyMatch(line -> line.contains(sku)));
    } finally {
      logger.removeHandler(handler);
      logger.setLevel(before);
    }
    String line = lines.stream().filter(text -> text.contains(sku)).findFirst().orElseThrow();
    assertTrue(line.contains("sequence=1"), line);
    assertTrue(line.contains("correlation_id=correlation-of-the-first-call"), line);
    assertTrue(line.contains("trace_id=0af7651916cd43dd8448eb211c80319c"), line);
    assertTrue(traces.contains("0af7651916cd43dd8448eb211c80319c"), traces.toString());
  }

  @Test
  void a_queue_that_was_deleted_is_declared_again_and_what_was_missed_is_made_up_for()
      throws Exception {
    created(1, "b1", 10);
    eventually(1);
    FakeAllocation.put(allocation, sku, 2, "[{\"batchref\":\"b1\",\"available\":4}]");

    wire.anotherChannel().queueDelete(Wire.QUEUE);

    // A quiet product: no event will ever show that number 2 is missing.
    eventually(2).body(at("$.in_stock", is(4)));
    awaitAsserted(
        () -> {
          try (var channel = wire.anotherChannel()) {
            assertEquals(1, channel.queueDeclarePassive(Wire.QUEUE).getConsumerCount());
          }
        });
    available(3, "b1", 3);
    eventually(3).body(at("$.in_stock", is(3)));
  }

  @Test
  void another_consumer_of_the_queue_stands_by() throws Exception {
    List<String> taken = new CopyOnWriteArrayList<>();
    created(1, "b1", 20);
    // Its events are taken by the service, which is the consumer.
    await(() -> views.find(sku).isPresent());
    try (var channel = wire.anotherChannel()) {
      channel.basicConsume(Wire.QUEUE, false, (tag, event) -> taken.add(tag), tag -> {});
      for (int sequence = 2; sequence <= 20; sequence++) {
        available(sequence, "b1", 20 - sequence);
      }
      await(() -> views.find(sku).filter(view -> view.sequence() == 20).isPresent());
    }
    assertEquals(List.of(), taken);
  }

  @Test
  void what_happened_is_counted() throws Exception {
    created(1, "b1", 10);
    created(1, "b1", 10);
    eventually(1);
    awaitAsserted(
        () ->
            managed("/q/metrics")
                .statusCode(200)
                .body(
                    containsString(
                        "ficus_availability_events_received_total{type=\"batch_created\",views=\"stored\"}"))
                .body(
                    containsString(
                        "ficus_availability_events_applied_total{type=\"batch_created\",views=\"live\"}"))
                .body(
                    containsString(
                        "ficus_availability_events_repeated_total{type=\"batch_created\",views=\"live\"}"))
                .body(containsString("ficus_availability_view_lag_seconds{views=\"live\"} 0.0"))
                .body(containsString("ficus_availability_delay_seconds_count{views=\"live\"}")));
  }

  @Test
  void each_counter_is_there_with_its_labels_before_it_counts_anything() {
    String metrics = managed("/q/metrics").statusCode(200).extract().asString();
    for (String counter :
        List.of(
            "ficus_availability_events_set_aside_total{type=\"unknown\",views=\"live\"}",
            "ficus_availability_events_broken_total{type=\"line_allocated\",views=\"stored\"}",
            "ficus_availability_events_ignored_total{type=\"command_parked\",views=\"stored\"}",
            "ficus_availability_events_held_total{views=\"stored\"}",
            "ficus_availability_events_dropped_total{views=\"live\"}",
            "ficus_availability_gaps_total{views=\"live\"}",
            "ficus_availability_comparisons_total{outcome=\"failed\"}",
            "ficus_availability_healings_total{outcome=\"done\"}",
            "ficus_availability_replaced_total{by=\"following\"}",
            "ficus_availability_replaced_total{by=\"healing\"}",
            "ficus_availability_drifted_total",
            "ficus_unexpected_failures_total{work=\"comparisons\"}",
            "ficus_unexpected_failures_total{work=\"availability-healing\"}",
            "agroal_awaiting_count{datasource=\"default\"}")) {
      assertTrue(metrics.contains("\n" + counter + " "), counter);
    }
    assertTrue(
        metrics.contains("ficus_build_info{service=\"availability-service\",version=\""), metrics);
  }

  @Test
  void it_is_seen_whether_views_are_complete_and_events_are_received() {
    for (String sign :
        List.of(
            "ficus_availability_views_complete{views=\"live\"}",
            "ficus_availability_views_complete{views=\"stored\"}",
            "ficus_consuming{queue=\"availability.live\"}",
            "ficus_consuming{queue=\"availability.allocation-events\"}")) {
      awaitAsserted(() -> managed("/q/metrics").body(containsString("\n" + sign + " 1.0")));
    }
  }

  private void created(long sequence, String batchref, int available) throws Exception {
    wire.event("batch_created", sku, String.valueOf(sequence), batch(batchref, available));
  }

  private void available(long sequence, String batchref, int available) throws Exception {
    wire.event("batch_quantity_changed", sku, String.valueOf(sequence), batch(batchref, available));
  }

  private String batch(String batchref, int available) {
    return batchOf(sku, batchref, available);
  }

  private static String batchOf(String sku, String batchref, int available) {
    return """
        {"batchref":"%s","sku":"%s","qty":99,"available":%d}"""
        .formatted(batchref, sku, available);
  }

  private ValidatableResponse eventually(int sequence) {
    awaitAsserted(
        () ->
            given()
                .get("/availability/" + sku)
                .then()
                .statusCode(200)
                .body(at("$.sequence", equalTo(sequence))));
    return when().get("/availability/" + sku).then();
  }

  private void eventuallyNothingInTheQueue() {
    awaitAsserted(
        () -> {
          try (var channel = wire.anotherChannel()) {
            assertEquals(0, channel.messageCount(Wire.QUEUE));
          }
        });
  }
}
