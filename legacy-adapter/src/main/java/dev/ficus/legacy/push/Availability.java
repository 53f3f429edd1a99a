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

/** availability-service, asked what has changed. */
final class Availability {

  /** How many changes a page has at most. */
  static final int PAGE = 5_000;

  private static final TimeLimits TIMES =
      new TimeLimits(Duration.ofSeconds(10), Duration.ofSeconds(60));
  private static final int OK = 200;
  private static final int GONE = 410;

  private final HttpCaller http;
  private final ObjectMapper json;

  Availability(URI address, ObjectMapper json) {
    this.http = HttpCaller.plain(Address.of(address, "ficus.legacy.pushing.availability"));
    this.json = json;
  }

  /**
   * SKUs that have changed, each once, as they are now.
   *
   * @param next what to ask for the next time
   */
  record Page(List<Change> changes, long next) {}

  /**
   * A SKU.
   *
   * @param inStock units that are free in the warehouse
   */
  record Change(String sku, long inStock) {}

  /**
   * What has changed since; what it knows of a later time than ours it has lost, and tells all.
   *
   * @param after 0 for the state of all SKUs, page by page
   */
  Page changes(long after) throws IOException {
    Answered answered = ask(after);
    if (answered.status() == GONE && after > 0) {
      answered = ask(0);
    }
    if (answered.status() != OK) {
      throw new IOException("availability-service answered HTTP " + answered.status());
    }
    JsonNode answer = json.readTree(answered.body());
    List<Change> changes = new ArrayList<>();
    for (JsonNode change : answer.path("changes")) {
      changes.add(new Change(change.path("sku").asText(), change.path("in_stock").asLong()));
    }
    return new Page(changes, answer.path("next").asLong());
  }

  private record Answered(int status, byte[] body) {}

  private Answered ask(long after) throws IOException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(
            http.address().at("/availability/changes?after=%d&limit=%d".formatted(after, PAGE)));
    HttpResponse<InputStream> response = http.send(request, TIMES);
    try (InputStream body = response.body()) {
      return new Answered(response.statusCode(), body.readAllBytes());
    }
  }
}
