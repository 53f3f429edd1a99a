package dev.ficus.allocation.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.ficus.allocation.message.Malformed;
import dev.ficus.allocation.wire.BrokenJson;
import dev.ficus.allocation.wire.WholeNumber;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/**
 * The body of an operator's call, read field by field. Unknown fields are ignored, null counts as
 * absent; what is wrong is a {@link Malformed} that names its field.
 */
final class CallBody {
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();
  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_REASON = 1000;

  private final JsonNode tree;
  private final Optional<String> caller;

  private CallBody(JsonNode tree, Optional<String> caller) {
    this.tree = tree;
    this.caller = caller;
  }

  /**
   * @param caller the name in the token; empty where nobody is asked who calls
   */
  static CallBody read(byte[] body, Optional<String> caller) {
    try {
      JsonNode tree = JSON.readTree(body);
      if (tree != null && tree.isObject()) {
        return new CallBody(tree, caller);
      }
    } catch (JsonProcessingException | NumberFormatException e) {
      throw BrokenJson.in(body, e);
    } catch (IOException e) {
      // Answered below, like JSON of another kind.
    }
    throw new Malformed("body", "is not a JSON object");
  }

  /**
   * Who calls: no action of an operator goes without a name. It is the one in the token, whatever
   * the body has; where nobody is asked, the body has it.
   */
  String by() {
    return caller.orElseGet(() -> name("by"));
  }

  String name(String field) {
    return required(field, text(field, LONGEST_NAME));
  }

  Optional<String> optionalName(String field) {
    return text(field, LONGEST_NAME);
  }

  String reason() {
    return required("reason", text("reason", LONGEST_REASON));
  }

  /** A field that is a JSON object itself, as JSON text. */
  Optional<byte[]> object(String field) {
    return field(field)
        .map(
            value -> {
              if (!value.isObject()) {
                throw new Malformed(field, "must be a JSON object");
              }
              try {
                return JSON.writeValueAsBytes(value);
              } catch (JsonProcessingException e) {
                throw new IllegalStateException(e);
              }
            });
  }

  /** A number in the sequence of a product. */
  Optional<Long> sequence(String field) {
    return field(field)
        .map(
            value ->
                (value.isNumber() ? WholeNumber.of(value.decimalValue()) : Optional.<Long>empty())
                    .filter(number -> number >= 1)
                    .orElseThrow(
                        () -> new Malformed(field, "must be a whole number of at least 1")));
  }

  Optional<Instant> time(String field) {
    return text(field, LONGEST_NAME)
        .map(
            value -> {
              try {
                OffsetDateTime time = OffsetDateTime.parse(value);
                if (time.getYear() >= 1 && time.getYear() <= 9999) {
                  return time.toInstant().truncatedTo(ChronoUnit.MICROS);
                }
              } catch (DateTimeException e) {
                // Answered below, like a year that no clock shows.
              }
              throw new Malformed(field, "must be a time like 2026-12-24T18:00:00Z");
            });
  }

  private Optional<JsonNode> field(String field) {
    return Optional.ofNullable(tree.get(field)).filter(value -> !value.isNull());
  }

  private Optional<String> text(String field, int longest) {
    return field(field)
        .map(
            value -> {
              if (!value.isTextual()) {
                throw new Malformed(field, "must be a string");
              }
              String text = value.textValue();
              if (text.isBlank()) {
                throw new Malformed(field, "is empty");
              }
              if (text.codePoints().anyMatch(Character::isISOControl)) {
                throw new Malformed(field, "contains a control character");
              }
              if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
                throw new Malformed(field, "is not valid Unicode");
              }
              if (text.getBytes(StandardCharsets.UTF_8).length > longest) {
                throw new Malformed(field, "is longer than %d bytes of UTF-8".formatted(longest));
              }
              return text;
            });
  }

  private static String required(String field, Optional<String> value) {
    return value.orElseThrow(() -> new Malformed(field, "is missing"));
  }
}
