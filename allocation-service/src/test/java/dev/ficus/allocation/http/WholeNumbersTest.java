package dev.ficus.allocation.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.ficus.allocation.allocating.UnmeasuredArrivals;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.message.Command.ChangeBatchQuantity;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.wire.CommandJson;
import dev.ficus.allocation.wire.WholeNumber;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** One table of whole numbers, which the other two services are held to as well. */
class WholeNumbersTest {
  private static final Path TABLE = Path.of("src/test/resources/same-rules/whole-numbers.tsv");
  private static final Path SCHEMA =
      Path.of("src/main/resources/META-INF/resources/contracts/schemas/allocate.v1.json");

  /**
   * @param written the number
   * @param text what it is where nothing has a type; null when it is refused
   * @param json what it is as a number in JSON; null when it is refused
   * @param syntax whether it is JSON at all
   */
  record Written(String written, Long text, Long json, boolean syntax) {

    static Written of(String line) {
      String[] columns = line.split("\t");
      return new Written(
          columns[0], number(columns[1]), number(columns[2]), !columns[2].equals("syntax"));
    }

    private static Long number(String column) {
      return column.equals("-") || column.equals("syntax") ? null : Long.valueOf(column);
    }

    Optional<Integer> textAsQuantity() {
      return quantity(text);
    }

    Optional<Integer> jsonAsQuantity() {
      return quantity(json);
    }

    private static Optional<Integer> quantity(Long number) {
      return Optional.ofNullable(number)
          .filter(each -> each >= 1 && each <= Integer.MAX_VALUE)
          .map(Long::intValue);
    }
  }

  static Stream<Written> table() throws IOException {
    return Files.readAllLines(TABLE).stream()
        .filter(line -> !line.startsWith("#"))
        .map(Written::of);
  }

  @ParameterizedTest
  @MethodSource("table")
  void without_a_type_it_is_read_from_its_text(Written number) {
    assertEquals(Optional.ofNullable(number.text()), WholeNumber.of(number.written()));
    assertEquals(
        Optional.ofNullable(number.text()), WholeNumber.of("\t " + number.written() + " "));
  }

  @ParameterizedTest
  @MethodSource("table")
  void every_entrance_for_json_reads_it_alike(Written number) throws IOException {
    String line = "{\"orderid\":\"o\",\"sku\":\"s\",\"qty\":%s}".formatted(number.written());
    assertQuantity(number.jsonAsQuantity(), () -> CommandJson.read("allocate", bytes(line)));
    assertQuantity(
        number.jsonAsQuantity(), () -> only(new NdjsonLines(reader(), "allocate", in(line))));
    String change = "{\"qty\":%s}".formatted(number.written());
    assertQuantity(
        number.jsonAsQuantity().or(() -> zero(number.json())),
        () -> CommandJson.readBatchChanges("b", bytes(change)).get(0));
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_string_is_no_number_in_json(Written number) {
    String line = "{\"orderid\":\"o\",\"sku\":\"s\",\"qty\":\"%s\"}".formatted(number.written());
    assertQuantity(Optional.empty(), () -> CommandJson.read("allocate", bytes(line)));
  }

  @ParameterizedTest
  @MethodSource("table")
  void comma_separated_values_are_text(Written number) {
    String cell = number.written().contains(",") ? '"' + number.written() + '"' : number.written();
    String file = "orderid,sku,qty\no,s, %s\n".formatted(cell);
    assertQuantity(
        number.textAsQuantity(),
        () -> only(new CsvLines(reader(), "allocate", in(file), Optional.empty())));
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_revision_is_a_whole_number_like_any_other(Written number) {
    String line =
        "{\"orderid\":\"o\",\"sku\":\"s\",\"qty\":1,\"revision\":%s}".formatted(number.written());
    Optional<Long> revision = Optional.ofNullable(number.json()).filter(each -> each >= 0);
    if (revision.isPresent()) {
      assertEquals(
          revision.get(), ((Allocate) CommandJson.read("allocate", bytes(line))).revision());
    } else {
      assertRefused("revision", () -> CommandJson.read("allocate", bytes(line)));
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_query_is_text(Written number) {
    Optional<Integer> limit = number.textAsQuantity().filter(each -> each <= 1000);
    if (limit.isPresent()) {
      assertEquals(limit.get(), Paging.limit(number.written(), 1000));
    } else {
      assertRefused("limit", () -> Paging.limit(number.written(), 1000));
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void the_body_of_an_operator_is_json(Written number) {
    byte[] body = bytes("{\"from_sequence\":%s}".formatted(number.written()));
    Optional<Long> sequence = Optional.ofNullable(number.json()).filter(each -> each >= 1);
    if (sequence.isPresent()) {
      assertEquals(sequence, CallBody.read(body, Optional.empty()).sequence("from_sequence"));
    } else {
      assertRefused(
          "from_sequence", () -> CallBody.read(body, Optional.empty()).sequence("from_sequence"));
    }
  }

  @ParameterizedTest
  @MethodSource("table")
  void the_published_schema_says_the_same(Written number) throws IOException {
    if (!number.syntax() || number.written().matches(".*[eE]-?[0-9]{9,}|[0-9.]{19,}")) {
      return; // No JSON, or what this validator writes out or rounds.
    }
    Schema schema =
        SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
            .getSchema(Files.readString(SCHEMA), InputFormat.JSON);
    for (String value : List.of(number.written(), '"' + number.written() + '"')) {
      String body = "{\"orderid\":\"o\",\"sku\":\"s\",\"qty\":%s}".formatted(value);
      boolean valid = schema.validate(body, InputFormat.JSON).isEmpty();
      assertEquals(
          valid, value.equals(number.written()) && number.jsonAsQuantity().isPresent(), body);
    }
  }

  @Test
  void a_number_as_long_as_a_body_is_refused_at_once() {
    String digits = "9".repeat(60_000);
    assertRefused("limit", () -> Paging.limit(digits, 1000));
    byte[] body = bytes("{\"orderid\":\"o\",\"sku\":\"s\",\"qty\":%s}".formatted(digits));
    assertRefused("qty", () -> CommandJson.read("allocate", body));
  }

  private interface CommandReading {
    Object command() throws IOException;
  }

  private static void assertQuantity(Optional<Integer> expected, CommandReading reading) {
    try {
      Object read = reading.command();
      if (read instanceof Malformed defect) {
        throw defect;
      }
      int quantity =
          read instanceof Allocate allocate ? allocate.qty() : ((ChangeBatchQuantity) read).qty();
      assertEquals(expected, Optional.of(quantity));
    } catch (Malformed defect) {
      assertEquals(expected, Optional.empty(), defect.getMessage());
      assertEquals("qty", defect.field());
      assertTrue(defect.getMessage().startsWith("qty "), defect.getMessage());
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void assertRefused(String field, CommandReading reading) {
    Malformed defect = assertThrows(Malformed.class, reading::command);
    assertEquals(field, defect.field());
  }

  /** What a batch may be changed to, and a line cannot have. */
  private static Optional<Integer> zero(Long number) {
    return Optional.ofNullable(number).filter(each -> each == 0).map(Long::intValue);
  }

  private static Object only(CommandLines lines) throws IOException {
    CommandLines.InputLine line = lines.next();
    return line.defect() == null ? (Command) line.command() : line.defect();
  }

  private static CommandReader reader() {
    return new CommandReader(UnmeasuredArrivals.create());
  }

  private static ByteArrayInputStream in(String text) {
    return new ByteArrayInputStream(bytes(text));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
