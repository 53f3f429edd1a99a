package dev.ficus.legacy.whole;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.restassured.RestAssured;
import io.restassured.response.ValidatableResponse;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.stream.StreamSupport;
import org.eclipse.microprofile.config.ConfigProvider;

/** The running adapter's API, asked at little cost: who waits for something asks often. */
final class AdapterApi {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private AdapterApi() {}

  /** The status of the answer. */
  static int status(String path) {
    return asked(path).statusCode();
  }

  /** The answer, whatever its status is. */
  static String text(String path) {
    return asked(path).body();
  }

  /** The answer, which is JSON whatever its status is. */
  static JsonNode json(String path) {
    try {
      return JSON.readTree(text(path));
    } catch (IOException e) {
      throw new AssertionError(path, e);
    }
  }

  /** The element of a list that has this name; a missing node when there is none. */
  static JsonNode named(JsonNode list, String member, String name) {
    return StreamSupport.stream(list.spliterator(), false)
        .filter(each -> each.path(member).asText().equals(name))
        .findFirst()
        .orElseGet(MissingNode::getInstance);
  }

  /** The body of the answer to an XML-RPC call, whose status is 200. */
  static byte[] called(String path, byte[] document) {
    HttpResponse<byte[]> answer =
        sent(
            request(path)
                .header("Content-Type", "text/xml")
                .POST(BodyPublishers.ofByteArray(document))
                .build(),
            BodyHandlers.ofByteArray());
    assertEquals(200, answer.statusCode());
    String type = answer.headers().firstValue("Content-Type").orElseThrow();
    assertEquals("text/xml", type.replaceAll(";.*", ""));
    return answer.body();
  }

  /** The status of the answer at the port of health and metrics. */
  static int managedStatus(String path) {
    return askedThere(path).statusCode();
  }

  /** The answer there, whatever its status is. */
  static String managedText(String path) {
    return askedThere(path).body();
  }

  /** The same for those who look closer. */
  static ValidatableResponse managed(String path) {
    return RestAssured.given().port(managementPort()).get(path).then();
  }

  private static int managementPort() {
    return ConfigProvider.getConfig().getValue("quarkus.management.test-port", Integer.class);
  }

  private static HttpResponse<String> askedThere(String path) {
    return sent(request(managementPort(), path).build(), BodyHandlers.ofString());
  }

  private static HttpResponse<String> asked(String path) {
    return sent(request(path).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(String path) {
    return request(RestAssured.port, path);
  }

  private static HttpRequest.Builder request(int port, String path) {
    return HttpRequest.newBuilder(URI.create("http://localhost:" + port + path));
  }

  private static <T> HttpResponse<T> sent(HttpRequest request, BodyHandler<T> reading) {
    try {
      return HTTP.send(request, reading);
    } catch (IOException e) {
      throw new AssertionError(request.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(request.toString(), e);
    }
  }
}
