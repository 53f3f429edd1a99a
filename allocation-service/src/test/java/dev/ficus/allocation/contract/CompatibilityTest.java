package dev.ficus.allocation.contract;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.allocation.contract.Contract.Message;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The check itself, on a made-up message: it catches what breaks and lets through what does not.
 */
class CompatibilityTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String NAME = "dev.ficus.tea_served.v1";

  private static final String RELEASED =
      """
      {"title": "tea_served", "type": "object",
       "properties": {
         "sku": {"type": "string", "minLength": 1, "maxLength": 255},
         "qty": {"type": "integer", "minimum": 1, "maximum": 100, "description": "Cups."},
         "price": {"type": "number", "exclusiveMinimum": 0},
         "eta": {"type": ["string", "null"], "format": "date"},
         "guest": {"type": "string", "pattern": "^[A-Z]+$"},
         "code": {"enum": ["black", "green"]},
         "note": {"description": "Anything."},
         "revision": {"type": "integer", "default": 0},
         "parts": {"type": "array", "maxItems": 9, "items": {
           "type": "object",
           "properties": {"leaf": {"type": "string"}, "grams": {"type": "integer"}},
           "required": ["leaf"]}}},
       "required": ["sku", "qty"],
       "additionalProperties": true}""";

  /** Which field of which kind breaks; {@code both} is an event as well as a command. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "both    | sku              | /properties/sku                     |",
        "both    | eta              | /properties/eta                     |",
        "both    | note             | /properties/note                    |",
        "both    | parts[].grams    | /properties/parts/items/properties/grams |",
        "both    | sku              | /properties/sku/type                | \"integer\"",
        "both    | eta              | /properties/eta/format              | \"time\"",
        "both    | guest            | /properties/guest/pattern           | \"^[a-z]+$\"",
        "both    | code             | /properties/code/enum               | [\"black\", \"white\"]",
        "both    | revision         | /properties/revision/default        | 1",
        "both    | revision         | /properties/revision/default        |",
        "both    | qty              | /properties/qty/multipleOf          | 5",
        "both    | sku              | /properties/sku/not                 | {\"const\": \"x\"}",
        "event   | qty              | /required                           | [\"sku\"]",
        "event   | parts[].leaf     | /properties/parts/items/required    | []",
        "event   | sku              | /properties/sku/type                | [\"string\", \"null\"]",
        "event   | sku              | /properties/sku/type                |",
        "event   | qty              | /properties/qty/type                | \"number\"",
        "event   | qty              | /properties/qty/minimum             | 0",
        "event   | qty              | /properties/qty/minimum             |",
        "event   | qty              | /properties/qty/maximum             | 101",
        "event   | qty              | /properties/qty/maximum             |",
        "event   | price            | /properties/price/exclusiveMinimum  | -1",
        "event   | sku              | /properties/sku/maxLength           | 256",
        "event   | sku              | /properties/sku/minLength           | 0",
        "event   | eta              | /properties/eta/format              |",
        "event   | guest            | /properties/guest/pattern           |",
        "event   | code             | /properties/code/enum               | [\"black\", \"green\", \"red\"]",
        "event   | code             | /properties/code                    | {}",
        "event   | parts            | /properties/parts/maxItems          | 10",
        "event   | parts[].grams    | /properties/parts/items/properties/grams/type | \"string\"",
        "event   | parts[]          | /properties/parts/items             |",
        "command | eta              | /required                           | [\"sku\", \"qty\", \"eta\"]",
        "command | temperature      | /required                           | [\"sku\", \"qty\", \"temperature\"]",
        "command | parts[].grams    | /properties/parts/items/required    | [\"leaf\", \"grams\"]",
        "command | eta              | /properties/eta/type                | \"string\"",
        "command | price            | /properties/price/type              | \"integer\"",
        "command | note             | /properties/note/type               | \"string\"",
        "command | qty              | /properties/qty/minimum             | 2",
        "command | qty              | /properties/qty/maximum             | 99",
        "command | qty              | /properties/qty/exclusiveMaximum    | 100",
        "command | sku              | /properties/sku/maxLength           | 254",
        "command | sku              | /properties/sku/minLength           | 2",
        "command | sku              | /properties/sku/format              | \"uuid\"",
        "command | sku              | /properties/sku/pattern             | \"^[A-Z]+$\"",
        "command | code             | /properties/code/enum               | [\"black\"]",
        "command | note             | /properties/note/enum               | [\"hot\"]",
        "command | parts            | /properties/parts/minItems          | 1",
        "command | additionalProperties | /additionalProperties           | false",
        "command | additionalProperties | /additionalProperties           | {\"type\": \"string\"}",
        "command | parts[].additionalProperties | /properties/parts/items/additionalProperties | false",
      })
  void what_breaks_is_caught_and_names_message_and_field(
      String kind, String field, String where, String value) throws Exception {
    for (boolean isCommand : kinds(kind)) {
      List<String> breaks = breaks(isCommand, RELEASED, edited(where, value));
      assertTrue(
          breaks.stream().anyMatch(line -> line.startsWith(NAME + ", " + field + ": ")),
          () -> where + " gave " + breaks);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "both    | /title                            | \"Tea was served\"",
        "both    | /properties/qty/description       | \"Pots.\"",
        "both    | /properties/temperature           | {\"type\": \"integer\"}",
        "both    | /properties/parts/items/properties/colour | {\"type\": \"string\"}",
        "both    | /additionalProperties             |",
        "both    | /properties/sku/type              | [\"string\"]",
        "both    | /properties/code/enum             | [\"green\", \"black\"]",
        "event   | /required                         | [\"sku\", \"qty\", \"eta\"]",
        "event   | /required                         | [\"sku\", \"qty\", \"temperature\"]",
        "event   | /properties/eta/type              | \"string\"",
        "event   | /properties/price/type            | \"integer\"",
        "event   | /properties/note/type             | \"string\"",
        "event   | /properties/qty/minimum           | 2",
        "event   | /properties/qty/maximum           | 99",
        "event   | /properties/sku/maxLength         | 64",
        "event   | /properties/sku/pattern           | \"^[A-Z]+$\"",
        "event   | /properties/code/enum             | [\"black\"]",
        "event   | /properties/code                  | {\"const\": \"green\"}",
        "event   | /additionalProperties             | false",
        "command | /required                         | [\"sku\"]",
        "command | /required                         |",
        "command | /properties/sku/type              | [\"string\", \"null\"]",
        "command | /properties/sku/type              |",
        "command | /properties/qty/type              | \"number\"",
        "command | /properties/qty/minimum           | 0",
        "command | /properties/qty/maximum           |",
        "command | /properties/sku/maxLength         | 1000",
        "command | /properties/eta/format            |",
        "command | /properties/guest/pattern         |",
        "command | /properties/code/enum             | [\"black\", \"green\", \"red\"]",
        "command | /properties/code/enum             |",
        "command | /properties/parts/items           |",
      })
  void what_is_harmless_is_let_through(String kind, String where, String value) throws Exception {
    for (boolean isCommand : kinds(kind)) {
      assertEquals(List.of(), breaks(isCommand, RELEASED, edited(where, value)), where);
    }
  }

  @Test
  void a_field_that_was_promised_never_to_be_must_not_turn_up() throws Exception {
    String closed = edited("/additionalProperties", "false");
    String grown = edited("/properties/temperature", "{\"type\": \"integer\"}");
    assertEquals(
        List.of(
            NAME + ", additionalProperties: was never to be and may be now",
            NAME + ", temperature: was never to be and may be now"),
        breaks(false, closed, grown));
    assertEquals(List.of(), breaks(true, closed, grown));
  }

  @Test
  void a_message_that_is_gone_or_goes_elsewhere_is_caught_and_a_new_one_is_not() throws Exception {
    Message tea = message("tea_served", "kitchen", false, RELEASED);
    Contract released = new Contract(Map.of(NAME, tea));
    assertEquals(
        List.of(NAME + ": is gone"), Compatibility.breaks(released, new Contract(Map.of())));
    for (Message moved :
        List.of(
            message("tea_served", "garden", false, RELEASED),
            message("tea", "kitchen", false, RELEASED),
            message("tea_served", "kitchen", true, RELEASED))) {
      assertEquals(
          List.of(NAME + ": went elsewhere"),
          Compatibility.breaks(released, new Contract(Map.of(NAME, moved))));
    }
    Message next = message("tea_served.v2", "kitchen", false, "{}");
    assertEquals(
        List.of(),
        Compatibility.breaks(
            released, new Contract(Map.of(NAME, tea, "dev.ficus.tea_served.v2", next))));
  }

  @Test
  void a_header_that_was_promised_must_stay() throws Exception {
    Message then = message("tea_served", "kitchen", false, RELEASED);
    Message now =
        new Message(then.key(), then.exchange(), false, JSON.readTree("{}"), then.payload());
    assertEquals(
        List.of(
            NAME + ", headers: type was \"object\" and is absent",
            NAME + ", headers.cloudEvents_sequence: is no longer required",
            NAME + ", headers.cloudEvents_sequence: is gone"),
        Compatibility.breaks(new Contract(Map.of(NAME, then)), new Contract(Map.of(NAME, now))));
  }

  private static List<Boolean> kinds(String kind) {
    return kind.equals("both") ? List.of(true, false) : List.of(kind.equals("command"));
  }

  private static List<String> breaks(boolean isCommand, String released, String present)
      throws Exception {
    return Compatibility.breaks(
        new Contract(Map.of(NAME, message("tea_served", "kitchen", isCommand, released))),
        new Contract(Map.of(NAME, message("tea_served", "kitchen", isCommand, present))));
  }

  private static Message message(String key, String exchange, boolean isCommand, String payload)
      throws Exception {
    JsonNode headers =
        JSON.readTree(
            """
            {"type": "object", "required": ["cloudEvents_sequence"],
             "properties": {"cloudEvents_sequence": {"type": "string"}}}""");
    return new Message(key, exchange, isCommand, headers, JSON.readTree(payload));
  }

  /** The released schema with one place set to a value, or without it. */
  private static String edited(String where, String value) throws Exception {
    JsonNode schema = JSON.readTree(RELEASED);
    int last = where.lastIndexOf('/');
    ObjectNode parent = (ObjectNode) schema.at(where.substring(0, last));
    String key = where.substring(last + 1);
    if (value == null) {
      parent.remove(key);
    } else {
      parent.set(key, JSON.readTree(value));
    }
    return schema.toString();
  }
}
