package dev.ficus.legacy.stocking;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** availability-service, asked what has changed. */
final class Availability {

  /** How many changes a page has at most. */
  static final int PAGE = 5_000;

  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final int OK = 200;
  private static final int GONE = 410;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(TIMEOUT).build();
  private final URI address;
  private final ObjectMapper json;

  Availability(URI address, ObjectMapper json) {
    this.address = address;
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
    HttpResponse<byte[]> response = ask(after);
    if (response.statusCode() == GONE && after > 0) {
      response = ask(0);
    }
    if (response.statusCode() != OK) {
      throw new IOException("availability-service answered HTTP " + response.statusCode());
    }
    JsonNode answer = json.readTree(response.body());
    List<Change> changes = new ArrayList<>();
    for (JsonNode change : answer.path("changes")) {
      changes.add(new Change(change.path("sku").asText(), change.path("in_stock").asLong()));
    }
    return new Page(changes, answer.path("next").asLong());
  }

  private HttpResponse<byte[]> ask(long after) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(
                address.resolve("/availability/changes?after=%d&limit=%d".formatted(after, PAGE)))
            .timeout(TIMEOUT)
            .build();
    try {
      return http.send(request, BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while availability-service was being asked");
    } catch (IOException e) {
      throw new IOException("availability-service is away: " + e, e);
    }
  }
}
