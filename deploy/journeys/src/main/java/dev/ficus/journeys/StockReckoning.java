package dev.ficus.journeys;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The part of the reckoning that is about stock: batches, what they hold, and availability's view.
 */
final class StockReckoning {
  private final List<StockPlan.PlannedBatch> purchased;
  private final Books books;
  private final List<String> differences;

  /**
   * @param differences gets what is found
   */
  StockReckoning(List<StockPlan.PlannedBatch> purchased, Books books, List<String> differences) {
    this.purchased = purchased;
    this.books = books;
    this.differences = differences;
  }

  void compare() {
    compareBatches();
    compareLinesWithStock();
    compareViews();
    compareTotals();
  }

  private void differ(String text, Object... values) {
    differences.add(text.formatted(values));
  }

  private record BatchKey(String sku, String batchref) {}

  private void compareBatches() {
    Map<BatchKey, Books.Batch> found =
        byKey(books.batches(), batch -> new BatchKey(batch.sku(), batch.batchref()));
    for (StockPlan.PlannedBatch batch : purchased) {
      Books.Batch there = found.remove(new BatchKey(batch.sku(), batch.batchref()));
      if (there == null) {
        differ("lost: batch %s of %s", batch.batchref(), batch.sku());
      } else if (there.qty() != batch.qty() || !Objects.equals(there.eta(), batch.eta())) {
        differ("purchased was %s, there is %s", batch, there);
      }
    }
    found.values().forEach(batch -> differ("nobody purchased: %s", batch));
  }

  /** An allocated line holds its quantity of one batch, any other line holds nothing. */
  private void compareLinesWithStock() {
    Map<Books.LineKey, List<Books.Allocation>> byLine =
        books.allocations().stream()
            .collect(
                Collectors.groupingBy(a -> new Books.LineKey(a.orderid(), a.sku(), a.lineid())));
    for (Books.Line line : books.lines()) {
      List<Books.Allocation> held =
          byLine.getOrDefault(
              new Books.LineKey(line.orderid(), line.sku(), line.lineid()), List.of());
      boolean right =
          line.state().equals("ALLOCATED")
              ? held.size() == 1 && held.get(0).qty() == line.qty()
              : held.isEmpty();
      if (!right) {
        differ(
            "%s: %d of %s in order %s, %s, holds %s",
            held.size() > 1 ? "allocated twice" : "state and stock differ",
            line.qty(),
            line.sku(),
            line.orderid(),
            line.state(),
            held.stream().map(a -> a.qty() + " of batch " + a.batchref()).toList());
      }
    }
  }

  private void compareTotals() {
    Map<BatchKey, Long> held =
        books.allocations().stream()
            .collect(
                Collectors.groupingBy(
                    a -> new BatchKey(a.sku(), a.batchref()),
                    Collectors.summingLong(Books.Allocation::qty)));
    for (Books.Batch batch : books.batches()) {
      long units = held.getOrDefault(new BatchKey(batch.sku(), batch.batchref()), 0L);
      long beyond = Math.max(units - batch.qty(), 0);
      if (beyond > 0) {
        differ(
            "oversold by %d: batch %s of %s, %d purchased, %d allocated",
            beyond, batch.batchref(), batch.sku(), batch.qty(), units);
      }
      if (units != batch.allocated()) {
        differ(
            "batch %s of %s says that %d are allocated, its lines hold %d",
            batch.batchref(), batch.sku(), batch.allocated(), units);
      }
    }
  }

  private void compareViews() {
    Map<String, Long> sequences = new HashMap<>();
    books.views().forEach(view -> sequences.put(view.sku(), view.sequence()));
    for (Books.Product product : books.products()) {
      Long sequence = sequences.remove(product.sku());
      if (sequence == null || sequence != product.sequence()) {
        differ(
            "availability knows %s up to event %s of %d",
            product.sku(), sequence, product.sequence());
      }
    }
    sequences.keySet().forEach(sku -> differ("availability knows %s, which is not", sku));
    Map<BatchKey, Books.ViewBatch> free =
        byKey(books.viewBatches(), batch -> new BatchKey(batch.sku(), batch.batchref()));
    for (Books.Batch batch : books.batches()) {
      Books.ViewBatch right =
          new Books.ViewBatch(
              batch.sku(), batch.batchref(), batch.qty() - batch.allocated(), batch.eta());
      Books.ViewBatch there = free.remove(new BatchKey(batch.sku(), batch.batchref()));
      if (!right.equals(there)) {
        differ("availability has %s where it should be %s", there, right);
      }
    }
    free.values().forEach(batch -> differ("availability has %s, which is not", batch));
  }

  private static <T> Map<BatchKey, T> byKey(List<T> all, Function<T, BatchKey> key) {
    Map<BatchKey, T> map = new HashMap<>();
    all.forEach(one -> map.put(key.apply(one), one));
    return map;
  }
}
