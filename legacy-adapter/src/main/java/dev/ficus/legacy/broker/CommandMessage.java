package dev.ficus.legacy.broker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP;
import dev.ficus.legacy.intake.Commands;
import dev.ficus.legacy.translating.Command;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/**
 * A command as it travels: the data alone as JSON, CloudEvents attributes in binary mode beside.
 */
record CommandMessage(String routingKey, AMQP.BasicProperties properties, byte[] body) {

  private static final String SOURCE = "/legacy-adapter";
  private static final int PERSISTENT = 2;

  /**
   * @param trace the headers that carry the trace context; empty when there is none
   */
  static CommandMessage of(
      Commands.Outgoing outgoing, Map<String, String> trace, Instant now, ObjectMapper json) {
    Command command = outgoing.command();
    String id = command.messageId().toString();
    String type = "dev.ficus." + command.name() + ".v1";
    Map<String, Object> headers = new HashMap<>(trace);
    headers.put("cloudEvents_specversion", "1.0");
    headers.put("cloudEvents_id", id);
    headers.put("cloudEvents_source", SOURCE);
    headers.put("cloudEvents_type", type);
    headers.put("cloudEvents_subject", command.line().sku());
    headers.put("cloudEvents_time", now.truncatedTo(ChronoUnit.MILLIS).toString());
    AMQP.BasicProperties properties =
        new AMQP.BasicProperties.Builder()
            .contentType("application/json")
            .messageId(id)
            .type(type)
            .timestamp(Date.from(now))
            .correlationId(outgoing.correlation())
            .appId("legacy-adapter")
            .deliveryMode(PERSISTENT)
            .headers(headers)
            .build();
    return new CommandMessage(command.name(), properties, body(command, json));
  }

  private static byte[] body(Command command, ObjectMapper json) {
    ObjectNode data = json.createObjectNode();
    data.put("orderid", command.orderid());
    data.put("sku", command.line().sku());
    if (command instanceof Command.Allocate allocate) {
      data.put("qty", allocate.qty());
    }
    if (!command.line().lineid().isEmpty()) {
      data.put("lineid", command.line().lineid());
    }
    if (command instanceof Command.Deallocate deallocate) {
      data.put("reason", deallocate.reason());
    }
    data.put("revision", command.revision());
    try {
      return json.writeValueAsBytes(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }
}
