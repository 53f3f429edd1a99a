package dev.ficus.local;

import java.io.IOException;
import java.net.http.HttpResponse;

/** RabbitMQ's management API, as the user of a virtual host sees it. */
final class Management {
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
    HttpResponse<String> response =
        virtualHost.management().call(method, path, body, Waiting.CLOCK_LIMIT);
    if (response.statusCode() / 100 != 2) {
      throw new IOException(response.statusCode() + " " + response.body());
    }
    return response.body();
  }
}
