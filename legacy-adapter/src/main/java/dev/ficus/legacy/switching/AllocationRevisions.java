package dev.ficus.legacy.switching;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.placement.AllocationService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Revisions that allocation-service has seen: of the registers of products, and of our lines. */
@ApplicationScoped
class AllocationRevisions {

  /** A file of all lines may be long. */
  private static final Duration ALL_LINES = Duration.ofMinutes(10);

  private final AllocationService allocation;
  private final Set<String> shops;

  @Inject
  AllocationRevisions(AllocationService allocation, Shops shops) {
    this(allocation, shops.names());
  }

  AllocationRevisions(AllocationService allocation, Set<String> shops) {
    this.allocation = allocation;
    this.shops = shops;
  }

  /**
   * The registers of all products that were purchased and opened or closed, page by page.
   *
   * @param limit for each page
   * @throws IOException when it does not answer as it should
   */
  void registers(Duration limit, Consumer<List<Openness>> each) throws IOException {
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      JsonNode page =
          allocation.get(
              "/products?after=" + URLEncoder.encode(after.get(), StandardCharsets.UTF_8), limit);
      List<Openness> registers = new ArrayList<>();
      for (JsonNode product : page.path("products")) {
        long revision = product.path("opening_revision").asLong(0);
        if (revision > 0) {
          registers.add(
              new Openness(
                  product.path("sku").asText(),
                  !product.path("closed").asBoolean(),
                  (int) Math.min(revision, Integer.MAX_VALUE)));
        }
      }
      each.accept(registers);
      after = page.hasNonNull("next") ? Optional.of(page.get("next").asText()) : Optional.empty();
    }
  }

  /**
   * The highest revision that it has seen of a line of an order of our shops; 0 when there is none.
   *
   * @throws IOException when it does not answer as it should
   */
  int highestOfLines() throws IOException {
    return allocation.read("/allocations.csv", ALL_LINES, this::highest);
  }

  private int highest(InputStream file) throws IOException {
    int[] highest = {0};
    LineFile.read(
        file,
        List.of("orderid", "revision"),
        line -> {
          if (isOurs(line.apply("orderid"))) {
            highest[0] = Math.max(highest[0], Integer.parseInt(line.apply("revision")));
          }
        });
    return highest[0];
  }

  private boolean isOurs(String orderid) {
    int colon = orderid.indexOf(':');
    return colon > 0 && shops.contains(orderid.substring(0, colon));
  }
}
