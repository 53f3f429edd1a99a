package dev.ficus.legacy.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** allocation-service over HTTP; what it answers other than 200 is a failure. */
@ApplicationScoped
public class AllocationService {

  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTING)
          .build();
  private final String address;
  private final ObjectMapper json;

  AllocationService(AllocationSettings settings, ObjectMapper json) {
    this.address = settings.url().toString().replaceAll("/+$", "");
    this.json = json;
  }

  /**
   * Reads.
   *
   * @param path from its root, with the query
   * @param limit until the answer begins
   * @throws IOException when it does not answer as it should
   */
  public JsonNode get(String path, Duration limit) throws IOException {
    return answer(HttpRequest.newBuilder(URI.create(address + path)).timeout(limit).build());
  }

  /**
   * Has something done.
   *
   * @param path from its root
   * @param limit until the answer begins
   * @throws IOException when it does not answer as it should
   */
  public JsonNode post(String path, JsonNode body, Duration limit) throws IOException {
    return answer(
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(limit)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofByteArray(json.writeValueAsBytes(body)))
            .build());
  }

  private JsonNode answer(HttpRequest request) throws IOException {
    try {
      HttpResponse<InputStream> response = http.send(request, BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new IOException("allocation-service answered HTTP " + response.statusCode());
        }
        return json.readTree(body);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while allocation-service was asked");
    }
  }
}
