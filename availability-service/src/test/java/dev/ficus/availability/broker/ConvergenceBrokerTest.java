package dev.ficus.availability.broker;

import static dev.ficus.availability.Management.awaitReady;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.given;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.Channel;
import dev.ficus.availability.FakeAllocation;
import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.broker.SeededAllocation.SeededEvent;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.view.LiveViews;
import dev.ficus.availability.view.View;
import dev.ficus.availability.view.Views;
import dev.ficus.local.LocalStackResource;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The worst that can happen to events, all of it: they come twice, late, in any order, again, not
 * at all, and among garbage; the queue is purged and deleted. One comparison with the snapshot
 * later every view says what the snapshot says.
 */
@QuarkusTest
@TestProfile(ConvergenceBrokerTest.ComparingOften.class)
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class ConvergenceBrokerTest {
  private static final Duration COMPARE_EVERY = Duration.ofSeconds(1);
  private static final int SKUS = 20;

  private static final Logger LOG = Logger.getLogger(ConvergenceBrokerTest.class);

  /** Other events each day. */
  private static final long SEED = Long.getLong("ficus.seed", LocalDate.now().toEpochDay());

  private static final String AGAIN = "the same again with -Dficus.seed=" + SEED;
  private static final int PREFETCHED = 250;
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS);

  /** Compares often, and heals only when it is asked to. */
  public static class ComparingOften implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of(
          "ficus.availability.rebuilding.compare-every",
          COMPARE_EVERY.toString(),
          "ficus.availability.rebuilding.heal-every",
          "1h");
    }
  }

  @Inject Config config;
  @Inject Views stored;
  @Inject LiveViews live;
  @Inject MeterRegistry meters;
  @Inject DataSource database;

  @ConfigProperty(name = "ficus.availability.allocation-url")
  String url;

  private final String name = UUID.randomUUID().toString();
  private final String phantom = name + "-phantom";
  private final List<SeededEvent> late = new ArrayList<>();
  private Wire wire;
  private Random random;
  private SeededAllocation allocation;

  @BeforeEach
  void connect() throws Exception {
    awaitReady();
    wire = new Wire(config);
  }

  @AfterEach
  void disconnect() throws Exception {
    wire.close();
  }

  @Test
  void whatever_happens_to_events_one_comparison_later_the_views_are_what_the_snapshot_says()
      throws Exception {
    // Whatever fails on the way, the report then says with which events.
    LOG.info(AGAIN);
    random = new Random(SEED);
    allocation = new SeededAllocation(random, name, SKUS);
    for (int round = 0; round < 10; round++) {
      publishBadly(happened(12));
    }
    purgeTheQueue();
    publishBadly(happened(30));
    publish(shuffled(allocation.published()));
    try (Channel channel = wire.anotherChannel()) {
      channel.queueDelete(Wire.QUEUE);
    }
    for (int round = 0; round < 5; round++) {
      publishBadly(happened(12));
    }
    loseTheLastEventOfSomeProducts(happened(40));

    awaitAComparison();
    String expected = canonical(allocation.skus(), allocation::snapshot);
    assertEquals(expected, shownBy(stored), AGAIN);
    awaitAsserted(() -> assertEquals(expected, shownBy(live), AGAIN));
    allocation.skus().forEach(sku -> assertAnswer(allocation.snapshot(sku)));
    when().get("/availability/" + phantom).then().statusCode(404);
  }

  @Test
  void a_gap_is_asked_about_at_once_and_not_at_the_next_round() throws Exception {
    double before = rounds("healings");
    // A comparison does not come upon it, so that it is the event alone that makes it known.
    FakeAllocation.put(
        url,
        """
        {"sku":"%s","sequence":3,"batches":[{"batchref":"b","available":4}],"listed":false}"""
            .formatted(name));
    wire.event(
        "batch_quantity_changed",
        name,
        "3",
        "{\"sku\":\"%s\",\"batchref\":\"b\",\"qty\":9,\"available\":4}".formatted(name));

    await(() -> rounds("healings") > before);
    await(() -> stored.find(name).filter(at -> at.sequence() == 3).isPresent());
  }

  /** Like allocation, which commits before it publishes: the snapshot is never behind an event. */
  private List<SeededEvent> happened(int commands) {
    List<SeededEvent> events = allocation.happen(commands);
    events.stream()
        .map(SeededEvent::sku)
        .distinct()
        .forEach(sku -> FakeAllocation.put(url, allocation.snapshot(sku).toString()));
    return events;
  }

  private void publishBadly(List<SeededEvent> events) throws Exception {
    List<SeededEvent> sent = new ArrayList<>(late);
    late.clear();
    for (SeededEvent event : events) {
      int fate = random.nextInt(10);
      if (fate == 0) {
        continue; // lost
      }
      (fate == 1 ? late : sent).add(event);
      if (fate > 6) {
        sent.add(event);
      }
    }
    publish(shuffled(sent));
  }

  private void publish(List<SeededEvent> events) throws Exception {
    for (SeededEvent event : events) {
      if (random.nextInt(12) == 0) {
        sendGarbageLike(event);
      }
      wire.send(event.type(), event.headers(), event.bytes());
    }
    wire.awaitConfirms();
  }

  private void sendGarbageLike(SeededEvent event) throws Exception {
    Map<String, Object> headers = event.headers();
    switch (random.nextInt(8)) {
      case 0 -> wire.send(event.type(), headers, new byte[] {(byte) 0xff, 0, 1});
      case 1 -> wire.send(event.type(), headers, utf8(event.body().substring(1)));
      case 2 -> wire.send("line_teleported", Map.of("cloudEvents_sequence", "7"), utf8("[]"));
      case 3 -> wire.send("", null, new byte[0]);
      case 4 -> {
        headers.remove("cloudEvents_sequence");
        wire.send(event.type(), headers, event.bytes());
      }
      case 5 -> {
        headers.put("cloudEvents_type", "dev.ficus.line_teleported.v1");
        wire.send("line_teleported", headers, event.bytes());
      }
      case 6 -> {
        headers.put("cloudEvents_subject", phantom);
        wire.send(event.type(), headers, event.bytes());
      }
      default ->
          wire.send(
              "line_allocated",
              headers,
              utf8("{\"sku\":\"" + event.sku() + "\",\"batchref\":\"b\",\"available\":-3}"));
    }
  }

  /** While the store cannot be written, so that more waits in the queue than is in hand. */
  private void purgeTheQueue() throws Exception {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        Channel channel = wire.anotherChannel()) {
      connection.setAutoCommit(false);
      statement.execute("select from comparison for update");
      int purged = 0;
      while (purged < PREFETCHED) {
        publish(allocation.published());
        publishBadly(happened(6));
        purged += channel.queuePurge(Wire.QUEUE).getMessageCount();
      }
      connection.rollback();
    }
  }

  /** A product to which nothing happens afterwards shows no gap. */
  private void loseTheLastEventOfSomeProducts(List<SeededEvent> events) throws Exception {
    TreeSet<String> quiet = new TreeSet<>(allocation.skus().subList(0, SKUS / 3));
    List<SeededEvent> lost = SeededAllocation.lastOfEach(events, quiet);
    assertTrue(lost.size() > 1);
    List<SeededEvent> sent = new ArrayList<>(events);
    sent.removeAll(lost);
    publish(shuffled(sent));
  }

  /** A comparison that was begun after now is complete: the second from now is one. */
  private void awaitAComparison() {
    double before = rounds("comparisons");
    await(() -> rounds("comparisons") >= before + 2);
  }

  private double rounds(String of) {
    return meters.counter("ficus.availability." + of, "outcome", "done").count();
  }

  private String shownBy(Views views) {
    return canonical(
        allocation.skus(), sku -> views.find(sku).map(ConvergenceBrokerTest::json).orElse(null));
  }

  private static ObjectNode json(View view) {
    ObjectNode json =
        JSON.createObjectNode().put("sku", view.sku()).put("sequence", view.sequence());
    if (view.stock().isOut()) {
      json.put("out_of_stock_since", view.stock().outOfStockSince().toString());
    }
    ArrayNode batches = json.putArray("batches");
    for (Batch batch : view.stock().batches()) {
      ObjectNode shown = batches.addObject().put("batchref", batch.batchref());
      shown.put("available", batch.available());
      if (batch.eta() != null) {
        shown.put("eta", batch.eta().toString());
      }
    }
    return json;
  }

  /** A line for each product, keys and batches sorted, without what a view does not hold. */
  private static String canonical(List<String> skus, Function<String, ObjectNode> products) {
    StringBuilder lines = new StringBuilder();
    skus.stream()
        .sorted()
        .map(products)
        .forEach(product -> lines.append(product == null ? "none" : line(product)).append('\n'));
    return lines.toString();
  }

  private static String line(ObjectNode product) {
    List<JsonNode> batches = new ArrayList<>();
    product
        .get("batches")
        .forEach(
            batch ->
                batches.add(((ObjectNode) batch.deepCopy()).remove(List.of("qty", "allocated"))));
    batches.sort(Comparator.comparing(batch -> batch.get("batchref").textValue()));
    ObjectNode sorted = product.deepCopy();
    sorted.putArray("batches").addAll(batches);
    try {
      return JSON.writeValueAsString(JSON.treeToValue(sorted, Map.class));
    } catch (IOException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void assertAnswer(ObjectNode product) {
    int inStock = 0;
    int total = 0;
    for (JsonNode batch : product.get("batches")) {
      total += batch.get("available").intValue();
      inStock += batch.has("eta") ? 0 : batch.get("available").intValue();
    }
    given()
        .pathParam("sku", product.get("sku").textValue())
        .get("/availability/{sku}")
        .then()
        .statusCode(200)
        .body(at("$.sequence", is(product.get("sequence").intValue())))
        .body(at("$.in_stock", is(inStock)))
        .body(at("$.total", is(total)));
  }

  private <T> List<T> shuffled(List<T> items) {
    List<T> shuffled = new ArrayList<>(items);
    Collections.shuffle(shuffled, random);
    return shuffled;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
