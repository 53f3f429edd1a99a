package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import com.rabbitmq.client.MessageProperties;
import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * Another team at the broker: it sends commands, awaits the confirms, and hears every event. In the
 * end its own account is compared with the tables.
 */
final class Commanding implements AutoCloseable {
  private static final int SKUS = 5;
  private static final int BATCH = 40;

  private final Database database;
  private final Connection connection;
  private final Channel channel;
  private final List<Delivery> events = new CopyOnWriteArrayList<>();
  private final Set<String> orders = new TreeSet<>();

  Commanding(VirtualHost broker, Database database) throws Exception {
    this.database = database;
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHandshakeTimeout((int) CLOCK_LIMIT.toMillis());
    factory.setUri(broker.amqpUrl());
    connection = factory.newConnection("test");
    channel = connection.createChannel();
    channel.confirmSelect();
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, "allocation.events", "#");
    channel.basicConsume(queue, true, (tag, event) -> events.add(event), tag -> {});
  }

  /** Purchases one batch of each SKU: enough for some of the lines. */
  void purchase() throws Exception {
    for (int sku = 0; sku < SKUS; sku++) {
      publish(
          "create_batch",
          "{\"batchref\":\"batch-%1$d\",\"sku\":\"sku-%1$d\",\"qty\":%2$d}".formatted(sku, BATCH));
    }
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
    await("select count(*) = %d from batch".formatted(SKUS));
  }

  /** Orders one unit in each of so many lines; returns when the broker has all of them. */
  void order(int lines) throws Exception {
    for (int i = 0; i < lines; i++) {
      String order = "order-" + orders.size();
      orders.add(order);
      publish(
          "allocate",
          "{\"orderid\":\"%s\",\"sku\":\"sku-%d\",\"qty\":1}".formatted(order, i % SKUS));
    }
    channel.waitForConfirmsOrDie(CLOCK_LIMIT.toMillis());
  }

  private void publish(String key, String body) throws Exception {
    channel.basicPublish(
        "allocation.commands",
        key,
        MessageProperties.PERSISTENT_BASIC
            .builder()
            .messageId(UUID.randomUUID().toString())
            .build(),
        body.getBytes(StandardCharsets.UTF_8));
  }

  /** Every command that was confirmed has its effect, once, in the tables and in the events. */
  void assertNothingLostAndNothingTwice() throws Exception {
    await(
        "select (select count(*) from order_line) = %d and not exists (select from outbox where published_at is null)"
            .formatted(orders.size()));
    try (Query query = new Query(database)) {
      assertEquals(
          List.copyOf(orders),
          query.list(
              "select orderid from order_line order by orderid collate \"C\"",
              row -> row.getString(1)));
      assertEquals(List.of(), query.equation().differences(orders.size()));
      assertEquals(0, query.count("select count(*) from inbox where state <> 'APPLIED'"));
      assertEquals(
          (long) orders.size() + SKUS, query.count("select count(*) from inbox"), "commands");
      assertEquals(
          query.count("select count(*) from allocation"),
          query.count(
              "select sum(least(%d, lines)) from (select count(*) as lines from order_line group by sku) s"
                  .formatted(BATCH)),
          "a line is backordered although there is room");
      Map<String, Long> published = new TreeMap<>();
      query
          .list(
              "select sku, sequence from product",
              row -> Map.entry(row.getString(1), row.getLong(2)))
          .forEach(entry -> published.put(entry.getKey(), entry.getValue()));
      assertTrue(
          Waiting.until(() -> heard().equals(allOf(published)), LIMIT),
          "heard not all of " + published);
    }
    assertOrderAndNoEventTwice();
  }

  /** By SKU the numbers of the events that were heard. */
  private Map<String, Set<Long>> heard() {
    return events.stream()
        .collect(
            Collectors.groupingBy(
                event -> header(event, "cloudEvents_subject"),
                TreeMap::new,
                Collectors.mapping(Commanding::sequence, Collectors.toCollection(TreeSet::new))));
  }

  private static Map<String, Set<Long>> allOf(Map<String, Long> last) {
    Map<String, Set<Long>> all = new TreeMap<>();
    last.forEach(
        (sku, sequence) ->
            all.put(
                sku,
                LongStream.rangeClosed(1, sequence)
                    .boxed()
                    .collect(Collectors.toCollection(TreeSet::new))));
    return all;
  }

  /** An event may be repeated, but with its id; without the repeats they come in their order. */
  private void assertOrderAndNoEventTwice() {
    Map<String, Long> last = new TreeMap<>();
    Set<String> ids = new HashSet<>();
    Set<String> placed = new HashSet<>();
    for (Delivery event : events) {
      if (ids.add(event.getProperties().getMessageId())) {
        String sku = header(event, "cloudEvents_subject");
        assertEquals(last.getOrDefault(sku, 0L) + 1, sequence(event), sku);
        last.put(sku, sequence(event));
        String type = event.getEnvelope().getRoutingKey();
        if (type.equals("line_allocated") || type.equals("line_backordered")) {
          assertTrue(placed.add(new String(event.getBody(), StandardCharsets.UTF_8)), type);
        }
      }
    }
    assertEquals(orders.size(), placed.size());
  }

  boolean allIsMarkedAsPublished() {
    return is("select not exists (select from outbox where published_at is null)");
  }

  private void await(String condition) {
    assertTrue(Waiting.until(() -> is(condition), LIMIT), condition);
  }

  private boolean is(String condition) {
    try (Query query = new Query(database)) {
      return query.list(condition, row -> row.getBoolean(1)).get(0);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private static long sequence(Delivery event) {
    return Long.parseLong(header(event, "cloudEvents_sequence"));
  }

  private static String header(Delivery event, String name) {
    return event.getProperties().getHeaders().get(name).toString();
  }

  @Override
  public void close() throws Exception {
    connection.close();
  }
}
