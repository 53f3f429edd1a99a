package dev.ficus.journeys;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/** Creates batches in allocation-service by its bulk call. */
final class Purchase {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);
  private static final Duration LIMIT = Duration.ofMinutes(3);

  private Purchase() {}

  /**
   * Creates the batches. Those that are there already are left as they are, so a call that failed
   * in the middle is simply made again.
   *
   * @throws DemoException when a batch is refused, or the service does not answer for long
   */
  static void of(List<StockPlan.PlannedBatch> batches, URI allocation) {
    StringBuilder lines = new StringBuilder();
    batches.forEach(batch -> lines.append(json(batch)).append('\n'));
    boolean done =
        Waiting.until(
            () -> {
              try {
                return areThere(batches, allocation, lines.toString());
              } catch (IOException away) {
                return false;
              }
            },
            LIMIT);
    if (!done) {
      throw new DemoException("allocation-service does not take the batches");
    }
  }

  private static boolean areThere(
      List<StockPlan.PlannedBatch> batches, URI allocation, String lines) throws IOException {
    Http.Response response =
        Http.post(allocation.resolve("/batches/bulk"), "application/x-ndjson", lines, ANSWER_LIMIT);
    if (response.status() != 200) {
      return false;
    }
    List<String> results = response.body().lines().toList();
    for (String result : results) {
      JsonNode answer = JSON.readTree(result);
      switch (answer.path("status").asText()) {
        case "applied", "repeated" -> {
          // It is there.
        }
        case "failed" -> {
          return false;
        }
        default ->
            throw new DemoException(
                "the batch %s was not taken: %s"
                    .formatted(batches.get(answer.path("line").asInt() - 1), result));
      }
    }
    return results.size() == batches.size();
  }

  private static String json(StockPlan.PlannedBatch batch) {
    ObjectNode body = JSON.createObjectNode();
    body.put("batchref", batch.batchref()).put("sku", batch.sku()).put("qty", batch.qty());
    if (batch.eta() != null) {
      body.put("eta", batch.eta().toString());
    }
    try {
      return JSON.writeValueAsString(body);
    } catch (JsonProcessingException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
