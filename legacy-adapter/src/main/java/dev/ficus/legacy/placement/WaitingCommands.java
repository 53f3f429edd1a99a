package dev.ficus.legacy.placement;

import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Commands that wait in allocation-service until their product is opened, or bought. */
@ApplicationScoped
public class WaitingCommands {

  private static final Duration ANSWERING = Duration.ofSeconds(60);
  private static final int PAGE = 1_000;
  private static final String NOBODY = "unknown";

  private final AllocationService allocation;

  WaitingCommands(AllocationService allocation) {
    this.allocation = allocation;
  }

  /**
   * How many wait for these products, by who has sent them.
   *
   * @throws IOException when allocation-service does not answer as it should
   */
  public Map<String, Integer> of(Set<String> skus) throws IOException {
    Map<String, Integer> bySender = new TreeMap<>();
    Optional<String> after = Optional.of("0");
    while (after.isPresent()) {
      JsonNode page =
          allocation.get(
              "/waiting-commands?limit=%d&after=%s".formatted(PAGE, after.get()), ANSWERING);
      for (JsonNode command : page.path("commands")) {
        if (skus.contains(command.path("sku").asText())) {
          bySender.merge(command.path("who").asText(NOBODY), 1, Integer::sum);
        }
      }
      after = page.hasNonNull("next") ? Optional.of(page.get("next").asText()) : Optional.empty();
    }
    return bySender;
  }
}
