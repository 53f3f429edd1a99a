package dev.ficus.availability.broker;

import static dev.ficus.availability.Management.awaitBroker;
import static dev.ficus.availability.Management.awaitReady;
import static dev.ficus.availability.Management.managed;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAnswered;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.rabbitmq.client.Channel;
import dev.ficus.availability.FakeAllocation;
import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.FaultyStackResource;
import dev.ficus.availability.Live;
import dev.ficus.availability.view.Freshness;
import dev.ficus.availability.view.View;
import dev.ficus.availability.view.Views;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The service while the servers it needs come and go; it starts without its broker. */
@QuarkusTest
@WithTestResource(FaultyStackResource.class)
@WithTestResource(FakeAllocationResource.class)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FaultsBrokerTest {

  @Inject Config config;
  @Inject Views views;
  @Inject @Live Freshness freshness;

  private String faults;
  private String allocation;
  private final String sku = "RUG-" + UUID.randomUUID();

  @BeforeEach
  void findTheControls() {
    faults = config.getValue(FaultyStackResource.CONTROL, String.class);
    allocation = config.getValue("ficus.availability.allocation-url", String.class);
  }

  @AfterEach
  void bringBack() {
    FaultyStackResource.away(faults, "database", false);
    FaultyStackResource.away(faults, "broker", false);
    FakeAllocation.away(allocation, false);
  }

  @Test
  @Order(1)
  void before_it_has_views_the_service_is_alive_but_not_ready_and_says_come_back() {
    managed("/q/health/live").statusCode(200);
    managed("/q/health/started").statusCode(200);
    managed("/q/health/ready").statusCode(503);
    when()
        .get("/availability/" + FakeAllocationResource.ALREADY_THERE)
        .then()
        .statusCode(503)
        .header("Retry-After", notNullValue())
        .contentType("application/problem+json");
  }

  @Test
  @Order(2)
  void once_the_broker_is_there_the_views_are_built_and_the_service_is_ready() {
    awaitReady();
    when().get("/availability/" + FakeAllocationResource.ALREADY_THERE).then().statusCode(200);
  }

  @Test
  @Order(2)
  void once_the_service_is_ready_others_can_bind_to_its_exchange() throws Exception {
    awaitReady();
    try (Wire wire = new Wire(config, FaultyStackResource.DIRECT)) {
      assertDoesNotThrow(() -> new Subscriber(wire.anotherChannel(), sku));
    }
  }

  @Test
  @Order(3)
  void when_the_broker_goes_the_service_stays_ready_and_says_what_is_missing() throws Exception {
    FaultyStackResource.away(faults, "broker", true);
    awaitBroker("DOWN");
    assertReadyThough("broker", "RabbitMQ cannot be reached.");
    when().get("/availability/" + FakeAllocationResource.ALREADY_THERE).then().statusCode(200);

    // Since when it receives nothing is reported, once that is too long.
    eventuallyStaleSince(notNullValue());

    // What is published meanwhile waits in the queue.
    try (Wire wire = new Wire(config, FaultyStackResource.DIRECT)) {
      created(wire, 1, 10);
      available(wire, 2, 7);
    }
    FaultyStackResource.away(faults, "broker", false);
    eventually(2, 7);
    awaitReady();
    eventuallyStaleSince(nullValue());
  }

  @Test
  @Order(3)
  void when_allocation_goes_the_service_stays_ready_and_says_what_is_missing() {
    FakeAllocation.away(allocation, true);
    assertReadyThough("allocation-service", "allocation-service does not give its products.");
    when().get("/availability/" + FakeAllocationResource.ALREADY_THERE).then().statusCode(200);
  }

  private static void assertReadyThough(String missing, String means) {
    managed("/q/health/live").statusCode(200);
    managed("/q/health/started").statusCode(200);
    managed("/q/health/ready").statusCode(200);
    // The broker's connections of an outage before come back when they do.
    awaitAsserted(
        () ->
            managed("/q/health/well")
                .statusCode(503)
                .body(at("$.checks[?(@.status=='DOWN')].name", contains(missing)))
                .body(at("$.checks[?(@.status=='DOWN')].data.means", contains(startsWith(means)))));
  }

  @Test
  @Order(4)
  void after_the_broker_is_back_products_are_compared_because_a_quiet_one_shows_no_gap()
      throws Exception {
    try (Wire wire = new Wire(config, FaultyStackResource.DIRECT)) {
      created(wire, 1, 10);
      eventually(1, 10);
      FaultyStackResource.away(faults, "broker", true);
      awaitBroker("DOWN");
      FakeAllocation.put(allocation, sku, 2, "[{\"batchref\":\"b1\",\"available\":4}]");
      FaultyStackResource.away(faults, "broker", false);
      eventually(2, 4);
    }
  }

  @Test
  @Order(5)
  void connections_that_are_cut_again_and_again_in_full_flow_lose_nothing() throws Exception {
    int events = 1500;
    try (Wire wire = new Wire(config, FaultyStackResource.DIRECT)) {
      created(wire, 1, events);
      for (int sequence = 2; sequence <= events; sequence++) {
        available(wire, sequence, events - sequence);
        if (sequence % 300 == 0) {
          FaultyStackResource.away(faults, "broker", true);
          FaultyStackResource.away(faults, "broker", false);
        }
        if (sequence % 400 == 0) {
          FaultyStackResource.away(faults, "database", true);
          FaultyStackResource.away(faults, "database", false);
        }
      }
      // Allocation is away: only the queue has them, so nothing in it may be lost.
      eventually(events, 0);
    }
  }

  @Test
  @Order(6)
  void while_the_database_is_away_questions_are_answered_and_events_are_kept_for_it()
      throws Exception {
    try (Wire wire = new Wire(config, FaultyStackResource.DIRECT)) {
      // What is published while the queue of this instance is away comes by the database alone.
      await(() -> freshness.lagsSince().isEmpty());
      created(wire, 1, 10);
      eventually(1, 10);
      FaultyStackResource.away(faults, "database", true);
      available(wire, 2, 6);
      eventually(2, 6);
      when()
          .get("/availability/changes")
          .then()
          .statusCode(503)
          .header("Retry-After", notNullValue())
          .contentType("application/problem+json")
          .body(at("$.detail", containsString("cannot be read")));
      assertReadyThough("database", "The database does not answer.");

      FaultyStackResource.away(faults, "database", false);
      eventuallyStored(2);
    }
  }

  @Test
  @Order(7)
  void a_crossing_that_came_before_an_outage_of_the_broker_is_forwarded_after_it()
      throws Exception {
    try (Wire wire = new Wire(config, FaultyStackResource.DIRECT);
        Channel channel = wire.anotherChannel()) {
      Subscriber subscriber = new Subscriber(wire.anotherChannel(), sku);
      created(wire, 1, 10);
      eventuallyStored(1);
      // In the service's hands, which can do nothing with it yet.
      FaultyStackResource.away(faults, "database", true);
      wire.event("out_of_stock", sku, "2", "{\"sku\":\"" + sku + "\"}");
      await(() -> channel.messageCount(Wire.QUEUE) == 0);
      FaultyStackResource.away(faults, "broker", true);
      FaultyStackResource.away(faults, "database", false);
      // It was not acknowledged: it will be delivered again.
      await(() -> channel.messageCount(Wire.QUEUE) == 1);
      eventuallyStored(1);
      assertEquals(List.of(), subscriber.ids());

      FaultyStackResource.away(faults, "broker", false);
      assertEquals(sku + ":2", subscriber.next().properties().getMessageId());
      eventuallyStored(2);
      await(() -> channel.messageCount(Wire.QUEUE) == 0);
      assertEquals(Set.of(), otherThan(sku + ":2", subscriber.ids()));
    }
  }

  private static Set<String> otherThan(String id, List<String> ids) {
    Set<String> others = new HashSet<>(ids);
    others.remove(id);
    return others;
  }

  /** Of a database that has just come back the first connections may still fail. */
  private void eventuallyStored(long sequence) {
    awaitAnswered(() -> views.find(sku).map(View::sequence).orElse(0L) == sequence);
  }

  @Test
  @Order(8)
  void an_event_that_is_not_stored_yet_still_belongs_to_the_broker() throws Exception {
    try (Wire wire = new Wire(config, FaultyStackResource.DIRECT);
        Channel channel = wire.anotherChannel()) {
      created(wire, 1, 10);
      eventually(1, 10);
      eventuallyStored(1);
      await(() -> channel.messageCount(Wire.QUEUE) == 0);
      FaultyStackResource.away(faults, "database", true);
      available(wire, 2, 6);
      await(() -> channel.messageCount(Wire.QUEUE) == 0);

      // Whoever ends with an event in hand, killed or cut off, leaves it to another.
      FaultyStackResource.away(faults, "broker", true);
      await(() -> channel.messageCount(Wire.QUEUE) == 1);
    }
  }

  private static void eventuallyStaleSince(Matcher<Object> since) {
    awaitAsserted(
        () ->
            when()
                .get("/availability/" + FakeAllocationResource.ALREADY_THERE)
                .then()
                .statusCode(200)
                .body(at("$.stale_since", since)));
  }

  private void created(Wire wire, int sequence, int available) throws Exception {
    wire.event("batch_created", sku, String.valueOf(sequence), batch(available));
  }

  private void available(Wire wire, int sequence, int available) throws Exception {
    wire.event("batch_quantity_changed", sku, String.valueOf(sequence), batch(available));
  }

  private String batch(int available) {
    return """
        {"batchref":"b1","sku":"%s","qty":9999,"available":%d}"""
        .formatted(sku, available);
  }

  private void eventually(int sequence, int inStock) {
    awaitAsserted(
        () ->
            when()
                .get("/availability/" + sku)
                .then()
                .statusCode(200)
                .body(at("$.sequence", equalTo(sequence)))
                .body(at("$.in_stock", is(inStock))));
  }
}
