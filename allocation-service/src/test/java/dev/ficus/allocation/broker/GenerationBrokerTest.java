package dev.ficus.allocation.broker;

import static dev.ficus.allocation.Given.batch;
import static dev.ficus.allocation.Given.get;
import static dev.ficus.allocation.Given.post;
import static dev.ficus.allocation.Given.unique;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.JsonPaths.read;
import static dev.ficus.local.Waiting.await;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.nullValue;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.Delivery;
import dev.ficus.allocation.OwnStackResource;
import dev.ficus.allocation.purchasing.MailServerResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * A restore takes sequences back; a generation distinguishes the second use of a number from the
 * first.
 */
@QuarkusTest
// Not the database of most tests: what it does there would change what they read.
@WithTestResource(OwnStackResource.class)
@WithTestResource(MailServerResource.class)
class GenerationBrokerTest {
  @Inject Broker broker;
  @Inject DataSource dataSource;

  @Test
  void what_is_numbered_once_more_has_another_id_and_says_its_generation() throws Exception {
    List<Delivery> events = new CopyOnWriteArrayList<>();
    String sku = unique("RUG");
    long before = Instant.now().getEpochSecond();
    try (Connection connection = broker.connect("test");
        Channel channel = connection.createChannel()) {
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, Topology.EVENTS, "#");
      channel.basicConsume(queue, true, (tag, event) -> events.add(event), tag -> {});
      batch(unique("first"), sku, 10, null);
      batch(unique("lost"), sku, 5, null);
      await(() -> about(sku, events).size() == 2);
      get("/products/{sku}", sku).header("ETag", "\"2\"").body(at("$.generation", nullValue()));
      get("/products").body(at("$.generation", nullValue()));

      goBackToTheFirstEventOf(sku);
      post("/generations", Map.of("by", "ann")).statusCode(400).body(at("$.field", is("reason")));
      long begun = begin();
      assertTrue(begun >= before, () -> begun + " is before " + before);
      assertNotEquals(begun, begin(), "another restore, another generation");
      long second = read(get("/products").extract().asString(), "$.generation", Long.class);
      get("/products/{sku}", sku)
          .header("ETag", "\"" + second + "-1\"")
          .body(at("$.sequence", is(1)), at("$.generation", is((int) second)));
      batch(unique("second"), sku, 7, null);
      await(() -> about(sku, events).size() == 3);

      Delivery lost = about(sku, events).get(1);
      Delivery again = about(sku, events).get(2);
      assertEquals("2", header(lost, "cloudEvents_sequence"));
      assertEquals("2", header(again, "cloudEvents_sequence"));
      assertEquals(null, lost.getProperties().getHeaders().get("cloudEvents_generation"));
      assertEquals(String.valueOf(second), header(again, "cloudEvents_generation"));
      assertNotEquals(header(lost, "cloudEvents_id"), header(again, "cloudEvents_id"));
      get("/products/{sku}/history", sku)
          .body(at("$.history[0].generation", nullValue()))
          .body(at("$.history[1].generation", is((int) second)));
    }
  }

  private static long begin() {
    return read(
        post("/generations", Map.of("by", "ann", "reason", "restored the backup of Friday"))
            .statusCode(200)
            .contentType("application/json")
            .extract()
            .asString(),
        "$.generation",
        Long.class);
  }

  /** As a restored database has it. */
  private void goBackToTheFirstEventOf(String sku) throws Exception {
    try (java.sql.Connection connection = dataSource.getConnection();
        Statement statement = connection.createStatement()) {
      connection.setAutoCommit(false);
      statement.execute("delete from outbox where sequence > 1 and subject = '%s'".formatted(sku));
      statement.execute(
          "delete from batch where sku = '%s' and batchref like 'lost-%%'".formatted(sku));
      statement.execute("update product set sequence = 1 where sku = '%s'".formatted(sku));
      connection.commit();
    }
  }

  private static List<Delivery> about(String sku, List<Delivery> events) {
    return events.stream()
        .filter(event -> header(event, "cloudEvents_subject").equals(sku))
        .toList();
  }

  private static String header(Delivery event, String name) {
    return event.getProperties().getHeaders().get(name).toString();
  }
}
