package dev.ficus.availability.allocation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.availability.Settings;
import dev.ficus.availability.access.OwnToken;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Identifier;
import dev.ficus.availability.stock.Numbering;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.Snapshots;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jboss.logging.Logger;

/** The snapshot of allocation-service, asked for over HTTP. */
@Singleton
class AllocationSnapshots implements Snapshots {

  private static final Logger LOG = Logger.getLogger(AllocationSnapshots.class);
  private static final Duration CONNECTING = Duration.ofSeconds(2);

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECTING)
          .build();
  private final String base;
  private final Duration timeout;
  private final OwnToken token;
  private final ObjectMapper json;
  private final Clock clock;

  @Inject
  AllocationSnapshots(Settings settings, OwnToken token, ObjectMapper json, Clock clock) {
    this(settings.allocationUrl(), settings.rebuilding().requestTimeout(), token, json, clock);
  }

  AllocationSnapshots(URI base, Duration timeout, OwnToken token, ObjectMapper json, Clock clock) {
    this.base = base.toString().replaceAll("/+$", "");
    this.timeout = timeout;
    this.token = token;
    this.json = json;
    this.clock = clock;
  }

  @Override
  public Optional<Snapshot> of(String sku) {
    String path = "/products/" + encoded(sku);
    Instant takenAt = clock.instant();
    HttpResponse<byte[]> response = get(path);
    if (response.statusCode() == 404) {
      return Optional.empty();
    }
    try {
      return Optional.of(snapshot(body(path, response), takenAt));
    } catch (UnreadableProduct unreadable) {
      throw new Unreachable(path + " gave no product: " + unreadable.getMessage(), unreadable);
    }
  }

  @Override
  public Instant currentTo() {
    return clock.instant();
  }

  @Override
  public Page page(String after, int limit) {
    String path = "/products?limit=" + limit + (after == null ? "" : "&after=" + encoded(after));
    Instant takenAt = clock.instant();
    JsonNode body = body(path, get(path));
    JsonNode items = body.path("products");
    if (!items.isArray()) {
      throw new Unreachable(path + " gave no page of products", null);
    }
    List<Snapshot> products = new ArrayList<>();
    for (JsonNode item : items) {
      try {
        products.add(snapshot(item, takenAt));
      } catch (UnreadableProduct unreadable) {
        // One product that cannot be read must not keep all the others from being compared.
        LOG.warnf("Skipping product %s: %s", item.path("sku"), unreadable.getMessage());
      }
    }
    try {
      return new Page(
          generation(body),
          products,
          products.size() == items.size(),
          body.path("next").asText(null));
    } catch (UnreadableProduct unreadable) {
      throw new Unreachable(
          path + " gave no page of products: " + unreadable.getMessage(), unreadable);
    }
  }

  private HttpResponse<byte[]> get(String path) {
    HttpRequest.Builder question =
        HttpRequest.newBuilder(URI.create(base + path)).header("Accept", "application/json");
    try {
      token.authorization().ifPresent(value -> question.header("Authorization", value));
    } catch (IOException noToken) {
      throw new Unreachable(base + path + " was not asked: " + noToken.getMessage(), noToken);
    }
    HttpRequest request = question.build();
    // The client's own time limit ends with the headers; this one holds for the body as well.
    CompletableFuture<HttpResponse<byte[]>> answer =
        http.sendAsync(request, BodyHandlers.ofByteArray());
    try {
      return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException failure) {
      throw new Unreachable(
          base + path + " did not answer: " + failure.getCause(), failure.getCause());
    } catch (TimeoutException late) {
      throw new Unreachable(base + path + " did not answer in " + timeout, late);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new Unreachable(base + path + " was given up", stopping);
    } finally {
      // Of an answer that is still on its way, closes the connection.
      answer.cancel(true);
    }
  }

  private JsonNode body(String path, HttpResponse<byte[]> response) {
    if (response.statusCode() == 401) {
      token.forget();
    }
    if (response.statusCode() != 200) {
      throw new Unreachable(base + path + " answered " + response.statusCode(), null);
    }
    try {
      return json.readTree(response.body());
    } catch (IOException broken) {
      throw new Unreachable(base + path + " did not answer in JSON", broken);
    }
  }

  private static Snapshot snapshot(JsonNode product, Instant takenAt) {
    try {
      List<Batch> batches = new ArrayList<>();
      for (JsonNode batch : product.path("batches")) {
        batches.add(batch(batch));
      }
      long number =
          Numbering.of(generation(product), whole(product, "sequence"))
              .orElseThrow(() -> new UnreadableProduct("sequence or generation is out of range"));
      Stock stock =
          new Stock(identifier(product, "sku"), number, batches, outOfStockSince(product));
      return new Snapshot(stock, takenAt);
    } catch (IllegalArgumentException | DateTimeException broken) {
      throw new UnreadableProduct(broken.getMessage());
    }
  }

  private static long generation(JsonNode of) {
    return of.path("generation").isMissingNode() ? 1 : whole(of, "generation");
  }

  private static long whole(JsonNode of, String key) {
    JsonNode number = of.path(key);
    if (!number.isIntegralNumber()) {
      throw new UnreadableProduct(key + " is no number");
    }
    return number.longValue();
  }

  private static Instant outOfStockSince(JsonNode product) {
    String since = product.path("out_of_stock_since").asText(null);
    return since == null ? null : OffsetDateTime.parse(since).toInstant();
  }

  private static Batch batch(JsonNode batch) {
    JsonNode available = batch.path("available");
    if (!available.isInt()) {
      throw new UnreadableProduct("available is no quantity");
    }
    String eta = batch.path("eta").asText(null);
    return new Batch(
        identifier(batch, "batchref"),
        eta == null ? null : LocalDate.parse(eta),
        available.intValue());
  }

  private static String identifier(JsonNode of, String key) {
    String text = of.path(key).textValue();
    if (!Identifier.isOne(text)) {
      throw new UnreadableProduct(key + " is no identifier");
    }
    return text;
  }

  private static String encoded(String identifier) {
    // URLEncoder writes forms, where a space is a plus; in a path a plus is a plus.
    return URLEncoder.encode(identifier, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /** A product that does not hold what was agreed; never leaves this class. */
  private static final class UnreadableProduct extends IllegalArgumentException {
    UnreadableProduct(String reason) {
      super(reason);
    }
  }
}
