package dev.ficus.availability.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.availability.event.Fact.AvailableChanged;
import dev.ficus.availability.event.Fact.BatchCreated;
import dev.ficus.availability.event.Fact.CameBack;
import dev.ficus.availability.event.Fact.EtaChanged;
import dev.ficus.availability.event.Fact.NotUnderstood;
import dev.ficus.availability.event.Fact.NothingMoved;
import dev.ficus.availability.event.Fact.WentOut;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Skipped;
import dev.ficus.availability.stock.Numbering;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventReaderTest {

  private static final Instant NOW = Instant.parse("2026-02-27T12:00:00Z");

  private final EventReader reader =
      new EventReader(new ObjectMapper(), Clock.fixed(NOW, ZoneOffset.UTC));

  @Test
  void reads_an_event_with_all_that_is_beside_it() {
    Event event =
        event(
            "line_allocated",
            """
            {"orderid":"o","sku":"RUG","qty":2,"batchref":"b1","eta":"2026-03-01","available":7}""");

    assertEquals("line_allocated", event.type());
    assertEquals("RUG", event.sku());
    assertEquals(5, event.sequence());
    assertEquals(Instant.parse("2026-02-27T11:59:58.123456Z"), event.time());
    assertEquals("correlation", event.origin().correlationId());
    assertEquals(new AvailableChanged("b1", 7), event.fact());
  }

  @Test
  void reads_each_type_as_the_fact_it_means() {
    assertEquals(
        new BatchCreated("b1", LocalDate.of(2026, 3, 1), 9),
        event(
                "batch_created",
                """
                {"batchref":"b1","sku":"RUG","qty":9,"eta":"2026-03-01","available":9}""")
            .fact());
    assertEquals(
        new BatchCreated("b1", null, 9),
        event(
                "batch_created",
                """
                {"batchref":"b1","sku":"RUG","qty":9,"eta":null,"available":9}""")
            .fact());
    assertEquals(
        new AvailableChanged("b1", 0),
        event(
                "batch_quantity_changed",
                """
                {"batchref":"b1","sku":"RUG","qty":4,"available":0}""")
            .fact());
    assertEquals(
        new EtaChanged("b1", null),
        event(
                "batch_eta_changed",
                """
                {"batchref":"b1","sku":"RUG","previous_eta":"2026-03-01"}""")
            .fact());
    assertEquals(
        new AvailableChanged("b1", 3),
        event(
                "line_deallocated",
                """
                {"orderid":"o","sku":"RUG","qty":1,"batchref":"b1","reason":"x","available":3}""")
            .fact());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "line_backordered",
        "backorder_cancelled",
        "line_despatched",
        "product_opened",
        "product_closed"
      })
  void events_that_move_nothing_only_take_the_sequence_on(String type) {
    assertEquals(new NothingMoved(), event(type, "{\"sku\":\"RUG\"}").fact());
  }

  @Test
  void what_goes_out_of_stock_or_comes_back_is_distinguished() {
    assertEquals(new WentOut(), event("out_of_stock", "{\"sku\":\"RUG\"}").fact());
    assertEquals(new CameBack(), event("back_in_stock", "{\"sku\":\"RUG\"}").fact());
  }

  @Test
  void unknown_keys_are_harmless() {
    assertEquals(
        new AvailableChanged("b1", 3),
        event(
                "line_allocated",
                """
                {"colour":{"deep":[1,2]},"sku":"RUG","batchref":"b1","available":3,"Available":4}""")
            .fact());
  }

  @Test
  void the_sequence_is_read_as_a_string_or_as_a_number() {
    Map<String, Object> headers = headers("line_backordered");
    headers.put("cloudEvents_sequence", 17L);
    ParsedMessage heard = reader.read(message(headers, "{\"sku\":\"RUG\"}"));
    assertEquals(17, ((Event) heard).sequence());
  }

  @Test
  void the_generation_is_part_of_the_number_and_a_broken_one_of_no_number() {
    Map<String, Object> headers = headers("line_backordered");
    headers.put("cloudEvents_sequence", "17");
    headers.put("cloudEvents_generation", "1795000000");
    long number = ((Event) reader.read(message(headers, "{\"sku\":\"RUG\"}"))).sequence();
    assertEquals(1_795_000_000L, Numbering.generation(number));
    assertEquals(17, Numbering.sequence(number));
    for (String none : new String[] {"", "first", "0", "-1", "99999999999"}) {
      headers.put("cloudEvents_generation", none);
      assertTrue(
          reader.read(message(headers, "{\"sku\":\"RUG\"}")) instanceof ParsedMessage.Skipped,
          none);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"dev.ficus.line_teleported.v1", "dev.ficus.line_allocated.v2", "spam"})
  void an_event_of_an_unknown_type_is_left_to_the_snapshot(String type) {
    Map<String, Object> headers = headers("line_allocated");
    headers.put("cloudEvents_type", type);
    Event event =
        (Event)
            reader.read(message(headers, "{\"sku\":\"RUG\",\"batchref\":\"b\",\"available\":1}"));
    assertEquals("unknown", event.type());
    assertInstanceOf(NotUnderstood.class, event.fact());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "null",
        "\"text\"",
        "{\"sku\":\"RUG\"}",
        "{\"sku\":\"RUG\",\"batchref\":\"b\"}",
        "{\"sku\":\"RUG\",\"batchref\":\"b\",\"available\":-1}",
        "{\"sku\":\"RUG\",\"batchref\":\"b\",\"available\":2147483648}",
        "{\"sku\":\"RUG\",\"batchref\":\"b\",\"available\":1.5}",
        "{\"sku\":\"RUG\",\"batchref\":\"\",\"available\":1}",
        "{\"sku\":\"RUG\",\"batchref\":7,\"available\":1}",
        "{\"sku\":\"RUG\",\"batchref\":\"a\\u0000b\",\"available\":1}",
        "{\"sku\":\"RUG\",\"batchref\":\"a\\ud800b\",\"available\":1}",
        "{\"sku\":\"OTHER\",\"batchref\":\"b\",\"available\":1}",
      })
  void a_broken_body_keeps_its_place_and_is_left_to_the_snapshot(String body) {
    Event event = event("line_allocated", body);
    assertEquals("RUG", event.sku());
    assertEquals(5, event.sequence());
    assertInstanceOf(NotUnderstood.class, event.fact());
  }

  @Test
  void an_impossible_day_is_left_to_the_snapshot() {
    for (String eta : new String[] {"soon", "2026-02-30", "+12026-02-01", "7"}) {
      String body = "{\"sku\":\"RUG\",\"batchref\":\"b\",\"available\":1,\"eta\":\"" + eta + "\"}";
      assertInstanceOf(NotUnderstood.class, event("batch_created", body).fact());
    }
  }

  @Test
  void bytes_that_are_no_text_do_no_harm() {
    byte[] noise = {(byte) 0xff, 0, (byte) 0x80, 1};
    ParsedMessage heard =
        reader.read(
            new WireMessage(
                noise, headers("line_allocated"), "line_allocated", null, null, null, null));
    assertInstanceOf(NotUnderstood.class, ((Event) heard).fact());
  }

  @ParameterizedTest
  @CsvSource({"command_parked", "command_discarded"})
  void events_about_commands_are_passed_over(String type) {
    Map<String, Object> headers = headers(type);
    headers.remove("cloudEvents_sequence");
    Skipped over = (Skipped) reader.read(message(headers, "{\"code\":\"x\",\"sku\":\"RUG\"}"));
    assertEquals(type, over.type());
    assertFalse(over.broken());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-3", "1.5", "many", "99999999999999999999"})
  void an_event_without_a_usable_sequence_is_passed_over_as_broken(String sequence) {
    Map<String, Object> headers = headers("line_allocated");
    headers.put("cloudEvents_sequence", sequence);
    Skipped over = (Skipped) reader.read(message(headers, "{\"sku\":\"RUG\"}"));
    assertTrue(over.broken());
  }

  @Test
  void an_event_without_any_header_but_the_sequence_is_understood_by_key_and_body() {
    Map<String, Object> headers = new HashMap<>(Map.of("cloudEvents_sequence", "3"));
    Event event =
        (Event)
            reader.read(
                new WireMessage(
                    "{\"sku\":\"RUG\",\"batchref\":\"b\",\"available\":1}"
                        .getBytes(StandardCharsets.UTF_8),
                    headers,
                    "line_allocated",
                    null,
                    null,
                    null,
                    null));
    assertEquals(new AvailableChanged("b", 1), event.fact());
    assertEquals(NOW, event.time());
  }

  @Test
  void a_message_with_nothing_at_all_is_passed_over() {
    WireMessage nothing = new WireMessage(new byte[0], Map.of(), null, null, null, null, null);
    assertInstanceOf(Skipped.class, reader.read(nothing));
  }

  @Test
  void an_unreadable_time_falls_back_to_when_the_message_was_sent() {
    Map<String, Object> headers = headers("line_backordered");
    headers.put("cloudEvents_time", "yesterday");
    Instant sent = Instant.parse("2026-02-27T11:00:00Z");
    Event event =
        (Event)
            reader.read(
                new WireMessage(
                    "{\"sku\":\"RUG\"}".getBytes(StandardCharsets.UTF_8),
                    headers,
                    "line_backordered",
                    null,
                    null,
                    null,
                    sent));
    assertEquals(sent, event.time());
  }

  private Event event(String type, String body) {
    return (Event) reader.read(message(headers(type), body));
  }

  private static Map<String, Object> headers(String type) {
    return new HashMap<>(
        Map.of(
            "cloudEvents_specversion", "1.0",
            "cloudEvents_type", "dev.ficus." + type + ".v1",
            "cloudEvents_subject", "RUG",
            "cloudEvents_sequence", "5",
            "cloudEvents_time", "2026-02-27T12:59:58.123456+01:00"));
  }

  private static WireMessage message(Map<String, Object> headers, String body) {
    return new WireMessage(
        body.getBytes(StandardCharsets.UTF_8), headers, "any", null, "id", "correlation", null);
  }
}
