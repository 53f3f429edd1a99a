package dev.ficus.availability.broker;

import static dev.ficus.availability.Management.awaitReady;
import static dev.ficus.local.Waiting.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP;
import com.rabbitmq.client.Channel;
import dev.ficus.availability.FakeAllocation;
import dev.ficus.availability.FakeAllocationResource;
import dev.ficus.availability.contract.Contract;
import dev.ficus.availability.view.View;
import dev.ficus.availability.view.Views;
import dev.ficus.local.LocalStackResource;
import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What other teams get: the messages themselves, as a queue of theirs holds them. */
@QuarkusTest
@WithTestResource(LocalStackResource.class)
@WithTestResource(FakeAllocationResource.class)
class CrossingsBrokerTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  @Inject Config config;
  @Inject Views views;

  @ConfigProperty(name = "ficus.availability.allocation-url")
  String allocation;

  private Wire wire;
  private Subscriber subscriber;
  private final String sku = "RUG-" + UUID.randomUUID();

  @BeforeEach
  void subscribe() throws Exception {
    awaitReady();
    wire = new Wire(config);
    subscriber = new Subscriber(wire.anotherChannel(), sku);
  }

  @AfterEach
  void disconnect() throws Exception {
    wire.close();
  }

  @Test
  void both_events_are_published_as_the_contract_says() throws Exception {
    created();
    crossed("out_of_stock", 2);
    crossed("back_in_stock", 3);

    for (String name : new String[] {"out_of_stock", "back_in_stock"}) {
      Subscriber.Got got = subscriber.next();
      assertFitsTheContract(name, got);
      assertEquals(example(name), body(got));
      AMQP.BasicProperties properties = got.properties();
      assertEquals("correlation-of-the-first-call", properties.getCorrelationId());
      assertEquals(
          "0af7651916cd43dd8448eb211c80319c",
          properties.getHeaders().get("traceparent").toString().split("-")[1]);
    }
  }

  @Test
  void what_was_missed_is_published_from_the_snapshot_as_the_contract_says() throws Exception {
    created();
    Instant since = Instant.parse("2026-02-27T13:00:00Z");
    FakeAllocation.put(allocation, sku, 5, "[{\"batchref\":\"b1\",\"available\":0}]", since);
    changed(5, 0);
    Subscriber.Got out = subscriber.next();
    assertFitsTheContract("out_of_stock", out);
    assertEquals(since.toString(), body(out).get("since").textValue());
    assertEquals(5, body(out).get("sequence").longValue());
    assertNull(out.properties().getCorrelationId());

    Instant asked = Instant.now();
    FakeAllocation.put(allocation, sku, 9, "[{\"batchref\":\"b1\",\"available\":4}]");
    changed(9, 4);
    Subscriber.Got back = subscriber.next();
    assertFitsTheContract("back_in_stock", back);
    assertFalse(Instant.parse(body(back).get("since").textValue()).isBefore(asked));
    assertEquals(9, body(back).get("sequence").longValue());
  }

  @Test
  void what_the_broker_refuses_is_not_stored_and_is_sent_again_with_the_same_id() throws Exception {
    created();
    await(() -> stored() == 1);
    String full = "full-" + sku;
    try (Channel channel = wire.anotherChannel()) {
      channel.queueDeclare(
          full, false, true, true, Map.of("x-max-length", 1, "x-overflow", "reject-publish"));
      channel.confirmSelect();
      channel.basicPublish("", full, null, new byte[0]);
      channel.waitForConfirmsOrDie();
      channel.queueBind(full, Subscriber.EXCHANGE, "*");
      crossed("out_of_stock", 2);

      // A second one comes only if the first was not taken for confirmed.
      assertEquals(sku + ":2", subscriber.next().properties().getMessageId());
      assertEquals(sku + ":2", subscriber.next().properties().getMessageId());
      assertEquals(1, stored());
    } finally {
      try (Channel channel = wire.anotherChannel()) {
        channel.queueDelete(full);
      }
    }
    await(() -> stored() == 2);
    crossed("back_in_stock", 3);
    Subscriber.Got got = subscriber.next();
    while (got.properties().getMessageId().equals(sku + ":2")) {
      got = subscriber.next();
    }
    assertEquals(sku + ":3", got.properties().getMessageId());
  }

  private void assertFitsTheContract(String name, Subscriber.Got got) throws Exception {
    JsonNode body = body(got);
    long sequence = body.get("sequence").longValue();
    Contract.assertFits(Contract.file("schemas/" + name + ".v1.json"), body);
    JsonNode contract = Contract.file("asyncapi.yaml");
    String type = contract.at("/components/messages/" + name + "/name").textValue();

    ObjectNode headers = JSON.createObjectNode();
    AMQP.BasicProperties properties = got.properties();
    properties.getHeaders().forEach((key, value) -> headers.put(key, value.toString()));
    Contract.assertFits(contract.at("/components/schemas/headers"), headers);
    assertEquals(sku + ":" + sequence, headers.get("cloudEvents_id").textValue());
    assertEquals(type, headers.get("cloudEvents_type").textValue());
    assertEquals(sku, headers.get("cloudEvents_subject").textValue());
    assertEquals(body.get("since"), headers.get("cloudEvents_time"));
    assertEquals(Long.toString(sequence), headers.get("cloudEvents_sequence").textValue());

    assertEquals(name, got.routingKey());
    assertEquals("application/json", properties.getContentType());
    assertEquals(2, properties.getDeliveryMode());
    assertEquals(sku + ":" + sequence, properties.getMessageId());
    assertEquals(type, properties.getType());
    assertEquals("availability-service", properties.getAppId());
    // The broker would have refused any other.
    assertNotNull(properties.getUserId());
    // It has no fractions of a second.
    Instant since = Instant.parse(body.get("since").textValue());
    assertEquals(new Date(since.getEpochSecond() * 1000), properties.getTimestamp());
  }

  private JsonNode example(String name) throws Exception {
    return ((ObjectNode) Contract.file("examples/" + name + ".v1.json")).put("sku", sku);
  }

  private static JsonNode body(Subscriber.Got got) throws Exception {
    return JSON.readTree(got.body());
  }

  private long stored() {
    return views.find(sku).map(View::sequence).orElse(0L);
  }

  private void created() throws Exception {
    wire.event("batch_created", sku, "1", batch(10));
  }

  private void changed(long sequence, int available) throws Exception {
    wire.event("batch_quantity_changed", sku, String.valueOf(sequence), batch(available));
  }

  private void crossed(String name, long sequence) throws Exception {
    wire.event(name, sku, String.valueOf(sequence), "{\"sku\":\"" + sku + "\"}");
  }

  private String batch(int available) {
    return """
        {"batchref":"b1","sku":"%s","qty":99,"available":%d}"""
        .formatted(sku, available);
  }
}
