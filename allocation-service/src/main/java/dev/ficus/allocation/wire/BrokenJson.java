package dev.ficus.allocation.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.ficus.allocation.message.Malformed;
import java.io.IOException;
import java.util.Objects;

/** Says where text stops being JSON, in the sender's words: by its field, line and column. */
public final class BrokenJson {
  private static final JsonFactory JSON = new JsonFactory();

  private BrokenJson() {}

  /**
   * @param body text that could not be read
   * @param failure why not: no JSON, or a number beyond all bounds
   */
  public static Malformed in(byte[] body, Exception failure) {
    JsonLocation location =
        failure instanceof JsonProcessingException broken ? broken.getLocation() : null;
    return new Malformed(
        field(body),
        location == null
            ? "cannot be read as JSON"
            : "is not JSON at line %d, column %d"
                .formatted(location.getLineNr(), location.getColumnNr()));
  }

  /** The field whose value is the first that cannot be read. */
  private static String field(byte[] body) {
    String field = null;
    JsonToken last = null;
    try (JsonParser parser = JSON.createParser(body)) {
      try {
        for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
          field = parser.currentName();
          last = token;
          if (token == JsonToken.VALUE_NUMBER_FLOAT) {
            parser.getDecimalValue();
          }
        }
      } catch (JsonEOFException endsTooSoon) {
        return "body";
      } catch (JsonProcessingException | NumberFormatException broken) {
        // A name that is new has no value yet; what follows a number at once was meant to be of it.
        String name = parser.currentName();
        boolean broke = last != null && last.isNumeric() || !Objects.equals(name, field);
        return broke && name != null ? name : "body";
      }
    } catch (IOException noText) {
      return "body";
    }
    return "body";
  }
}
