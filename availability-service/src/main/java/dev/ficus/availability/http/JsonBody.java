package dev.ficus.availability.http;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.Objects;

/**
 * Reads the body of a call as a JSON object, and says where it stops being JSON in the caller's
 * words. Same rule as {@code BrokenJson} in allocation-service.
 */
final class JsonBody {

  // Exact, so that a number is whole or not by what was written.
  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private JsonBody() {}

  /**
   * @param body {@code null} when there is none
   */
  static ObjectNode object(byte[] body) {
    try {
      if (body != null && JSON.readTree(body) instanceof ObjectNode object) {
        return object;
      }
    } catch (JsonProcessingException | NumberFormatException broken) {
      JsonLocation at =
          broken instanceof JsonProcessingException noJson ? noJson.getLocation() : null;
      throw Problem.malformed(
          field(body),
          at == null
              ? "the body cannot be read as JSON"
              : "the body is not JSON at line %d, column %d"
                  .formatted(at.getLineNr(), at.getColumnNr()));
    } catch (IOException noText) {
      throw Problem.malformed("body", "the body is not JSON text in UTF-8");
    }
    throw Problem.malformed("body", "the body must be a JSON object");
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
