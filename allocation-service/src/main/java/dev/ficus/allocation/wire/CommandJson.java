package dev.ficus.allocation.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.allocation.message.Command;
import dev.ficus.allocation.message.Command.Allocate;
import dev.ficus.allocation.message.Command.ChangeBatchEta;
import dev.ficus.allocation.message.Command.ChangeBatchQuantity;
import dev.ficus.allocation.message.Command.CloseProduct;
import dev.ficus.allocation.message.Command.CreateBatch;
import dev.ficus.allocation.message.Command.Deallocate;
import dev.ficus.allocation.message.Command.Despatch;
import dev.ficus.allocation.message.Command.OpenProduct;
import dev.ficus.allocation.message.Malformed;
import java.io.IOException;
import java.time.LocalDate;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads the bodies of commands, alike for HTTP and RabbitMQ. Unknown fields are ignored, null
 * counts as absent; a value of the wrong kind is a {@link Malformed} that names its field.
 */
public final class CommandJson {

  @FunctionalInterface
  private interface BodyReader {
    Command read(JsonNode body);
  }

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .build();

  private static final Map<String, BodyReader> READERS =
      Map.of(
          "create_batch",
          body ->
              new CreateBatch(
                  text(body, "batchref"), text(body, "sku"), quantity(body), date(body, "eta")),
          "change_batch_quantity",
          body ->
              new ChangeBatchQuantity(
                  text(body, "batchref"),
                  text(body, "sku"),
                  quantity(body),
                  optionalRevision(body)),
          "change_batch_eta",
          body ->
              new ChangeBatchEta(
                  text(body, "batchref"),
                  text(body, "sku"),
                  date(body, "eta"),
                  optionalRevision(body)),
          "allocate",
          body ->
              new Allocate(
                  text(body, "orderid"),
                  text(body, "sku"),
                  text(body, "lineid"),
                  quantity(body),
                  revision(body)),
          "deallocate",
          body ->
              new Deallocate(
                  text(body, "orderid"),
                  text(body, "sku"),
                  text(body, "lineid"),
                  text(body, "reason"),
                  revision(body)),
          "despatch",
          body ->
              new Despatch(
                  text(body, "orderid"), text(body, "sku"), text(body, "lineid"), revision(body)),
          "open_product",
          body -> new OpenProduct(text(body, "sku"), requiredRevision(body)),
          "close_product",
          body -> new CloseProduct(text(body, "sku"), requiredRevision(body)));

  private CommandJson() {}

  /** Whether there is a reader for commands of this name. */
  static boolean reads(String name) {
    return READERS.containsKey(name);
  }

  /**
   * Reads a command.
   *
   * @param name routing key, for instance {@code allocate}
   * @param body JSON text in UTF-8
   * @throws Malformed when the name is unknown, the body no JSON object or a field wrong
   */
  public static Command read(String name, byte[] body) {
    return reader(name).read(object(body));
  }

  /**
   * Reads a command whose fields have been read already.
   *
   * @param name routing key, for instance {@code allocate}
   * @throws Malformed when the name is unknown or a field wrong
   */
  public static Command read(String name, ObjectNode fields) {
    return reader(name).read(fields);
  }

  private static BodyReader reader(String name) {
    BodyReader reader = READERS.get(name);
    if (reader == null) {
      throw new Malformed("type", "is no command: " + name);
    }
    return reader;
  }

  /**
   * Reads what is to be changed about a batch: {@code qty} and {@code eta}, either of which may be
   * absent. An {@code eta} of null says that the batch has arrived.
   *
   * @param batchref of the batch
   * @param body JSON text in UTF-8
   * @return one or two commands
   * @throws Malformed when the body is no JSON object, a field is wrong or there is nothing to
   *     change
   */
  public static List<Command> readBatchChanges(String batchref, byte[] body) {
    JsonNode tree = object(body);
    List<Command> changes = new ArrayList<>();
    if (tree.has("eta")) {
      changes.add(new ChangeBatchEta(batchref, null, date(tree, "eta"), optionalRevision(tree)));
    }
    if (field(tree, "qty") != null) {
      changes.add(new ChangeBatchQuantity(batchref, null, quantity(tree), optionalRevision(tree)));
    }
    if (changes.isEmpty()) {
      throw new Malformed("body", "has neither qty nor eta");
    }
    return changes;
  }

  /**
   * Reads a command that opens or closes a product.
   *
   * @param name open_product or close_product
   * @param sku the product, whatever the body names
   * @param body JSON text in UTF-8
   * @throws Malformed when the body is no JSON object or a field wrong
   */
  public static Command.OfOpenness readOpenness(String name, String sku, byte[] body) {
    ObjectNode fields = (ObjectNode) object(body);
    return (Command.OfOpenness) read(name, fields.put("sku", sku));
  }

  private static JsonNode object(byte[] body) {
    try {
      JsonNode tree = JSON.readTree(body);
      if (tree == null || !tree.isObject()) {
        throw new Malformed("body", "is not a JSON object");
      }
      return tree;
    } catch (JsonProcessingException | NumberFormatException e) {
      throw BrokenJson.in(body, e);
    } catch (IOException e) {
      throw new Malformed("body", "is not JSON text in UTF-8");
    }
  }

  /** Writes a command that {@link #read(String, byte[])} reads back. */
  public static byte[] write(Command command) {
    ObjectNode body = JSON.createObjectNode();
    if (command.sku() != null) {
      body.put("sku", command.sku());
    }
    if (command instanceof Command.OfBatch batch) {
      body.put("batchref", batch.batchref());
    } else if (command instanceof Command.OfLine line) {
      body.put("orderid", line.orderid()).put("lineid", line.lineid());
    }
    if (command instanceof CreateBatch batch) {
      putDate(body.put("qty", batch.qty()), "eta", batch.eta());
    } else if (command instanceof ChangeBatchQuantity change) {
      putRevision(body.put("qty", change.qty()), change.revision());
    } else if (command instanceof ChangeBatchEta change) {
      putRevision(putDate(body, "eta", change.eta()), change.revision());
    } else if (command instanceof Allocate allocate) {
      putRevision(body.put("qty", allocate.qty()), allocate.revision());
    } else if (command instanceof Deallocate deallocate) {
      putRevision(body.put("reason", deallocate.reason()), deallocate.revision());
    } else if (command instanceof Despatch despatch) {
      putRevision(body, despatch.revision());
    } else if (command instanceof Command.OfOpenness product) {
      putRevision(body, product.revision());
    }
    try {
      return JSON.writeValueAsBytes(body);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static ObjectNode putDate(ObjectNode body, String name, LocalDate date) {
    return date == null ? body : body.put(name, date.toString());
  }

  private static void putRevision(ObjectNode body, Long revision) {
    if (revision != null) {
      body.put("revision", revision);
    }
  }

  private static JsonNode field(JsonNode body, String name) {
    JsonNode value = body.get(name);
    return value == null || value.isNull() ? null : value;
  }

  private static String text(JsonNode body, String name) {
    JsonNode value = field(body, name);
    if (value == null) {
      return null;
    }
    if (!value.isTextual()) {
      throw new Malformed(name, "must be a string");
    }
    return value.textValue();
  }

  private static int quantity(JsonNode body) {
    JsonNode value = field(body, "qty");
    if (value == null) {
      throw new Malformed("qty", "is missing");
    }
    return wholeNumber(value)
        .filter(number -> number.intValue() == number)
        .map(Long::intValue)
        .orElseThrow(
            () -> new Malformed("qty", "must be a whole number of at most " + Integer.MAX_VALUE));
  }

  private static long revision(JsonNode body) {
    Long revision = optionalRevision(body);
    return revision == null ? 0 : revision;
  }

  /** Opening and closing have no order but this one: without it the second would be a repeat. */
  private static long requiredRevision(JsonNode body) {
    Long revision = optionalRevision(body);
    if (revision == null) {
      throw new Malformed("revision", "is missing");
    }
    return revision;
  }

  private static Long optionalRevision(JsonNode body) {
    JsonNode value = field(body, "revision");
    if (value == null) {
      return null;
    }
    return wholeNumber(value)
        .orElseThrow(() -> new Malformed("revision", "must be a whole number"));
  }

  private static Optional<Long> wholeNumber(JsonNode value) {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return Optional.of(value.longValue());
    }
    return value.isNumber() ? WholeNumber.of(value.decimalValue()) : Optional.empty();
  }

  private static LocalDate date(JsonNode body, String name) {
    String value = text(body, name);
    try {
      return value == null ? null : LocalDate.parse(value);
    } catch (DateTimeParseException e) {
      throw new Malformed(name, "must be a calendar day like 2026-12-24");
    }
  }
}
