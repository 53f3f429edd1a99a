package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.legacy.switching.LegacyEvent;
import java.util.Map;

/** Message of an event about the route of a SKU. */
final class EventMessage {

  private EventMessage() {}

  static BrokerMessage of(LegacyEvent event, ObjectMapper json) {
    ObjectNode data = json.createObjectNode();
    data.put("sku", event.sku());
    data.put("from", event.from().code());
    data.put("to", event.to().code());
    data.put("epoch", event.epoch());
    data.put("wave", event.wave());
    data.put("certificate", event.certificate());
    data.put("at", event.at().toString());
    return BrokerMessage.of(
        Topology.EVENTS,
        new CloudEvent(event.type().code(), event.messageId(), event.sku(), event.at()),
        event.certificate(),
        Map.of("cloudEvents_sequence", Integer.toString(event.sequence())),
        data);
  }
}
