package dev.ficus.journeys;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The snapshot of allocation-service: the stock of each product, as anybody can ask for it. */
record StockSnapshot(List<SnapshotProduct> products) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration ANSWER_LIMIT = Duration.ofMinutes(2);

  /**
   * One product.
   *
   * @param closed whether it promises nothing new
   * @param held units in the warehouse that lines hold
   * @param free units in the warehouse that nobody holds
   */
  record SnapshotProduct(String sku, boolean closed, long held, long free) {}

  /** Asks for all pages. */
  static StockSnapshot read(URI allocation) throws IOException {
    List<SnapshotProduct> products = new ArrayList<>();
    String after = "";
    do {
      URI page = allocation.resolve("/products?after=" + Http.encode(after));
      Http.Response answer = Http.get(page, ANSWER_LIMIT);
      if (answer.status() != 200) {
        throw new IOException("%s is answered by %d".formatted(page, answer.status()));
      }
      JsonNode read = JSON.readTree(answer.body());
      read.path("products").forEach(product -> products.add(product(product)));
      after = read.path("next").asText();
    } while (!after.isEmpty());
    return new StockSnapshot(products);
  }

  private static SnapshotProduct product(JsonNode product) {
    long held = 0;
    long free = 0;
    for (JsonNode batch : product.path("batches")) {
      if (!batch.has("eta")) {
        held += batch.path("allocated").asLong();
        free += batch.path("available").asLong();
      }
    }
    return new SnapshotProduct(
        product.path("sku").asText(), product.path("closed").asBoolean(), held, free);
  }
}
