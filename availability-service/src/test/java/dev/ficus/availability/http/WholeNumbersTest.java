package dev.ficus.availability.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.ParseResult;
import dev.ficus.availability.event.EventReader;
import dev.ficus.availability.event.Fact.AvailableChanged;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.WireMessage;
import dev.ficus.availability.stock.WholeNumber;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The table of whole numbers that all three services are held to. */
class WholeNumbersTest {

  /**
   * @param text what it is where nothing has a type; {@code null} when it is refused
   * @param json what it is as a number in JSON; {@code null} when it is refused
   */
  record Written(String written, Long text, Long json) {

    static Written of(String line) {
      String[] columns = line.split("\t");
      return new Written(columns[0], number(columns[1]), number(columns[2]));
    }

    private static Long number(String column) {
      return column.equals("-") || column.equals("syntax") ? null : Long.valueOf(column);
    }
  }

  static Stream<Written> table() throws IOException {
    InputStream table = WholeNumbersTest.class.getResourceAsStream("/same-rules/whole-numbers.tsv");
    return new String(table.readAllBytes(), StandardCharsets.UTF_8)
        .lines()
        .filter(line -> !line.startsWith("#"))
        .map(Written::of);
  }

  @ParameterizedTest
  @MethodSource("table")
  void without_a_type_it_is_read_from_its_text(Written number) {
    assertEquals(Optional.ofNullable(number.text()), WholeNumber.of(number.written()));
    assertEquals(Optional.ofNullable(number.text()), WholeNumber.of(" " + number.written() + "\t"));
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_quantity_in_a_query_is_text(Written number) {
    assertRead(
        quantity(number.text(), 1), "qty", () -> Question.quantity(List.of(number.written())));
  }

  @ParameterizedTest
  @MethodSource("table")
  void a_basket_is_json(Written number) {
    assertRead(
        quantity(number.json(), 1),
        number.json() == null ? null : "items[0].qty",
        () -> basket(number.written()));
    assertRead(Optional.empty(), "items[0].qty", () -> basket('"' + number.written() + '"'));
  }

  private static int basket(String qty) {
    String body = "{\"items\":[{\"sku\":\"s\",\"qty\":%s}]}".formatted(qty);
    return Question.basket(JsonBody.object(bytes(body))).items().get(0).qty();
  }

  @ParameterizedTest
  @MethodSource("table")
  void the_days_of_a_lead_time_are_whole_numbers_in_json_and_in_a_table(Written number) {
    assertEquals(days(number.text()), read(LeadTime.read(part -> part(part, number.written()))));
    assertEquals(days(number.json()), json("{\"handling_days\":%s}".formatted(number.written())));
    assertEquals(Optional.empty(), json("{\"handling_days\":\"%s\"}".formatted(number.written())));
  }

  private static Optional<Integer> days(Long number) {
    return quantity(number, 0).filter(days -> days <= 365);
  }

  private static String part(String name, String handlingDays) {
    return Map.of(
            "destination", "GB",
            "handling_days", handlingDays,
            "transit_days", "1",
            "weekdays", "Mon-Fri",
            "cut_off", "14:00")
        .get(name);
  }

  private static Optional<Integer> json(String body) {
    try {
      return read(
          LeadTimeJson.read(
              JsonBody.object(bytes(body))
                  .put("destination", "GB")
                  .put("transit_days", 1)
                  .put("weekdays", "Mon-Fri")
                  .put("cut_off", "14:00")));
    } catch (Problem.Occurred refused) {
      assertEquals("handling_days", refused.problem().field());
      return Optional.empty();
    }
  }

  private static Optional<Integer> read(ParseResult<LeadTime> reading) {
    if (reading instanceof ParseResult.Parsed<LeadTime> read) {
      return Optional.of(read.value().handlingDays());
    }
    assertEquals("handling_days", ((ParseResult.Refused<LeadTime>) reading).field());
    return Optional.empty();
  }

  @ParameterizedTest
  @MethodSource("table")
  void what_is_available_in_an_event_is_json_and_its_sequence_text(Written number) {
    EventReader reader = new EventReader(new ObjectMapper(), Clock.systemUTC());
    String body = "{\"sku\":\"s\",\"batchref\":\"b\",\"available\":%s}".formatted(number.written());
    Event event = (Event) reader.read(message(body, "1"));
    assertEquals(
        quantity(number.json(), 0),
        event.fact() instanceof AvailableChanged changed
            ? Optional.of(changed.available())
            : Optional.empty());
    String sound = "{\"sku\":\"s\",\"batchref\":\"b\",\"available\":1}";
    assertEquals(
        Optional.ofNullable(number.text()).filter(sequence -> sequence >= 1),
        reader.read(message(sound, number.written())) instanceof Event heard
            ? Optional.of(heard.sequence())
            : Optional.empty());
  }

  private static WireMessage message(String body, Object sequence) {
    Map<String, Object> headers =
        Map.of(
            "cloudEvents_type", "dev.ficus.line_allocated.v1",
            "cloudEvents_subject", "s",
            "cloudEvents_sequence", sequence);
    return new WireMessage(bytes(body), headers, "line_allocated", null, "id", null, null);
  }

  private interface Asking {
    int quantity();
  }

  /**
   * @param field that is named when it is refused; {@code null} where any may be, for want of JSON
   */
  private static void assertRead(Optional<Integer> expected, String field, Asking asking) {
    if (expected.isPresent()) {
      assertEquals(expected.get(), asking.quantity());
      return;
    }
    Problem problem = assertThrows(Problem.Occurred.class, asking::quantity).problem();
    assertEquals(400, problem.status());
    if (field != null) {
      assertEquals(field, problem.field());
    }
  }

  private static Optional<Integer> quantity(Long number, int least) {
    return Optional.ofNullable(number)
        .filter(each -> each >= least && each <= Integer.MAX_VALUE)
        .map(Long::intValue);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
