package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.BuiltinExchangeType;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Two instances of availability-service share a database and a broker; the one that stores the
 * views is killed while orders flow. By night, with {@code -Dficus.kills=}, so often; by day {@link
 * ChristmasJourneyIT} kills one.
 */
@EnabledIfSystemProperty(named = "ficus.kills", matches = "[1-9][0-9]*")
class AvailabilityKillsJourneyIT {
  private static final int KILLS = Integer.getInteger("ficus.kills", 0);
  private static final int ORDERED_BETWEEN = 200;
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STORED =
      "ficus_availability_events_applied_total{type=\"line_allocated\",views=\"stored\"}";

  @TempDir Path folder;
  private final Database stock = LocalStack.shared().createDatabase("kills");
  private final Database views = LocalStack.shared().createDatabase("views-kills");
  private final VirtualHost broker = LocalStack.shared().createVirtualHost("views-kills");
  private final Set<String> crossed = new ConcurrentSkipListSet<>();
  private final Set<String> forwarded = new ConcurrentSkipListSet<>();
  private final List<PackagedService> instances = new ArrayList<>();
  private PackagedService allocation;
  private Launcher launcher;

  @BeforeEach
  void prepare() {
    launcher = new Launcher(folder);
  }

  @AfterEach
  void end_all() {
    launcher.close();
  }

  @Test
  void killed_in_full_flow_and_started_without_allocation_all_instances_say_what_allocation_says()
      throws Exception {
    allocation =
        PackagedService.small(launcher, "allocation", Service.ALLOCATION)
            .with(stock, broker)
            .start();
    instances.add(start());
    instances.add(start());
    try (Connection hearing = hearing();
        Ordering ordering = new Ordering(allocation::url)) {
      allocation.awaitReady();
      instances.forEach(PackagedService::awaitReady);
      ordering.start();
      for (int kill = 0; kill < KILLS; kill++) {
        int before = ordering.accepted();
        assertTrue(Waiting.until(() -> ordering.accepted() > before + ORDERED_BETWEEN, LIMIT));
        restartTheOneThatStores();
      }
      ordering.finish();

      SortedMap<String, ObjectNode> published = published();
      assertAllSay(published);
      assertFalse(crossed.isEmpty());
      assertTrue(
          Waiting.until(() -> forwarded.containsAll(crossed), LIMIT),
          () -> "not forwarded: " + missing() + " of " + crossed.size());

      allocation.end();
      restartTheOneThatStores();
      assertAllSay(published);
    } finally {
      instances.forEach(PackagedService::close);
      allocation.close();
    }
  }

  /** It is ready again before this returns, the other instance has taken over meanwhile. */
  private void restartTheOneThatStores() throws Exception {
    assertTrue(Waiting.until(() -> instances.stream().anyMatch(this::storesViews), LIMIT));
    PackagedService storing =
        instances.stream().filter(this::storesViews).findFirst().orElseThrow();
    storing.kill();
    storing.start().awaitReady();
  }

  private PackagedService start() throws IOException {
    String name = "availability-" + (instances.size() + 1);
    return PackagedService.small(launcher, name, Service.AVAILABILITY)
        .with(views, broker)
        .with(
            Map.of(
                "FICUS_AVAILABILITY_ALLOCATION_URL",
                allocation.url("").toString(),
                // No event is lost here, whatever time they take: none may be overtaken.
                "FICUS_AVAILABILITY_REBUILDING_PATIENCE",
                LIMIT.toString()))
        .start();
  }

  /** Another team, which hears what both services publish about crossings. */
  private Connection hearing() throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHandshakeTimeout((int) CLOCK_LIMIT.toMillis());
    factory.setUri(broker.amqpUrl());
    Connection connection = factory.newConnection("test");
    Channel channel = connection.createChannel();
    hear(channel, "allocation.events", crossed);
    hear(channel, "availability.events", forwarded);
    return connection;
  }

  private static void hear(Channel channel, String exchange, Set<String> ids) throws IOException {
    channel.exchangeDeclare(exchange, BuiltinExchangeType.TOPIC, true);
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, exchange, "out_of_stock");
    channel.queueBind(queue, exchange, "back_in_stock");
    channel.basicConsume(queue, true, (tag, event) -> ids.add(id(event)), tag -> {});
  }

  private static String id(Delivery event) {
    Map<String, Object> headers = event.getProperties().getHeaders();
    return headers.get("cloudEvents_subject") + ":" + headers.get("cloudEvents_sequence");
  }

  private Collection<String> missing() {
    Set<String> missing = new TreeSet<>(crossed);
    missing.removeAll(forwarded);
    return missing;
  }

  /** One of them stores the views; its metrics say so since its first event. */
  private boolean storesViews(PackagedService instance) {
    try {
      return Http.get(instance.managementUrl("/q/metrics"), CLOCK_LIMIT).body().contains(STORED);
    } catch (IOException notYet) {
      return false;
    }
  }

  /** What allocation says of each product, as far as a view holds it. */
  private SortedMap<String, ObjectNode> published() throws IOException {
    SortedMap<String, ObjectNode> published = new TreeMap<>();
    for (String sku : Ordering.skus()) {
      JsonNode product = get(allocation, "/products/" + sku);
      published.put(
          sku,
          view(
              sku,
              product.get("sequence").longValue(),
              product.path("out_of_stock_since").asText(null)));
      for (JsonNode batch : product.get("batches")) {
        addBatch(
            published.get(sku),
            batch.get("batchref").textValue(),
            batch.path("eta").asText(null),
            batch.get("available").intValue());
      }
    }
    return published;
  }

  private SortedMap<String, ObjectNode> stored() throws SQLException {
    SortedMap<String, ObjectNode> stored = new TreeMap<>();
    try (Query query = new Query(views)) {
      query
          .list(
              "select sku, sequence, out_of_stock_since from product_view",
              row -> {
                OffsetDateTime since = row.getObject(3, OffsetDateTime.class);
                return view(
                    row.getString(1),
                    row.getLong(2),
                    since == null ? null : since.toInstant().toString());
              })
          .forEach(view -> stored.put(view.get("sku").textValue(), view));
      query.list(
          "select sku, batchref, eta, available from batch_view",
          row -> {
            addBatch(
                stored.get(row.getString(1)), row.getString(2), row.getString(3), row.getInt(4));
            return null;
          });
    }
    return stored;
  }

  private static ObjectNode view(String sku, long sequence, String outOfStockSince) {
    ObjectNode view = JSON.createObjectNode().put("sku", sku).put("sequence", sequence);
    view.put("out_of_stock_since", outOfStockSince).putObject("batches");
    return view;
  }

  private static void addBatch(ObjectNode view, String batchref, String eta, int available) {
    ((ObjectNode) view.get("batches"))
        .putObject(batchref)
        .put("eta", eta)
        .put("available", available);
  }

  private void assertAllSay(SortedMap<String, ObjectNode> published) throws Exception {
    assertTrue(Waiting.until(() -> allAreAt(published), LIMIT), "not all events have arrived");
    assertEquals(published, stored());
    for (PackagedService instance : instances) {
      for (String sku : published.keySet()) {
        long total = 0;
        for (JsonNode batch : published.get(sku).get("batches")) {
          total += batch.get("available").longValue();
        }
        assertEquals(total, get(instance, "/availability/" + sku).get("total").longValue(), sku);
      }
    }
  }

  private boolean allAreAt(SortedMap<String, ObjectNode> published) {
    try {
      if (!sequences(stored()).equals(sequences(published))) {
        return false;
      }
      for (PackagedService instance : instances) {
        SortedMap<String, JsonNode> answers = new TreeMap<>();
        for (String sku : published.keySet()) {
          answers.put(sku, get(instance, "/availability/" + sku));
        }
        if (!sequences(answers).equals(sequences(published))) {
          return false;
        }
      }
      return true;
    } catch (IOException | SQLException notYet) {
      return false;
    }
  }

  private static SortedMap<String, Long> sequences(SortedMap<String, ? extends JsonNode> of) {
    SortedMap<String, Long> sequences = new TreeMap<>();
    of.forEach((sku, each) -> sequences.put(sku, each.path("sequence").longValue()));
    return sequences;
  }

  private static JsonNode get(PackagedService instance, String path) throws IOException {
    return JSON.readTree(Http.get(instance.url(path), CLOCK_LIMIT).body());
  }
}
