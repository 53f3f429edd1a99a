package dev.ficus.legacy.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.legacy.routing.Route;
import dev.ficus.legacy.switching.LegacyEvent;
import dev.ficus.legacy.switching.LegacyEvent.LegacyEventType;
import dev.ficus.legacy.switching.LegacyEvent.ShadowChanged;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Events are what our published contract says. */
class EventMessageTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  @ParameterizedTest
  @EnumSource
  void an_event_is_written_as_its_example_and_fits_its_schema(LegacyEventType type)
      throws IOException {
    BrokerMessage message = EventMessage.of(event(type), JSON);
    JsonNode body = JSON.readTree(message.body());
    assertEquals(EventContract.file("examples/" + type.code() + ".v1.json"), body);
    EventContract.assertFits(EventContract.file("schemas/" + type.code() + ".v1.json"), body);
    EventContract.assertFits(
        EventContract.file("asyncapi.yaml").at("/components/schemas/headers"), headers(message));
  }

  @ParameterizedTest
  @EnumSource
  void it_goes_where_the_contract_says_under_its_name(LegacyEventType type) throws IOException {
    BrokerMessage message = EventMessage.of(event(type), JSON);
    JsonNode contract = EventContract.file("asyncapi.yaml");
    assertEquals(
        contract.at("/components/messages/" + type.code() + "/name").textValue(),
        message.properties().getType());
    assertEquals(
        contract.at("/channels/legacy.events/bindings/amqp/exchange/name").textValue(),
        message.exchange());
    assertEquals(type.code(), message.routingKey());
    assertFalse(message.mandatory(), "nobody need follow events");
  }

  @Test
  void the_contract_has_these_events_and_no_others() throws IOException {
    Set<String> listed = new TreeSet<>();
    EventContract.file("asyncapi.yaml")
        .at("/channels/legacy.events/messages")
        .fieldNames()
        .forEachRemaining(listed::add);
    assertEquals(
        Arrays.stream(LegacyEventType.values())
            .map(LegacyEventType::code)
            .collect(Collectors.toCollection(TreeSet::new)),
        listed);
  }

  @Test
  void its_id_is_the_same_whenever_it_is_sent_and_another_ones_differs() {
    Set<String> ids = new TreeSet<>();
    for (LegacyEventType type : LegacyEventType.values()) {
      ids.add(EventMessage.of(event(type), JSON).properties().getMessageId());
      ids.add(EventMessage.of(event(type), JSON).properties().getMessageId());
    }
    assertEquals(LegacyEventType.values().length, ids.size());
  }

  private static ObjectNode headers(BrokerMessage message) {
    ObjectNode headers = JSON.createObjectNode();
    Map<String, Object> sent = message.properties().getHeaders();
    sent.forEach((name, value) -> headers.put(name, (String) value));
    return headers;
  }

  private static LegacyEvent event(LegacyEventType type) {
    Instant at = Instant.parse("2026-11-29T06:30:00.250Z");
    if (type == LegacyEventType.SKU_SHADOWED || type == LegacyEventType.SKU_UNSHADOWED) {
      return new LegacyEvent(type, "HAZARDOUS_RUG", 1, new ShadowChanged(1), "rugs", at);
    }
    boolean back = type == LegacyEventType.SKU_ROLLED_BACK;
    return new LegacyEvent(
        type,
        "HAZARDOUS_RUG",
        back ? 3 : 1,
        back ? Route.NEW : Route.LEGACY,
        back ? Route.LEGACY : Route.NEW,
        back ? 2 : 1,
        "rugs",
        "81acd762140fa692a142822d2fbe4dc6f54bcaa501f68ab37e5aeed0bafe4d99",
        at);
  }
}
