package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.rabbitmq.client.Connection;
import com.rabbitmq.client.ConnectionFactory;
import com.rabbitmq.client.Delivery;
import dev.ficus.local.VirtualHost;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Stands where allocation-service will: takes the commands about lines that the broker has, and
 * goes by the rule that of a line the highest revision counts.
 */
final class CommandsHeard implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Connection connection;
  private final Map<String, Command> byId = new HashMap<>();
  private final Map<String, Command> latest = new HashMap<>();
  private final List<String> contradictions = new ArrayList<>();

  private record Command(String name, JsonNode body) {
    String order() {
      return body.get("orderid").textValue();
    }

    String line() {
      return body.get("sku").textValue() + "/" + body.path("lineid").asText();
    }

    int revision() {
      return body.get("revision").intValue();
    }
  }

  /** Takes all that come from now on, and that are there already. */
  CommandsHeard(VirtualHost broker) throws Exception {
    ConnectionFactory factory = new ConnectionFactory();
    factory.setHandshakeTimeout((int) CLOCK_LIMIT.toMillis());
    factory.setUri(broker.amqpUrl());
    connection = factory.newConnection("test");
    connection
        .createChannel()
        .basicConsume("allocation.commands", true, (tag, message) -> hear(message), tag -> {});
  }

  private synchronized void hear(Delivery message) throws IOException {
    Command command =
        new Command(message.getEnvelope().getRoutingKey(), JSON.readTree(message.getBody()));
    if (!command.body().has("orderid")) {
      return;
    }
    Command same = byId.putIfAbsent(message.getProperties().getMessageId(), command);
    if (same != null) {
      if (!same.equals(command)) {
        contradictions.add("one message id for " + same + " and " + command);
      }
      return;
    }
    Command other =
        latest.merge(
            command.order() + " " + command.line(),
            command,
            (a, b) -> b.revision() > a.revision() ? b : a);
    if (other != command && other.revision() == command.revision()) {
      contradictions.add("one revision for " + other + " and " + command);
    }
  }

  /** How many there were; one that was repeated counts once. */
  synchronized int count() {
    return byId.size();
  }

  /** By order the lines that are wanted (not cancelled), such as "RUG/11", with how many units. */
  synchronized SortedMap<String, SortedMap<String, Integer>> wanted() {
    SortedMap<String, SortedMap<String, Integer>> wanted = new TreeMap<>();
    for (Command command : latest.values()) {
      if (command.name().equals("allocate")) {
        wanted
            .computeIfAbsent(command.order(), any -> new TreeMap<>())
            .put(command.line(), command.body().get("qty").intValue());
      }
    }
    return wanted;
  }

  /** None was another than one before that bears its message id, or its line and revision. */
  synchronized void assertNoContradictions() {
    assertEquals(List.of(), contradictions);
  }

  @Override
  public void close() throws IOException {
    connection.close();
  }
}
