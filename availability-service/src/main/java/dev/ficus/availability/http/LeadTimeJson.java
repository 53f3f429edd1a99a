package dev.ficus.availability.http;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.availability.delivery.LeadTime;
import dev.ficus.availability.delivery.ParseResult;
import dev.ficus.availability.delivery.ParseResult.Refused;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** A lead time, as JSON. */
@Schema(name = "LeadTime")
@RegisterForReflection
record LeadTimeJson(
    @Schema(
            description =
                "A country (ISO 3166 alpha-2), a country and the beginning of a postcode, or *"
                    + " for everywhere else",
            examples = "GB-BT")
        String destination,
    @Schema(description = "Counting days in the warehouse", minimum = "0", maximum = "365")
        @JsonProperty("handling_days")
        int handlingDays,
    @Schema(description = "Counting days on the way", minimum = "0", maximum = "365")
        @JsonProperty("transit_days")
        int transitDays,
    @Schema(description = "The weekdays that count", examples = "Mon-Fri") String weekdays,
    @Schema(
            description = "The warehouse's local time until which an order is handled the same day",
            examples = "14:00")
        @JsonProperty("cut_off")
        String cutOff,
    @Schema(
            description = "Calendars whose public holidays do not count",
            examples = "[\"GB-ENG\", \"GB-NIR\"]")
        List<String> holidays) {

  static LeadTimeJson of(LeadTime leadTime) {
    Map<String, String> text = leadTime.text();
    return new LeadTimeJson(
        leadTime.area().toString(),
        leadTime.handlingDays(),
        leadTime.transitDays(),
        text.get("weekdays"),
        text.get("cut_off"),
        leadTime.holidays().stream().map(Object::toString).toList());
  }

  /** Reads an object of these fields, so that every mistake is reported with its field. */
  static ParseResult<LeadTime> read(JsonNode object) {
    for (String days : List.of("handling_days", "transit_days")) {
      if (object.path(days).isTextual()) {
        return new Refused<>(days, "must be a number, not a string");
      }
    }
    return LeadTime.read(column -> text(object.path(column)));
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? StreamSupport.stream(value.spliterator(), false)
            .map(JsonNode::asText)
            .collect(Collectors.joining(" "))
        : value.isObject() ? value.toString() : value.asText();
  }
}
