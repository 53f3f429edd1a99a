package dev.ficus.legacy.opening;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.opening.OpeningBook.StockContent;
import dev.ficus.legacy.opening.StockedProduct.StockedBatch;
import dev.ficus.legacy.placement.AllocationService;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** The stock that allocation-service has, page by page. */
@ApplicationScoped
public class AllocationStock {

  private static final Duration ANSWERING = Duration.ofSeconds(60);
  private static final Comparator<String> BY_CODE_POINT =
      (one, other) ->
          Arrays.compareUnsigned(
              one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));

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
   * These products, by SKU; those that were never purchased are missing.
   *
   * @throws IOException when it does not answer as it should
   */
  public Map<String, StockedProduct> products(Set<String> skus) throws IOException {
    Map<String, StockedProduct> found = new HashMap<>();
    pages(
        skus,
        page -> {
          for (JsonNode product : page.path("products")) {
            if (skus.contains(product.path("sku").asText())) {
              found.put(product.path("sku").asText(), product(product));
            }
          }
        });
    return found;
  }

  private static StockedProduct product(JsonNode product) {
    Map<String, StockedBatch> batches = new HashMap<>();
    for (JsonNode batch : product.path("batches")) {
      batches.put(
          batch.path("batchref").asText(),
          new StockedBatch(
              batch.path("qty").asInt(),
              batch.path("allocated").asInt(),
              Optional.ofNullable(eta(batch))));
    }
    return new StockedProduct(
        product.path("sku").asText(),
        product.path("closed").asBoolean(),
        product.path("opening_revision").asLong(),
        batches);
  }

  private void pages(Set<String> skus, Consumer<JsonNode> each) throws IOException {
    List<String> left = new ArrayList<>(skus);
    left.sort(BY_CODE_POINT);
    String after = "";
    for (int at = 0; at < left.size(); ) {
      String before = justBefore(left.get(at));
      JsonNode page = answer(BY_CODE_POINT.compare(before, after) > 0 ? before : after);
      each.accept(page);
      if (!page.hasNonNull("next")) {
        return;
      }
      after = page.get("next").asText();
      while (at < left.size() && BY_CODE_POINT.compare(left.get(at), after) <= 0) {
        at++;
      }
    }
  }

  /** A text that comes before the SKU, and after all that is not much like it. */
  private static String justBefore(String sku) {
    return sku.substring(0, sku.offsetByCodePoints(sku.length(), -1));
  }

  /**
   * @param after the last SKU of the page before; "" for the first
   * @throws IOException when it does not answer as it should
   */
  ProductPage page(String after) throws IOException {
    return page(answer(after));
  }

  private JsonNode answer(String after) throws IOException {
    return allocation.get(
        "/products?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8), ANSWERING);
  }

  private static ProductPage page(JsonNode page) {
    Map<String, StockContent> batches = new LinkedHashMap<>();
    for (JsonNode product : page.path("products")) {
      for (JsonNode batch : product.path("batches")) {
        batches.put(
            batch.path("batchref").asText(),
            new StockContent(batch.path("qty").asInt(), eta(batch)));
      }
    }
    return new ProductPage(
        batches,
        page.hasNonNull("next") ? Optional.of(page.get("next").asText()) : Optional.empty());
  }

  private static LocalDate eta(JsonNode batch) {
    return batch.hasNonNull("eta") ? LocalDate.parse(batch.get("eta").asText()) : null;
  }
}
