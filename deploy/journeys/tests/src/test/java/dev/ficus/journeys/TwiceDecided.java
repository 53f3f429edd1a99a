package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What an allocation-service decides about calls that a shadow was fed, played into it under other
 * names of SKUs, orders and batches.
 */
final class TwiceDecided {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI allocation;

  TwiceDecided(URI allocation) {
    this.allocation = allocation;
  }

  /**
   * Something that the shadow was fed.
   *
   * @param line its order and line; empty of a batch
   * @param state ordered, cancelled or despatched; empty of a batch
   * @param quantity units of the line, or of the batch
   */
  record FedCall(String sku, String line, String state, int quantity, int revision) {}

  /**
   * What is decided about the lines, one after the other.
   *
   * @param name that tells this time from others
   */
  List<String> decisions(String name, List<FedCall> calls) throws Exception {
    List<String> decisions = new ArrayList<>();
    Set<String> bought = new HashSet<>();
    Map<String, Integer> revisions = new HashMap<>();
    for (FedCall call : calls) {
      String sku = name + call.sku();
      String order = name + call.sku() + "/" + call.line();
      if (call.line().isEmpty()) {
        if (bought.add(sku)) {
          ask("POST", "/batches", Map.of("batchref", sku, "sku", sku, "qty", call.quantity()));
        } else {
          ask(
              "PATCH",
              "/batches/" + encoded(sku),
              Map.of("qty", call.quantity(), "revision", revisions.merge(sku, 1, Integer::sum)));
        }
      } else if (call.state().equals("ordered")) {
        String answer =
            ask(
                "POST",
                "/allocations",
                Map.of(
                    "orderid",
                    order,
                    "sku",
                    sku,
                    "qty",
                    call.quantity(),
                    "revision",
                    call.revision()));
        decisions.add(call.line() + " " + JSON.readTree(answer).path("state").asText());
      } else if (call.state().equals("cancelled")) {
        ask("DELETE", "/allocations/" + encoded(order), Map.of());
      }
    }
    return decisions;
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private String ask(String method, String path, Map<String, Object> body) throws Exception {
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(URI.create(allocation + path))
                .header("Content-Type", "application/json")
                .method(
                    method,
                    method.equals("DELETE")
                        ? BodyPublishers.noBody()
                        : BodyPublishers.ofString(JSON.writeValueAsString(body)))
                .timeout(LIMIT)
                .build(),
            BodyHandlers.ofString());
    assertTrue(answer.statusCode() < 300, () -> path + " " + body + ": " + answer.body());
    return answer.body();
  }
}
