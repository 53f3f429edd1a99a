package dev.ficus.legacy.placement;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.placement.AllocationService.AnotherStatus;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.OptionalLong;

/** The units that lines hold, as allocation-service's snapshot of the product has them. */
@ApplicationScoped
class AllocationHeldUnits implements HeldUnits {

  private static final Duration ANSWERING = Duration.ofSeconds(60);

  private final AllocationService allocation;

  AllocationHeldUnits(AllocationService allocation) {
    this.allocation = allocation;
  }

  @Override
  public OptionalLong in(String sku, String batchref) throws IOException {
    String segment = URLEncoder.encode(sku, StandardCharsets.UTF_8).replace("+", "%20");
    JsonNode product = product(segment);
    if (product.path("closed").asBoolean()) {
      for (JsonNode batch : product.path("batches")) {
        if (batch.path("batchref").asText().equals(batchref)) {
          return OptionalLong.of(allocated(batch));
        }
      }
    }
    return OptionalLong.empty();
  }

  private JsonNode product(String segment) throws IOException {
    try {
      return allocation.get("/products/" + segment, ANSWERING);
    } catch (AnotherStatus answer) {
      if (answer.isRefusal()) {
        throw new UnusableAnswer(answer.getMessage());
      }
      throw answer;
    }
  }

  private static long allocated(JsonNode batch) throws UnusableAnswer {
    JsonNode units = batch.path("allocated");
    if (!units.isIntegralNumber()) {
      throw new UnusableAnswer("allocation-service names no allocated units of the batch");
    }
    return units.longValue();
  }
}
