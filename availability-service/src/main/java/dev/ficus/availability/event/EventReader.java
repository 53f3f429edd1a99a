package dev.ficus.availability.event;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.ficus.availability.event.Fact.AvailableChanged;
import dev.ficus.availability.event.Fact.BatchCreated;
import dev.ficus.availability.event.Fact.CameBack;
import dev.ficus.availability.event.Fact.EtaChanged;
import dev.ficus.availability.event.Fact.NotUnderstood;
import dev.ficus.availability.event.Fact.NothingMoved;
import dev.ficus.availability.event.Fact.WentOut;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.event.ParsedMessage.Origin;
import dev.ficus.availability.event.ParsedMessage.Skipped;
import dev.ficus.availability.stock.Identifier;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.WholeNumber;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the events of allocation-service, tolerantly: it looks at the few keys it needs, and no
 * message makes it throw. It reads trees, not classes, so that what another team adds to an event
 * can never stop a view.
 */
public final class EventReader {

  private static final String UNKNOWN = "unknown";
  private static final Pattern FULL_TYPE = Pattern.compile("dev\\.ficus\\.([a-z_]+)\\.v1");
  // ISO's four digits; a database holds fewer years than Java counts.
  private static final int LAST_YEAR = 9999;

  // A type that is absent here, or a later version of one that is present, may well move stock.
  private static final Map<String, Function<JsonNode, Fact>> FACTS =
      Map.ofEntries(
          Map.entry(
              "batch_created",
              body -> new BatchCreated(identifier(body, "batchref"), eta(body), available(body))),
          Map.entry("batch_quantity_changed", EventReader::availableChanged),
          Map.entry("line_allocated", EventReader::availableChanged),
          Map.entry("line_deallocated", EventReader::availableChanged),
          Map.entry(
              "batch_eta_changed", body -> new EtaChanged(identifier(body, "batchref"), eta(body))),
          Map.entry("line_backordered", body -> new NothingMoved()),
          Map.entry("backorder_cancelled", body -> new NothingMoved()),
          Map.entry("line_despatched", body -> new NothingMoved()),
          Map.entry("product_opened", body -> new NothingMoved()),
          Map.entry("product_closed", body -> new NothingMoved()),
          Map.entry("out_of_stock", body -> new WentOut()),
          Map.entry("back_in_stock", body -> new CameBack()));

  private static final Set<String> ABOUT_NO_SKU = Set.of("command_parked", "command_discarded");

  private final ObjectReader json;
  private final Clock clock;

  /**
   * @param json parses the bodies
   * @param clock gives the time to events that carry none
   */
  public EventReader(ObjectMapper json, Clock clock) {
    this.json = json.reader().with(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    this.clock = clock;
  }

  /** All types under which a message may be read, {@code unknown} among them. */
  public static Set<String> types() {
    return union(typesOfSkus(), ABOUT_NO_SKU);
  }

  /** Those of events about a SKU; an unknown one may be. */
  public static Set<String> typesOfSkus() {
    return union(FACTS.keySet(), Set.of(UNKNOWN));
  }

  /** Those of events about no SKU. */
  public static Set<String> typesOfNoSku() {
    return ABOUT_NO_SKU;
  }

  private static Set<String> union(Set<String> one, Set<String> other) {
    return Stream.concat(one.stream(), other.stream()).collect(Collectors.toUnmodifiableSet());
  }

  /** Reads one message, whatever it holds. */
  public ParsedMessage read(WireMessage message) {
    String type = type(message);
    if (ABOUT_NO_SKU.contains(type)) {
      return new Skipped(type, false, "about a command, not about a SKU");
    }
    JsonNode body;
    String damage = null;
    try {
      body = json.readTree(message.body());
    } catch (IOException | NumberFormatException broken) {
      body = MissingNode.getInstance();
      damage = "the body is not JSON";
    }
    String sku = sku(message, body);
    if (sku == null) {
      return new Skipped(type, FACTS.containsKey(type), "names no SKU");
    }
    long sequence = number(message);
    if (Numbering.sequence(sequence) < 1 || sequence < 0) {
      return new Skipped(type, FACTS.containsKey(type), "has no place in a sequence");
    }
    Origin origin =
        new Origin(message.messageId(), message.correlationId(), message.header("traceparent"));
    Fact fact = damage == null ? fact(type, sku, body) : new NotUnderstood(damage);
    return new Event(type, sku, sequence, time(message), origin, fact);
  }

  private static Fact fact(String type, String sku, JsonNode body) {
    if (!FACTS.containsKey(type)) {
      return new NotUnderstood("the type of the event is not known");
    }
    try {
      if (!sku.equals(identifier(body, "sku"))) {
        return new NotUnderstood("subject and sku differ");
      }
      return FACTS.get(type).apply(body);
    } catch (Unreadable unreadable) {
      return new NotUnderstood(unreadable.getMessage());
    }
  }

  private static String type(WireMessage message) {
    String full = message.header("cloudEvents_type");
    if (full == null) {
      full = message.type();
    }
    if (full == null) {
      // The routing key is the bare name; a sender that sets nothing else is still understood.
      return known(message.routingKey()) ? message.routingKey() : UNKNOWN;
    }
    Matcher matcher = FULL_TYPE.matcher(full);
    return matcher.matches() && known(matcher.group(1)) ? matcher.group(1) : UNKNOWN;
  }

  private static boolean known(String name) {
    return name != null && (FACTS.containsKey(name) || ABOUT_NO_SKU.contains(name));
  }

  private static String sku(WireMessage message, JsonNode body) {
    String subject = message.header("cloudEvents_subject");
    String sku = subject != null ? subject : body.path("sku").asText(null);
    return Identifier.isOne(sku) ? sku : null;
  }

  /** With its generation, which is the first where the message names none. */
  private static long number(WireMessage message) {
    String generation = message.header("cloudEvents_generation");
    return Numbering.of(
            generation == null ? 1 : WholeNumber.of(generation).orElse(-1L),
            WholeNumber.of(message.header("cloudEvents_sequence")).orElse(-1L))
        .orElse(-1L);
  }

  // The time is only shown, never decided by, so the next best will do where it is missing.
  private Instant time(WireMessage message) {
    String text = message.header("cloudEvents_time");
    if (text != null) {
      try {
        OffsetDateTime time = OffsetDateTime.parse(text);
        if (time.getYear() >= 1 && time.getYear() <= LAST_YEAR) {
          return time.toInstant();
        }
      } catch (DateTimeParseException broken) {
        return sent(message);
      }
    }
    return sent(message);
  }

  private Instant sent(WireMessage message) {
    return message.timestamp() == null ? clock.instant() : message.timestamp();
  }

  private static Fact availableChanged(JsonNode body) {
    return new AvailableChanged(identifier(body, "batchref"), available(body));
  }

  private static String identifier(JsonNode body, String key) {
    JsonNode value = body.path(key);
    if (!value.isTextual() || !Identifier.isOne(value.textValue())) {
      throw new Unreadable(key + " is not an identifier");
    }
    return value.textValue();
  }

  private static int available(JsonNode body) {
    JsonNode value = body.path("available");
    return (value.isNumber() ? WholeNumber.of(value.decimalValue()) : Optional.<Long>empty())
        .filter(number -> number >= 0 && number <= Integer.MAX_VALUE)
        .map(Long::intValue)
        .orElseThrow(() -> new Unreadable("available is not a quantity"));
  }

  private static LocalDate eta(JsonNode body) {
    JsonNode value = body.path("eta");
    if (value.isMissingNode() || value.isNull()) {
      return null;
    }
    try {
      LocalDate day = LocalDate.parse(value.asText());
      if (day.getYear() >= 1 && day.getYear() <= LAST_YEAR) {
        return day;
      }
    } catch (DateTimeParseException broken) {
      throw new Unreadable("eta is not a calendar day");
    }
    throw new Unreadable("eta is beyond the calendar");
  }

  /** A body that does not hold what its type promises; never leaves this class. */
  private static final class Unreadable extends RuntimeException {
    Unreadable(String reason) {
      super(reason, null, false, false);
    }
  }
}
