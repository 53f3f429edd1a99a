package dev.ficus.availability.storage;

import dev.ficus.availability.projecting.View;
import dev.ficus.availability.projecting.Views;
import dev.ficus.availability.stock.Batch;
import dev.ficus.availability.stock.Stock;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.panache.common.Parameters;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/** The views in PostgreSQL. */
@ApplicationScoped
class StoredViews implements Views {

  private final ProductRows products;
  private final BatchRows batches;
  private final ComparisonRows comparisons;

  StoredViews(ProductRows products, BatchRows batches, ComparisonRows comparisons) {
    this.products = products;
    this.batches = batches;
    this.comparisons = comparisons;
  }

  @Override
  public void change(Set<String> skus, Function<Map<String, View>, Collection<View>> change) {
    inTransaction(
        () -> {
          Map<String, Rows> rows = load(skus);
          Map<String, View> known = new HashMap<>();
          rows.forEach((sku, loaded) -> known.put(sku, loaded.view()));
          for (View view : change.apply(known)) {
            store(view, rows.get(view.sku()));
          }
          return null;
        });
  }

  @Override
  public Optional<View> find(String sku) {
    return inTransaction(() -> Optional.ofNullable(load(Set.of(sku)).get(sku)).map(Rows::view));
  }

  @Override
  public Map<String, Long> sequences(Set<String> skus) {
    return inTransaction(
        () -> {
          Map<String, Long> sequences = new HashMap<>();
          products.<ProductRow>find("sku in ?1", skus).project(SequenceOf.class).stream()
              .forEach(row -> sequences.put(row.sku(), row.sequence()));
          return sequences;
        });
  }

  @Override
  public List<String> behind(String after, int limit) {
    return inTransaction(
        () ->
            products
                .find("heard > sequence and sku > ?1 order by sku", after)
                .page(0, limit)
                .project(SequenceOf.class)
                .stream()
                .map(SequenceOf::sku)
                .toList());
  }

  @Override
  public void forget(String sku) {
    // Nothing was applied, so there are no batches.
    inTransaction(() -> products.delete("sku = ?1 and sequence = 0", sku));
  }

  @Override
  public Optional<Instant> comparedAt() {
    return inTransaction(
        () -> Optional.ofNullable(comparisons.findById(ComparisonRow.ONLY).comparedAt));
  }

  @Override
  public void compared(Instant begun) {
    inTransaction(
        () ->
            comparisons.update(
                "comparedAt = :begun where comparedAt is null or comparedAt < :begun",
                Parameters.with("begun", begun)));
  }

  private Map<String, Rows> load(Set<String> skus) {
    Map<String, Rows> rows = new HashMap<>();
    for (ProductRows.WithBatch pair : products.withBatches(skus)) {
      Rows of = rows.computeIfAbsent(pair.product().sku, sku -> new Rows(pair.product()));
      if (pair.batch() != null) {
        of.batches.put(pair.batch().batchref, pair.batch());
      }
    }
    return rows;
  }

  private void store(View view, Rows stored) {
    Rows rows = stored;
    if (rows == null) {
      rows = new Rows(new ProductRow());
      rows.product.sku = view.sku();
      copy(view, rows.product);
      products.persist(rows.product);
    } else {
      copy(view, rows.product);
    }
    Map<String, BatchRow> left = new HashMap<>(rows.batches);
    for (Batch batch : view.stock().batches()) {
      BatchRow row = left.remove(batch.batchref());
      if (row == null) {
        row = new BatchRow();
        row.sku = view.sku();
        row.batchref = batch.batchref();
        copy(batch, row);
        batches.persist(row);
      } else {
        copy(batch, row);
      }
    }
    left.values().forEach(batches::delete);
  }

  private static void copy(View view, ProductRow row) {
    row.sequence = view.sequence();
    row.heard = view.heard();
    row.asOf = view.asOf();
  }

  private static void copy(Batch batch, BatchRow row) {
    row.eta = batch.eta();
    row.available = batch.available();
  }

  private static <T> T inTransaction(Supplier<T> work) {
    try {
      return QuarkusTransaction.requiringNew().call(work::get);
    } catch (RuntimeException failure) {
      throw Failures.mayPass(failure) ? new Unavailable(failure) : failure;
    }
  }

  /** A product's rows as they were loaded. */
  private static final class Rows {
    final ProductRow product;
    final Map<String, BatchRow> batches = new LinkedHashMap<>();

    Rows(ProductRow product) {
      this.product = product;
    }

    View view() {
      List<Batch> free = new ArrayList<>();
      for (BatchRow row : batches.values()) {
        free.add(new Batch(row.batchref, row.eta, row.available));
      }
      return new View(new Stock(product.sku, product.sequence, free), product.heard, product.asOf);
    }
  }
}
