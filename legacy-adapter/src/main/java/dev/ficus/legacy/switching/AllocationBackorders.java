package dev.ficus.legacy.switching;

import dev.ficus.legacy.opening.CsvReader;
import dev.ficus.legacy.opening.CsvReader.CsvDefect;
import dev.ficus.legacy.opening.CsvReader.CsvRow;
import dev.ficus.legacy.placement.AllocationService;
import dev.ficus.legacy.switching.RollBackBook.BackorderedLine;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lines that wait in allocation-service until a batch has room for them, whosesoever they are. */
@ApplicationScoped
class AllocationBackorders {

  private static final Duration ANSWERING = Duration.ofSeconds(60);

  private final AllocationService allocation;

  AllocationBackorders(AllocationService allocation) {
    this.allocation = allocation;
  }

  /**
   * Those of these products. All that there are anywhere are read at once: a wave may have
   * thousands of products, and few lines are backordered.
   *
   * @throws IOException when it does not answer as it should
   */
  List<BackorderedLine> of(Set<String> skus) throws IOException {
    return allocation.read(
        "/allocations.csv?state=backordered", ANSWERING, file -> read(file, skus));
  }

  private static List<BackorderedLine> read(InputStream file, Set<String> skus) throws IOException {
    List<BackorderedLine> lines = new ArrayList<>();
    try {
      CsvReader rows =
          new CsvReader(
              file,
              Optional.of(StandardCharsets.UTF_8),
              List.of("orderid", "sku", "lineid", "qty"),
              List.of());
      for (CsvRow row = rows.next(); row != null; row = rows.next()) {
        String sku = text(row.fields(), "sku");
        if (skus.contains(sku)) {
          lines.add(
              new BackorderedLine(
                  text(row.fields(), "orderid"),
                  sku,
                  text(row.fields(), "lineid"),
                  Integer.parseInt(text(row.fields(), "qty"))));
        }
      }
    } catch (CsvDefect | NumberFormatException unreadable) {
      throw new IOException(
          "allocation-service's backordered lines cannot be read: " + unreadable.getMessage(),
          unreadable);
    }
    return lines;
  }

  /** What a spreadsheet might take for a formula has an apostrophe in front. */
  private static String text(Map<String, String> fields, String column) {
    String written = fields.getOrDefault(column, "");
    return written.startsWith("'") ? written.substring(1) : written;
  }
}
