package dev.ficus.local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** RabbitMQ's management API, as the user of a virtual host sees it. */
final class Management {
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private Management() {}

  static String queues(VirtualHost virtualHost) throws IOException {
    return call(virtualHost, "GET", "/api/queues/" + virtualHost.name(), "");
  }

  static void declareQueue(VirtualHost virtualHost, String name) throws IOException {
    String path = "/api/queues/" + virtualHost.name() + "/" + name;
    call(virtualHost, "PUT", path, "{\"durable\":true}");
  }

  private static String call(VirtualHost virtualHost, String method, String path, String body)
      throws IOException {
    String credentials = virtualHost.username() + ":" + virtualHost.password();
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(virtualHost.managementUrl() + path))
            .header(
                "Authorization",
                "Basic "
                    + Base64.getEncoder()
                        .encodeToString(credentials.getBytes(StandardCharsets.UTF_8)))
            .method(method, HttpRequest.BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<String> response = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() / 100 != 2) {
        throw new IOException(response.statusCode() + " " + response.body());
      }
      return response.body();
    } catch (InterruptedException interruption) {
      throw new IOException(interruption);
    }
  }
}
