package dev.ficus.availability.broker;

import static dev.ficus.availability.Management.awaitReady;
import static dev.ficus.local.JsonPaths.at;
import static dev.ficus.local.Waiting.await;
import static dev.ficus.local.Waiting.awaitAsserted;
import static io.restassured.RestAssured.when;
import static org.hamcrest.Matchers.is;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Channel;
import com.rabbitmq.client.Delivery;
import dev.ficus.availability.FakeAllocation;
import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A rehearsal of a breaking change: a made-up {@code line_allocated.v2} is published beside {@code
 * .v1}, with the same sequence number. This service, which reads version 1 alone and receives both,
 * stays right; a consumer that has moved on reads version 2 alone. Where allocation is away, the
 * snapshot cannot be what made it right.
 */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class NextVersionBrokerTest {
  @Inject Config config;

  @ConfigProperty(name = "ficus.availability.allocation-url")
  String allocation;

  private final String sku = "RUG-" + UUID.randomUUID();
  private Wire wire;
  private NewConsumer moved;

  @BeforeEach
  void connect() throws Exception {
    awaitReady();
    wire = new Wire(config);
    moved = new NewConsumer(wire.anotherChannel(), sku);
    created(10);
    sees(1, 10);
    FakeAllocation.away(allocation, true);
  }

  @AfterEach
  void disconnect() throws Exception {
    FakeAllocation.away(allocation, false);
    wire.close();
  }

  @Test
  void the_old_version_first() throws Exception {
    allocatedV1(2, 6);
    allocatedV2(2, 6);
    allocatedV1(3, 5);
    allocatedV2(3, 5);
    bothSee(3, 5);
  }

  @Test
  void the_new_version_first() throws Exception {
    allocatedV2(2, 6);
    allocatedV1(2, 6);
    allocatedV2(3, 5);
    allocatedV1(3, 5);
    bothSee(3, 5);
  }

  @Test
  void the_new_version_runs_ahead() throws Exception {
    allocatedV2(2, 6);
    allocatedV2(3, 5);
    allocatedV1(2, 6);
    sees(2, 6);
    allocatedV1(3, 5);
    bothSee(3, 5);
  }

  @Test
  void the_old_version_runs_ahead() throws Exception {
    allocatedV1(2, 6);
    allocatedV1(3, 5);
    sees(3, 5);
    allocatedV2(2, 6);
    allocatedV2(3, 5);
    bothSee(3, 5);
  }

  @Test
  void the_new_version_alone_waits_for_the_old_one() throws Exception {
    allocatedV2(2, 6);
    awaitHeard();
    sees(1, 10);
    allocatedV1(2, 6);
    bothSee(2, 6);
  }

  @Test
  void the_new_version_alone_is_made_up_for_by_the_snapshot() throws Exception {
    FakeAllocation.put(allocation, sku, 2, "[{\"batchref\":\"b1\",\"available\":6}]");
    FakeAllocation.away(allocation, false);
    allocatedV2(2, 6);
    bothSee(2, 6);
    allocatedV1(2, 6);
    allocatedV1(3, 5);
    allocatedV2(3, 5);
    bothSee(3, 5);
  }

  @Test
  void who_binds_its_version_does_not_even_hear_the_other() throws Exception {
    List<String> old = heardThrough("*");
    List<String> next = heardThrough("*.v2");
    allocatedV1(2, 6);
    allocatedV2(2, 6);
    await(() -> old.size() == 1 && next.size() == 1);
    allocatedV2(3, 5);
    allocatedV1(3, 5);
    await(() -> old.size() == 2 && next.size() == 2);
    assertEquals(List.of("line_allocated", "line_allocated"), old);
    assertEquals(List.of("line_allocated.v2", "line_allocated.v2"), next);
  }

  private void created(int available) throws Exception {
    wire.event(
        "batch_created",
        sku,
        "1",
        """
        {"batchref":"b1","sku":"%s","qty":10,"available":%d}"""
            .formatted(sku, available));
  }

  private void allocatedV1(int sequence, int available) throws Exception {
    wire.event(
        "line_allocated",
        sku,
        String.valueOf(sequence),
        """
        {"orderid":"o","sku":"%s","qty":1,"batchref":"b1","available":%d}"""
            .formatted(sku, available));
  }

  /** The breaking change: what the event says of the batch has moved to a list of its own. */
  private void allocatedV2(int sequence, int available) throws Exception {
    Map<String, Object> headers = Wire.headers("line_allocated", sku);
    headers.put("cloudEvents_type", NewConsumer.READ);
    headers.put("cloudEvents_sequence", String.valueOf(sequence));
    String body =
        """
        {"orderid":"o","sku":"%s","from":[{"batchref":"b1","qty":1,"free":%d}]}"""
            .formatted(sku, available);
    wire.raw("line_allocated.v2", headers, body.getBytes(StandardCharsets.UTF_8));
  }

  /** What was published so far has been heard: events come in their order, and this is the last. */
  private void awaitHeard() throws Exception {
    String last = sku + "-last";
    wire.event(
        "batch_created",
        last,
        "1",
        "{\"batchref\":\"b\",\"sku\":\"%s\",\"qty\":1,\"available\":1}".formatted(last));
    awaitAsserted(() -> when().get("/availability/" + last).then().statusCode(200));
  }

  private void sees(int sequence, int inStock) {
    awaitAsserted(
        () ->
            when()
                .get("/availability/" + sku)
                .then()
                .statusCode(200)
                .body(at("$.sequence", is(sequence)))
                .body(at("$.in_stock", is(inStock))));
  }

  private void bothSee(int sequence, int inStock) {
    sees(sequence, inStock);
    await(() -> moved.sequence == sequence);
    assertEquals(inStock, moved.free);
    assertEquals(List.of(), moved.gaps);
  }

  private List<String> heardThrough(String bindingKey) throws IOException {
    List<String> heard = new CopyOnWriteArrayList<>();
    Channel channel = wire.anotherChannel();
    String queue = channel.queueDeclare().getQueue();
    channel.queueBind(queue, Wire.EXCHANGE, bindingKey);
    channel.basicConsume(
        queue,
        true,
        (tag, event) -> {
          if (sku.equals(
              event.getProperties().getHeaders().get("cloudEvents_subject").toString())) {
            heard.add(event.getEnvelope().getRoutingKey());
          }
        },
        tag -> {});
    return heard;
  }

  /**
   * Another team's consumer after its move: it receives everything, reads version 2 of {@code
   * line_allocated} and passes over version 1, which carries a number it has had or will get.
   */
  private static final class NewConsumer {
    static final String READ = "dev.ficus.line_allocated.v2";
    private static final String OLD = "dev.ficus.line_allocated.v1";
    private static final ObjectMapper JSON = new ObjectMapper();

    final List<Long> gaps = new CopyOnWriteArrayList<>();
    volatile long sequence;
    volatile int free;

    NewConsumer(Channel channel, String sku) throws IOException {
      String queue = channel.queueDeclare().getQueue();
      channel.queueBind(queue, Wire.EXCHANGE, "#");
      channel.basicConsume(queue, true, (tag, event) -> receive(sku, event), tag -> {});
    }

    private void receive(String sku, Delivery event) throws IOException {
      Map<String, Object> headers = event.getProperties().getHeaders();
      if (headers == null || !sku.equals(String.valueOf(headers.get("cloudEvents_subject")))) {
        return;
      }
      String type = headers.get("cloudEvents_type").toString();
      long number = Long.parseLong(headers.get("cloudEvents_sequence").toString());
      if (type.equals(OLD) || number <= sequence) {
        return;
      }
      if (number > sequence + 1) {
        gaps.add(number);
      }
      JsonNode body = JSON.readTree(event.getBody());
      free = type.equals(READ) ? body.at("/from/0/free").asInt() : body.get("available").asInt();
      sequence = number;
    }
  }
}
