package dev.ficus.legacy.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.outgoing.Address;
import dev.ficus.legacy.outgoing.HttpCaller;
import dev.ficus.legacy.outgoing.TimeLimits;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** availability-service over HTTP. */
final class AvailabilityService implements Availability {

  private static final TimeLimits TIMES =
      new TimeLimits(Duration.ofSeconds(10), Duration.ofSeconds(60));
  private static final int OK = 200;
  private static final int GONE = 410;

  private final HttpCaller http;
  private final ObjectMapper json;

  AvailabilityService(URI address, ObjectMapper json) {
    this.http = HttpCaller.plain(Address.of(address, "ficus.legacy.pushing.availability"));
    this.json = json;
  }

  /** Changes that it has lost are answered with 410 Gone; then it is asked for all. */
  @Override
  public ChangePage changes(long after) throws IOException {
    Body answer = ask(after);
    if (answer.status() == GONE && after > 0) {
      answer = ask(0);
    }
    if (answer.status() != OK) {
      throw new IOException("availability-service answered HTTP " + answer.status());
    }
    JsonNode page = json.readTree(answer.bytes());
    List<Change> changes = new ArrayList<>();
    for (JsonNode change : page.path("changes")) {
      changes.add(new Change(change.path("sku").asText(), change.path("in_stock").asLong()));
    }
    return new ChangePage(changes, page.path("next").asLong());
  }

  private record Body(int status, byte[] bytes) {}

  private Body ask(long after) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            http.address().at("/availability/changes?after=%d&limit=%d".formatted(after, PAGE)));
    HttpResponse<InputStream> response = http.send(request, TIMES);
    try (InputStream body = response.body()) {
      return new Body(response.statusCode(), body.readAllBytes());
    }
  }
}
