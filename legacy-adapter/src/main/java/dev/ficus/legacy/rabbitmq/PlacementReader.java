package dev.ficus.legacy.rabbitmq;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.rabbitmq.client.AMQP;
import dev.ficus.legacy.order.Identifiers;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.Numbering;
import dev.ficus.legacy.order.WholeNumber;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.placement.Placement.PlacementState;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reader of events about lines, as tolerantly as the contract asks: what is not known is passed
 * over.
 */
final class PlacementReader {

  /** By the event's name, which is the routing key too, unless it is sent again. */
  static final Map<String, PlacementState> STATES =
      Map.of(
          "line_allocated", PlacementState.ALLOCATED,
          "line_backordered", PlacementState.BACKORDERED,
          "line_deallocated", PlacementState.CANCELLED,
          "backorder_cancelled", PlacementState.CANCELLED,
          "line_despatched", PlacementState.DESPATCHED);

  private static final Pattern EVENT = Pattern.compile("dev\\.ficus\\.(\\w+)\\.v1");

  private final ObjectReader json;

  PlacementReader(ObjectMapper json) {
    this.json = json.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
  }

  /** Empty when it is about no line, or cannot be read. */
  Optional<Placement> read(AMQP.BasicProperties properties, byte[] body) {
    try {
      JsonNode data = json.readTree(body);
      String orderid = data.path("orderid").asText();
      String sku = data.path("sku").asText();
      String lineid = data.path("lineid").asText("");
      PlacementState state = state(properties.getType());
      if (!Identifiers.readable(orderid)
          || state == null
          || !Identifiers.readable(sku)
          || !(lineid.isEmpty() || Identifiers.readable(lineid))
          || properties.getHeaders() == null) {
        return Optional.empty();
      }
      OptionalLong sequence = number(properties.getHeaders());
      JsonNode written = data.path("qty");
      Optional<Long> quantity =
          written.isNumber() ? WholeNumber.of(written.decimalValue()) : Optional.empty();
      if (sequence.isEmpty() || quantity.filter(units -> units.intValue() == units).isEmpty()) {
        return Optional.empty();
      }
      Instant occurredAt =
          Instant.parse(String.valueOf(properties.getHeaders().get("cloudEvents_time")));
      return Optional.of(
          new Placement(
              orderid,
              new LineKey(sku, lineid),
              sequence.getAsLong(),
              occurredAt,
              state,
              quantity.get().intValue(),
              text(data, "batchref").filter(Identifiers::readable),
              text(data, "eta").map(LocalDate::parse)));
    } catch (IOException | DateTimeException | NumberFormatException unreadable) {
      return Optional.empty();
    }
  }

  private static PlacementState state(String type) {
    Matcher event = EVENT.matcher(type == null ? "" : type);
    return event.matches() ? STATES.get(event.group(1)) : null;
  }

  /** With its generation, which is the first where the event names none. */
  private static OptionalLong number(Map<String, Object> headers) {
    Object generation = headers.get("cloudEvents_generation");
    return Numbering.of(
        generation == null ? 1 : WholeNumber.of(generation.toString()).orElse(-1L),
        WholeNumber.of(String.valueOf(headers.get("cloudEvents_sequence"))).orElse(-1L));
  }

  private static Optional<String> text(JsonNode data, String field) {
    return Optional.ofNullable(data.path(field).asText(null)).filter(text -> !text.isEmpty());
  }
}
