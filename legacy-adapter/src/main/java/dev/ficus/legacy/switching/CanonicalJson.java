package dev.ficus.legacy.switching;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Canonical JSON, of which the same content has the same bytes whoever writes it: RFC 8785, with
 * objects, lists, strings and whole numbers alone, and names of members in ASCII.
 *
 * <p>Members stand in the order of their names, nothing between the tokens, and characters as they
 * are but for {@code \" \\ \b \t \n \f \r} and {@code \}{@code u00xx} (in lower case) of the other
 * control characters.
 */
final class CanonicalJson {

  private static final ObjectReader READER =
      new ObjectMapper()
          .readerFor(new TypeReference<Map<String, Object>>() {})
          .with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final StringBuilder text = new StringBuilder();

  private CanonicalJson() {}

  /** The text of an object. */
  static String of(Map<String, ?> members) {
    CanonicalJson json = new CanonicalJson();
    json.value(members);
    // Half of a pair of surrogates has no bytes in UTF-8; it is replaced before anybody sees it.
    return new String(
        json.text.toString().getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
  }

  /**
   * The members of an object.
   *
   * @throws IllegalArgumentException if the text is none
   */
  static Map<String, Object> read(String text) {
    try {
      return READER.readValue(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("no JSON object: " + e.getOriginalMessage(), e);
    }
  }

  private void value(Object value) {
    if (value instanceof Map<?, ?> members) {
      object(members);
    } else if (value instanceof List<?> elements) {
      list(elements);
    } else if (value instanceof Integer || value instanceof Long) {
      text.append(value);
    } else if (value instanceof String string) {
      string(string);
    } else {
      throw new IllegalArgumentException(value + " has no canonical form");
    }
  }

  private void object(Map<?, ?> members) {
    Map<String, Object> sorted = new TreeMap<>();
    members.forEach((name, value) -> sorted.put((String) name, value));
    String before = "{";
    for (Map.Entry<String, Object> member : sorted.entrySet()) {
      text.append(before);
      string(member.getKey());
      text.append(':');
      value(member.getValue());
      before = ",";
    }
    text.append(members.isEmpty() ? "{}" : "}");
  }

  private void list(List<?> elements) {
    String before = "[";
    for (Object element : elements) {
      text.append(before);
      value(element);
      before = ",";
    }
    text.append(elements.isEmpty() ? "[]" : "]");
  }

  private void string(String string) {
    text.append('"');
    for (int at = 0; at < string.length(); at++) {
      char each = string.charAt(at);
      int shortForm = "\"\\\b\t\n\f\r".indexOf(each);
      if (shortForm >= 0) {
        text.append('\\').append("\"\\btnfr".charAt(shortForm));
      } else if (each < ' ') {
        text.append("\\u%04x".formatted((int) each));
      } else {
        text.append(each);
      }
    }
    text.append('"');
  }
}
