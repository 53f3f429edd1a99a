package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.legacy.switching.LegacyEvent;
import dev.ficus.legacy.switching.LegacyEvent.RouteChanged;
import dev.ficus.legacy.switching.LegacyEvent.ShadowChanged;
import java.util.Map;

/** Message of an event about the route of a SKU. */
final class EventMessage {

  private EventMessage() {}

  static BrokerMessage of(LegacyEvent event, ObjectMapper json) {
    ObjectNode data = json.createObjectNode();
    data.put("sku", event.sku());
    String correlation = event.messageId().toString();
    if (event.about() instanceof RouteChanged route) {
      data.put("from", route.from().code());
      data.put("to", route.to().code());
      data.put("epoch", route.epoch());
      data.put("wave", event.wave());
      data.put("certificate", route.certificate());
      correlation = route.certificate();
    } else if (event.about() instanceof ShadowChanged shadow) {
      data.put("basing", shadow.basing());
      data.put("wave", event.wave());
    }
    data.put("at", event.at().toString());
    return BrokerMessage.of(
        Topology.EVENTS,
        new CloudEvent(event.type().code(), event.messageId(), event.sku(), event.at()),
        correlation,
        Map.of("cloudEvents_sequence", Integer.toString(event.sequence())),
        data);
  }
}
