package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A person at the desk, as far as a browser's cookies go. */
final class DeskVisit {
  private static final int FOUND = 302;
  private static final int MOST_REDIRECTS = 10;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final Map<String, String> cookies = new TreeMap<>();

  private DeskVisit() {}

  /** Opens the desk, and follows wherever that leads, until the page is there. */
  static DeskVisit login(URI desk) throws IOException, InterruptedException {
    DeskVisit visit = new DeskVisit();
    URI address = desk;
    HttpResponse<String> answer = visit.get(address);
    for (int at = 0; answer.statusCode() == FOUND && at < MOST_REDIRECTS; at++) {
      address = address.resolve(answer.headers().firstValue("Location").orElseThrow());
      answer = visit.get(address);
    }
    assertEquals(200, answer.statusCode(), answer.body());
    assertEquals(desk, address);
    return visit;
  }

  HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return send(HttpRequest.newBuilder(address));
  }

  /** What a question is answered with. */
  int status(URI address) {
    try {
      return get(address).statusCode();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      return 0;
    }
  }

  HttpResponse<String> post(URI address, String json) throws IOException, InterruptedException {
    return send(
        HttpRequest.newBuilder(address)
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(json)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    if (!cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(each -> each.getKey() + "=" + each.getValue())
              .collect(Collectors.joining("; ")));
    }
    HttpResponse<String> answer =
        CLIENT.send(request.timeout(CLOCK_LIMIT).build(), BodyHandlers.ofString());
    for (String cookie : answer.headers().allValues("Set-Cookie")) {
      String[] pair = cookie.split(";", 2)[0].split("=", 2);
      if (pair[1].isEmpty()) {
        cookies.remove(pair[0]);
      } else {
        cookies.put(pair[0], pair[1]);
      }
    }
    return answer;
  }
}
