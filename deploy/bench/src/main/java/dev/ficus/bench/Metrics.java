package dev.ficus.bench;

import dev.ficus.journeys.PackagedService;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a service says about itself at {@code /q/metrics}. */
record Metrics(String text) {
  private static final Pattern DELAY =
      Pattern.compile(
          "^ficus_availability_delay_seconds_bucket\\{(?=.*views=\"live\").*le=\"([^\"]+)\".*} (\\S+)$",
          Pattern.MULTILINE);
  private static final Pattern COMPARED =
      Pattern.compile(
          "^ficus_availability_comparisons_total\\{.*outcome=\"done\".*} (\\S+)$",
          Pattern.MULTILINE);

  static Metrics of(PackagedService service) throws IOException {
    try (HttpConnection connection = new HttpConnection(service.managementUrl("").getPort())) {
      return new Metrics(connection.ask(HttpConnection.get("/q/metrics")).body());
    }
  }

  /** Whether availability-service has compared all its views with the snapshot. */
  boolean hasCompared() {
    Matcher found = COMPARED.matcher(text);
    return found.find() && Double.parseDouble(found.group(1)) > 0;
  }

  /** Availability-service's own measure of the time from an event to its being visible. */
  Delays delays() {
    Map<Double, Long> delays = new HashMap<>();
    DELAY
        .matcher(text)
        .results()
        .forEach(
            bucket ->
                delays.put(
                    bucket.group(1).equals("+Inf")
                        ? Double.POSITIVE_INFINITY
                        : Double.parseDouble(bucket.group(1)),
                    (long) Double.parseDouble(bucket.group(2))));
    return new Delays(delays);
  }
}
