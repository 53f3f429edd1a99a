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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

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
   * The units in the batches of these products, by reference. Pages on which none of them is are
   * passed over.
   *
   * @throws IOException when it does not answer as it should
   */
  public Map<String, Integer> units(Set<String> skus) throws IOException {
    List<String> left = new ArrayList<>(skus);
    left.sort(BY_CODE_POINT);
    Map<String, Integer> units = new HashMap<>();
    String after = "";
    for (int at = 0; at < left.size(); ) {
      String before = justBefore(left.get(at));
      ProductPage page = page(BY_CODE_POINT.compare(before, after) > 0 ? before : after);
      page.batches().forEach((batchref, content) -> units.put(batchref, content.quantity()));
      if (page.next().isEmpty()) {
        return units;
      }
      after = page.next().get();
      while (at < left.size() && BY_CODE_POINT.compare(left.get(at), after) <= 0) {
        at++;
      }
    }
    return units;
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
