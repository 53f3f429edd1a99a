package dev.ficus.legacy.opening;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.opening.OpeningBook.StockContent;
import dev.ficus.legacy.placement.AllocationService;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The stock that allocation-service has, page by page. */
@ApplicationScoped
class AllocationStock {

  private static final Duration ANSWERING = Duration.ofSeconds(60);

  private final AllocationService allocation;

  AllocationStock(AllocationService allocation) {
    this.allocation = allocation;
  }

  /**
   * Some products.
   *
   * @param batches by reference
   * @param next the last SKU in it; empty when nothing follows
   */
  record ProductPage(Map<String, StockContent> batches, Optional<String> next) {}

  /**
   * @param after the last SKU of the page before; "" for the first
   * @throws IOException when it does not answer as it should
   */
  ProductPage page(String after) throws IOException {
    return page(
        allocation.get(
            "/products?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8), ANSWERING));
  }

  private static ProductPage page(JsonNode page) {
    Map<String, StockContent> batches = new LinkedHashMap<>();
    for (JsonNode product : page.path("products")) {
      for (JsonNode batch : product.path("batches")) {
        LocalDate eta = batch.hasNonNull("eta") ? LocalDate.parse(batch.get("eta").asText()) : null;
        batches.put(
            batch.path("batchref").asText(), new StockContent(batch.path("qty").asInt(), eta));
      }
    }
    return new ProductPage(
        batches,
        page.hasNonNull("next") ? Optional.of(page.get("next").asText()) : Optional.empty());
  }
}
