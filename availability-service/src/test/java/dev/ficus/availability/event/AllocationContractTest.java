package dev.ficus.availability.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.ficus.availability.event.Fact.NotUnderstood;
import dev.ficus.availability.event.Fact.NothingMoved;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Skipped;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reads what allocation-service publishes about its events, and its very examples. */
class AllocationContractTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final EventReader reader = new EventReader(JSON, Clock.systemUTC());

  static Stream<String> events() {
    List<String> names = new ArrayList<>();
    yaml("asyncapi.yaml")
        .at("/channels/allocation.events/messages")
        .fieldNames()
        .forEachRemaining(names::add);
    return names.stream();
  }

  @Test
  void the_contract_lists_events() {
    assertFalse(events().toList().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("events")
  void the_example_of_every_event_is_understood(String name) {
    ParsedMessage heard = read(name, example(name));

    assertEquals(name, heard.type());
    if (heard instanceof Skipped over) {
      assertFalse(over.broken(), over.reason());
    } else {
      assertFalse(((Event) heard).fact() instanceof NotUnderstood, heard.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_event_that_names_what_is_free_is_not_taken_for_one_that_moves_nothing(String name) {
    ParsedMessage heard = read(name, example(name));
    if (example(name).has("available")) {
      Fact fact = ((Event) heard).fact();
      assertNotEquals(new NothingMoved(), fact);
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void keys_that_come_later_are_harmless(String name) {
    ObjectNode later = example(name);
    ParsedMessage before = read(name, later);
    later.put("introduced_later", 1).putObject("and_this").putArray("too").add("x");
    ParsedMessage after = read(name, later);

    assertEquals(fact(before), fact(after));
  }

  @Test
  void the_examples_mean_what_they_say() {
    ObjectNode created = example("batch_created");
    Event event = (Event) read("batch_created", created);

    Fact.BatchCreated fact = assertInstanceOf(Fact.BatchCreated.class, event.fact());
    assertEquals(created.path("sku").asText(), event.sku());
    assertEquals(created.path("batchref").asText(), fact.batchref());
    assertEquals(created.path("available").asInt(), fact.available());
    assertEquals(created.path("eta").asText(), fact.eta().toString());
  }

  private ParsedMessage read(String name, ObjectNode body) {
    boolean aboutSku = !name.startsWith("command_");
    String subject = aboutSku ? body.path("sku").asText() : body.path("message_id").asText();
    Map<String, Object> headers =
        aboutSku
            ? Map.of(
                "cloudEvents_type",
                type(name),
                "cloudEvents_subject",
                subject,
                "cloudEvents_sequence",
                "1",
                "cloudEvents_time",
                "2026-02-27T12:00:00Z")
            : Map.of("cloudEvents_type", type(name), "cloudEvents_subject", subject);
    return reader.read(new WireMessage(bytes(body), headers, name, type(name), "id", "c", null));
  }

  // Not built from the name: what the contract says is what has to be understood.
  private static String type(String name) {
    return yaml("asyncapi.yaml").at("/components/messages/" + name + "/name").asText();
  }

  private static Object fact(ParsedMessage heard) {
    return heard instanceof Event event ? event.fact() : heard;
  }

  private static ObjectNode example(String name) {
    try (InputStream in = resource("examples/" + name + ".v1.json")) {
      return (ObjectNode) JSON.readTree(in);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static JsonNode yaml(String path) {
    try (InputStream in = resource(path)) {
      return new YAMLMapper().readTree(in);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static InputStream resource(String path) throws IOException {
    InputStream in =
        AllocationContractTest.class.getResourceAsStream("/allocation-contract/" + path);
    if (in == null) {
      throw new IOException("allocation-service's contract lacks " + path);
    }
    return in;
  }

  private static byte[] bytes(JsonNode body) {
    try {
      return JSON.writeValueAsBytes(body);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
