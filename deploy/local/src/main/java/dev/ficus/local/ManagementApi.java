package dev.ficus.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;

/**
 * RabbitMQ's management HTTP API, as one of its users calls it.
 *
 * @param url {@code http://host:port}, without {@code /api}
 */
public record ManagementApi(String url, String username, String password) {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Waiting.CLOCK_LIMIT)
          .build();

  /**
   * Makes a call.
   *
   * @param path from {@code /api} on
   * @param body JSON; empty for none
   * @throws IOException when it is not answered within the limit
   */
  public HttpResponse<String> call(String method, String path, String body, Duration limit)
      throws IOException {
    byte[] credentials = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(url + path))
            .timeout(limit)
            .header("Content-Type", "application/json")
            .header("Authorization", "Basic " + Base64.getEncoder().encodeToString(credentials))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      return CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while asking RabbitMQ", interruption);
    }
  }
}
