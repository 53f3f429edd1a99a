package dev.ficus.legacy.opening;

import dev.ficus.legacy.opening.OpeningBook.StockContent;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A run of the reconciliation: all batches are compared, page by page, as allocation-service has
 * its pages.
 */
final class ReconciliationRun {

  private static final int MOST_DIFFERENCES = 10_000;

  private final OpeningBook book;
  private final AllocationStock allocation;
  private final long opening;
  private final List<Reconciliation.Difference> differences = new ArrayList<>();
  private final Sum listed = new Sum();
  private final Sum sent = new Sum();
  private final Sum held = new Sum();
  private long others;
  private long different;

  ReconciliationRun(OpeningBook book, AllocationStock allocation, long opening) {
    this.book = book;
    this.allocation = allocation;
    this.opening = opening;
  }

  /**
   * Compares all batches.
   *
   * @throws IOException when allocation-service does not answer as it should
   */
  Reconciliation.Totals compareAll() throws IOException {
    Instant at = Instant.now();
    Optional<String> after = Optional.of("");
    while (after.isPresent()) {
      AllocationStock.ProductPage page = allocation.page(after.get());
      for (OpeningBook.Compared batch : book.compared(opening, after.get(), page.next())) {
        compare(batch, page.batches().remove(batch.batchref()));
      }
      others += page.batches().size();
      after = page.next();
    }
    return new Reconciliation.Totals(
        at,
        listed.batches,
        listed.units,
        sent.batches,
        sent.units,
        held.batches,
        held.units,
        others,
        different);
  }

  /** The first batches that are not the same everywhere. */
  List<Reconciliation.Difference> differences() {
    return differences;
  }

  private void compare(OpeningBook.Compared batch, StockContent here) {
    StockContent reported = batch.listed().orElse(null);
    StockContent written = batch.sent().orElse(null);
    listed.add(reported);
    sent.add(written);
    held.add(here);
    if (Objects.equals(reported, written) && Objects.equals(written, here)) {
      return;
    }
    different++;
    if (differences.size() < MOST_DIFFERENCES) {
      differences.add(
          new Reconciliation.Difference(
              batch.sku(), batch.batchref(), reported, written, batch.confirmed(), here));
    }
  }

  /** How many batches there are, and how many units in them. */
  private static final class Sum {

    private long batches;
    private long units;

    void add(StockContent content) {
      if (content != null) {
        batches++;
        units += content.quantity();
      }
    }
  }
}
