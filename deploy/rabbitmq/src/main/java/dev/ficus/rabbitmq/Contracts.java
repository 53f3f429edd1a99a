package dev.ficus.rabbitmq;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The messages of the published contracts.
 *
 * @param commands what allocation-service carries out, by routing key
 * @param eventsByExchange what each service publishes, by exchange and routing key
 */
public record Contracts(
    SortedSet<String> commands, Map<String, SortedSet<String>> eventsByExchange) {
  /** The exchange that takes commands. */
  public static final String COMMANDS = "allocation.commands";

  private static final List<String> SERVICES =
      List.of("allocation-service", "availability-service", "legacy-adapter");

  private static final String ASYNC_API =
      "src/main/resources/META-INF/resources/contracts/asyncapi.yaml";

  /**
   * Reads the AsyncAPI documents of the three services.
   *
   * @param project the folder that has them
   * @throws IOException when one is missing or cannot be read
   */
  public static Contracts read(Path project) throws IOException {
    SortedSet<String> commands = new TreeSet<>();
    Map<String, SortedSet<String>> events = new TreeMap<>();
    for (String service : SERVICES) {
      JsonNode document =
          new YAMLMapper().readTree(project.resolve(service).resolve(ASYNC_API).toFile());
      for (Map.Entry<String, JsonNode> channel : document.path("channels").properties()) {
        SortedSet<String> keys = new TreeSet<>();
        channel.getValue().path("messages").fieldNames().forEachRemaining(keys::add);
        String exchange = channel.getValue().at("/bindings/amqp/exchange/name").asText();
        if (exchange.equals(COMMANDS)) {
          commands.addAll(keys);
        } else {
          events.put(exchange, keys);
        }
      }
    }
    return new Contracts(commands, events);
  }
}
