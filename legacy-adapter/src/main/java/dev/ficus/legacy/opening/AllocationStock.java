package dev.ficus.legacy.opening;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.legacy.opening.OpeningBook.Content;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The stock that allocation-service has, page by page. */
@ApplicationScoped
class AllocationStock {

  private static final Duration CONNECTING = Duration.ofSeconds(5);
  private static final Duration ANSWERING = Duration.ofSeconds(60);
  private static final int OK = 200;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTING)
          .build();
  private final String address;
  private final ObjectMapper json;

  AllocationStock(OpeningSettings settings, ObjectMapper json) {
    this.address = settings.allocation().toString().replaceAll("/+$", "");
    this.json = json;
  }

  /**
   * Some products.
   *
   * @param batches by reference
   * @param next the last SKU in it; empty when nothing follows
   */
  record Page(Map<String, Content> batches, Optional<String> next) {}

  /**
   * @param after the last SKU of the page before; "" for the first
   * @throws IOException when it does not answer as it should
   */
  Page page(String after) throws IOException {
    URI page =
        URI.create(address + "/products?after=" + URLEncoder.encode(after, StandardCharsets.UTF_8));
    try {
      HttpResponse<InputStream> response =
          http.send(
              HttpRequest.newBuilder(page).timeout(ANSWERING).build(),
              BodyHandlers.ofInputStream());
      try (InputStream body = response.body()) {
        if (response.statusCode() != OK) {
          throw new IOException("allocation-service answered HTTP " + response.statusCode());
        }
        return page(json.readTree(body));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("stopped while allocation-service was asked");
    }
  }

  private static Page page(JsonNode page) {
    Map<String, Content> batches = new LinkedHashMap<>();
    for (JsonNode product : page.path("products")) {
      for (JsonNode batch : product.path("batches")) {
        LocalDate eta = batch.hasNonNull("eta") ? LocalDate.parse(batch.get("eta").asText()) : null;
        batches.put(batch.path("batchref").asText(), new Content(batch.path("qty").asInt(), eta));
      }
    }
    return new Page(
        batches,
        page.hasNonNull("next") ? Optional.of(page.get("next").asText()) : Optional.empty());
  }
}
