package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.legacy.intake.Command;
import dev.ficus.legacy.intake.Commands;
import java.time.Instant;
import java.util.Map;

/** Message of a command. */
final class CommandMessage {

  private CommandMessage() {}

  /**
   * @param trace the headers that carry the trace context; empty when there is none
   */
  static BrokerMessage of(
      Commands.Outgoing outgoing, Map<String, String> trace, Instant now, ObjectMapper json) {
    Command command = outgoing.command();
    return BrokerMessage.of(
        Topology.COMMANDS,
        new CloudEvent(command.name(), command.messageId(), command.sku(), now),
        outgoing.correlation(),
        trace,
        data(command, json));
  }

  private static ObjectNode data(Command command, ObjectMapper json) {
    ObjectNode data = json.createObjectNode();
    if (command instanceof Command.LineCommand ofLine) {
      line(ofLine, data);
    } else if (command instanceof Command.BatchCommand ofBatch) {
      batch(ofBatch, data);
    } else if (command instanceof Command.ProductCommand ofProduct) {
      data.put("sku", ofProduct.sku());
      data.put("revision", ofProduct.revision());
    }
    return data;
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
