package dev.ficus.legacy.switching;

import dev.ficus.legacy.placement.AllocationService;
import dev.ficus.legacy.switching.RollBackBook.BackorderedLine;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
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
    LineFile.read(
        file,
        List.of("orderid", "sku", "lineid", "qty"),
        line -> {
          String sku = line.apply("sku");
          if (skus.contains(sku)) {
            lines.add(
                new BackorderedLine(
                    line.apply("orderid"),
                    sku,
                    line.apply("lineid"),
                    Integer.parseInt(line.apply("qty"))));
          }
        });
    return lines;
  }
}
