package dev.ficus.legacy.rabbitmq;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.intake.Commands;
import dev.ficus.legacy.order.LineKey;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What we send is what allocation-service's published contract asks for. */
class CommandMessageTest {

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final LineKey LINE = new LineKey("HAZARDOUS_RUG", "7");

  @Test
  void an_allocate_is_written_as_the_contracts_example() throws IOException {
    BrokerMessage message = message(new Command.Allocate("shop:100000042", LINE, 3, 1));
    assertEquals(JSON.readTree(contract("examples/allocate.v1.json")), body(message));
    assertEquals("allocate", message.routingKey());
    assertFits("schemas/allocate.v1.json", message);
  }

  @Test
  void a_deallocate_is_written_as_the_contracts_example() throws IOException {
    BrokerMessage message =
        message(new Command.Deallocate("shop:100000042", LINE, "changed their mind", 2));
    assertEquals(JSON.readTree(contract("examples/deallocate.v1.json")), body(message));
    assertEquals("deallocate", message.routingKey());
    assertFits("schemas/deallocate.v1.json", message);
  }

  @Test
  void commands_about_batches_are_what_the_contract_asks_for() throws IOException {
    Optional<LocalDate> day = Optional.of(LocalDate.of(2026, 12, 1));
    BrokerMessage created =
        message(new Command.CreateBatch("batch-001", "HAZARDOUS_RUG", 100, day));
    assertEquals(JSON.readTree(contract("examples/create_batch.v1.json")), body(created));
    assertEquals("create_batch", created.routingKey());
    for (BrokerMessage message :
        List.of(
            created,
            message(new Command.CreateBatch("b", "S", 0, Optional.empty())),
            message(new Command.ChangeBatchQuantity("b", "S", Integer.MAX_VALUE, 2)),
            message(new Command.ChangeBatchEta("b", "S", day, 3)),
            message(new Command.ChangeBatchEta("b", "S", Optional.empty(), 4)))) {
      assertFits("schemas/" + message.routingKey() + ".v1.json", message);
      assertEquals(body(message).get("sku").asText(), header(message, "cloudEvents_subject"));
    }
  }

  @Test
  void products_are_opened_and_closed_as_in_the_contracts_examples() throws IOException {
    for (Command command :
        List.of(
            new Command.OpenProduct("HAZARDOUS_RUG", 0),
            new Command.CloseProduct("HAZARDOUS_RUG", 7))) {
      BrokerMessage message = message(command);
      JsonNode example = JSON.readTree(contract("examples/" + command.name() + ".v1.json"));
      assertEquals(
          List.copyOf(example.properties().stream().map(Map.Entry::getKey).toList()),
          body(message).properties().stream().map(Map.Entry::getKey).toList());
      assertEquals(command.name(), message.routingKey());
      assertFits("schemas/" + command.name() + ".v1.json", message);
    }
  }

  private static String header(BrokerMessage message, String name) {
    return String.valueOf(message.properties().getHeaders().get(name));
  }

  @Test
  void a_line_that_its_sku_alone_identifies_has_no_lineid() throws IOException {
    BrokerMessage message =
        message(new Command.Allocate("shop:1", new LineKey("A", ""), Integer.MAX_VALUE, 1));
    assertFalse(body(message).has("lineid"));
    assertFits("schemas/allocate.v1.json", message);
  }

  private static BrokerMessage message(Command command) {
    return CommandMessage.of(new Commands.Outgoing(command, "c"), Map.of(), Instant.EPOCH, JSON);
  }

  private static JsonNode body(BrokerMessage message) throws IOException {
    return JSON.readTree(message.body());
  }

  private static void assertFits(String schema, BrokerMessage message) throws IOException {
    assertEquals(
        List.of(),
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(contract(schema), InputFormat.JSON)
            .validate(new String(message.body(), StandardCharsets.UTF_8), InputFormat.JSON));
  }

  private static String contract(String file) throws IOException {
    try (InputStream in =
        Objects.requireNonNull(
            CommandMessageTest.class.getResourceAsStream("/allocation-contract/" + file), file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
