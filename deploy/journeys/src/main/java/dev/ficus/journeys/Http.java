package dev.ficus.journeys;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** HTTP as the demo uses it. */
final class Http {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofMinutes(1))
          .build();

  private Http() {}

  /** An answer: its status and its text. */
  record Response(int status, String body) {}

  static Response get(URI address, Duration limit) throws IOException {
    return send(HttpRequest.newBuilder(address).timeout(limit).GET().build());
  }

  static Response post(URI address, String type, String body, Duration limit) throws IOException {
    return send("POST", address, type, body, limit);
  }

  static Response put(URI address, String type, String body, Duration limit) throws IOException {
    return send("PUT", address, type, body, limit);
  }

  private static Response send(String method, URI address, String type, String body, Duration limit)
      throws IOException {
    return send(
        HttpRequest.newBuilder(address)
            .timeout(limit)
            .header("Content-Type", type)
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build());
  }

  /** A text as one segment of a path or as a parameter's value. */
  static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Response send(HttpRequest request) throws IOException {
    try {
      HttpResponse<String> response =
          CLIENT.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
      return new Response(response.statusCode(), response.body());
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", interruption);
    }
  }
}
