package dev.ficus.allocation.contract;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What an AsyncAPI document promises, as far as it matters to those who send and read the messages.
 *
 * @param messages by name, for instance {@code dev.ficus.line_allocated.v1}
 */
record Contract(Map<String, Message> messages) {
  private static final YAMLMapper YAML = new YAMLMapper();

  /**
   * @param key among the messages of its channel
   * @param exchange where it is sent
   * @param isCommand whether others send it and we read it
   */
  record Message(
      String key, String exchange, boolean isCommand, JsonNode headers, JsonNode payload) {

    /** {@code schemas} or {@code examples}. */
    static String file(String folder, String name) {
      return folder + "/" + name.substring("dev.ficus.".length()) + ".json";
    }
  }

  /** Reads {@code asyncapi.yaml} of a folder and the schemas it refers to. */
  static Contract in(Path folder) throws IOException {
    JsonNode document = YAML.readTree(folder.resolve("asyncapi.yaml").toFile());
    Map<String, Message> messages = new TreeMap<>();
    for (JsonNode operation : document.get("operations")) {
      JsonNode channel = resolved(document, operation.get("channel"));
      boolean isCommand = operation.get("action").textValue().equals("receive");
      for (Map.Entry<String, JsonNode> entry : channel.get("messages").properties()) {
        JsonNode message = resolved(document, entry.getValue());
        Path schema = folder.resolve(message.at("/payload/$ref").textValue());
        messages.put(
            message.get("name").textValue(),
            new Message(
                entry.getKey(),
                channel.at("/bindings/amqp/exchange/name").textValue(),
                isCommand,
                flat(document, message.get("headers")),
                YAML.readTree(schema.toFile())));
      }
    }
    return new Contract(messages);
  }

  private static JsonNode resolved(JsonNode document, JsonNode node) {
    JsonNode reference = node.get("$ref");
    return reference == null ? node : document.at(reference.textValue().substring(1));
  }

  /** One schema instead of several that all hold. */
  private static JsonNode flat(JsonNode document, JsonNode node) {
    ObjectNode schema = resolved(document, node).deepCopy();
    JsonNode parts = schema.remove("allOf");
    if (parts != null) {
      for (JsonNode part : parts) {
        ObjectNode more = (ObjectNode) flat(document, part);
        schema.withObject("/properties").setAll((ObjectNode) more.path("properties"));
        schema.withArray("/required").addAll(more.withArray("/required"));
      }
    }
    return schema;
  }
}
