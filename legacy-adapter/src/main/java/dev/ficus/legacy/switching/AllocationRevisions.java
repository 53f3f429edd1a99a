package dev.ficus.legacy.switching;

import com.fasterxml.jackson.databind.JsonNode;
import dev.ficus.legacy.feed.Shops;
import dev.ficus.legacy.intake.Openness;
import dev.ficus.legacy.opening.CsvReader;
import dev.ficus.legacy.opening.CsvReader.CsvDefect;
import dev.ficus.legacy.opening.CsvReader.CsvRow;
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
import java.util.Map;
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
    int highest = 0;
    try {
      CsvReader rows =
          new CsvReader(
              file, Optional.of(StandardCharsets.UTF_8), List.of("orderid", "revision"), List.of());
      for (CsvRow row = rows.next(); row != null; row = rows.next()) {
        if (isOurs(row.fields())) {
          highest = Math.max(highest, Integer.parseInt(row.fields().get("revision")));
        }
      }
    } catch (CsvDefect | NumberFormatException unreadable) {
      throw new IOException(
          "allocation-service's lines cannot be read: " + unreadable.getMessage(), unreadable);
    }
    return highest;
  }

  /** What a spreadsheet might take for a formula has an apostrophe in front. */
  private boolean isOurs(Map<String, String> line) {
    String orderid = line.getOrDefault("orderid", "");
    String plain = orderid.startsWith("'") ? orderid.substring(1) : orderid;
    int colon = plain.indexOf(':');
    return colon > 0 && shops.contains(plain.substring(0, colon));
  }
}
