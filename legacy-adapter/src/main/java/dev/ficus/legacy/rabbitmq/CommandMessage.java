package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.rabbitmq.client.AMQP;
import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.intake.Commands;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.HashMap;
import java.util.Map;

/** Message of a command: the data alone as JSON, CloudEvents attributes in binary mode beside. */
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
    headers.put("cloudEvents_subject", command.sku());
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
    if (command instanceof Command.LineCommand ofLine) {
      line(ofLine, data);
    } else if (command instanceof Command.BatchCommand ofBatch) {
      batch(ofBatch, data);
    } else if (command instanceof Command.ProductCommand ofProduct) {
      data.put("sku", ofProduct.sku());
      data.put("revision", ofProduct.revision());
    }
    try {
      return json.writeValueAsBytes(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree of texts and numbers can be written", e);
    }
  }

  private static void line(Command.LineCommand command, ObjectNode data) {
    data.put("orderid", command.orderid());
    data.put("sku", command.sku());
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
  }

  /** A creation has no revision on the wire: it is the first whenever it comes. */
  private static void batch(Command.BatchCommand command, ObjectNode data) {
    data.put("batchref", command.batchref());
    data.put("sku", command.sku());
    if (command instanceof Command.CreateBatch create) {
      data.put("qty", create.qty());
      create.eta().ifPresent(eta -> data.put("eta", eta.toString()));
    } else if (command instanceof Command.ChangeBatchQuantity change) {
      data.put("qty", change.qty());
      data.put("revision", change.revision());
    } else if (command instanceof Command.ChangeBatchEta change) {
      change.eta().ifPresent(eta -> data.put("eta", eta.toString()));
      data.put("revision", change.revision());
    }
  }
}
