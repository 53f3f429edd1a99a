package dev.ficus.allocation.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Event;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.message.Names;
import dev.ficus.allocation.message.Samples;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The published contract and the code say the same. */
class ContractTest {
  private static final String CONTRACTS = "/META-INF/resources/contracts/";
  private static final ObjectMapper JSON = new ObjectMapper();

  @Test
  void every_event_is_written_as_its_example_and_fits_its_schema() throws IOException {
    for (Event event : Samples.EVENTS) {
      String name = Names.of(event);
      String body = EventJson.body(event);
      assertEquals(JSON.readTree(example(name)), JSON.readTree(body), name);
      assertValid(name, body);
    }
  }

  @Test
  void every_event_has_a_writer_and_a_sample() {
    Set<Class<?>> sampled =
        Samples.EVENTS.stream().map(Object::getClass).collect(Collectors.toSet());
    assertEquals(Samples.leaves(Event.class), sampled);
    Samples.leaves(Event.class)
        .forEach(type -> assertTrue(EventJson.writes(type), type.toString()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "create_batch",
        "change_batch_quantity",
        "change_batch_eta",
        "allocate",
        "deallocate",
        "despatch",
        "open_product",
        "close_product"
      })
  void every_example_of_a_command_fits_its_schema_and_is_read(String name) throws IOException {
    String example = example(name);
    assertValid(name, example);
    Command command = CommandJson.read(name, example.getBytes(StandardCharsets.UTF_8));
    assertEquals(name, Names.of(command));
    assertEquals(command, CommandJson.read(name, CommandJson.write(command)));
    JsonNode written = JSON.readTree(CommandJson.write(command));
    JSON.readTree(example)
        .fields()
        .forEachRemaining(
            field -> assertEquals(field.getValue(), written.get(field.getKey()), field.getKey()));
  }

  @Test
  void every_command_has_a_reader() {
    assertEquals(
        8,
        Samples.leaves(Command.class).stream()
            .map(type -> type.getSimpleName().replaceAll("(?<=.)([A-Z])", "_$1").toLowerCase())
            .filter(CommandJson::reads)
            .count());
    assertFalse(CommandJson.reads("make_coffee"));
  }

  @Test
  void what_is_absent_is_left_out() {
    String body =
        EventJson.body(new Event.LineAllocated("order-1", "SKU", 1, "", "batch-1", null, 0));
    assertEquals(
        "{\"orderid\":\"order-1\",\"sku\":\"SKU\",\"qty\":1,\"batchref\":\"batch-1\",\"available\":0}",
        body);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "qty       | {'orderid':'o','sku':'s'}",
        "qty       | {'orderid':'o','sku':'s','qty':'3'}",
        "qty       | {'orderid':'o','sku':'s','qty':1.5}",
        "qty       | {'orderid':'o','sku':'s','qty':2147483648}",
        "qty       | {'orderid':'o','sku':'s','qty':0}",
        "sku       | {'orderid':'o','sku':7,'qty':1}",
        "sku       | {'orderid':'o','sku':null,'qty':1}",
        "orderid   | {'sku':'s','qty':1}",
        "revision  | {'orderid':'o','sku':'s','qty':1,'revision':'new'}",
        "revision  | {'orderid':'o','sku':'s','qty':1,'revision':-1}",
        "lineid    | {'orderid':'o','sku':'s','qty':1,'lineid':1}",
        "body      | [1]",
        "body      | {'orderid':'o'",
        "body      | {'orderid':'o','sku':'s','qty':1} {}",
        "body      | ''",
      })
  void a_wrong_body_is_refused_and_the_field_is_named(String field, String body) {
    byte[] bytes =
        String.valueOf(body == null ? "" : body)
            .replace('\'', '"')
            .getBytes(StandardCharsets.UTF_8);
    Malformed defect = assertThrows(Malformed.class, () -> CommandJson.read("allocate", bytes));
    assertEquals(field, defect.field(), defect.getMessage());
  }

  @Test
  void unknown_fields_and_null_are_read_as_absent() {
    byte[] body =
        "{\"batchref\":\"b\",\"sku\":\"s\",\"qty\":1,\"eta\":null,\"colour\":\"red\"}"
            .getBytes(StandardCharsets.UTF_8);
    assertEquals(
        new Command.CreateBatch("b", "s", 1, null), CommandJson.read("create_batch", body));
  }

  @ParameterizedTest
  @ValueSource(strings = {"open_product", "close_product"})
  void opening_and_closing_have_a_revision_always(String name) {
    byte[] body = "{\"sku\":\"s\"}".getBytes(StandardCharsets.UTF_8);
    Malformed defect = assertThrows(Malformed.class, () -> CommandJson.read(name, body));
    assertEquals("revision is missing", defect.getMessage());
  }

  @Test
  void a_day_that_is_none_is_refused() {
    byte[] body =
        "{\"batchref\":\"b\",\"sku\":\"s\",\"qty\":1,\"eta\":\"2026-02-30\"}"
            .getBytes(StandardCharsets.UTF_8);
    Malformed defect = assertThrows(Malformed.class, () -> CommandJson.read("create_batch", body));
    assertEquals("eta", defect.field());
  }

  private static void assertValid(String name, String body) throws IOException {
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(text("schemas/" + name + ".v1.json"), InputFormat.JSON);
    assertEquals(List.of(), schema.validate(body, InputFormat.JSON), name);
  }

  private static String example(String name) throws IOException {
    return text("examples/" + name + ".v1.json");
  }

  private static String text(String path) throws IOException {
    try (InputStream in = ContractTest.class.getResourceAsStream(CONTRACTS + path)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
