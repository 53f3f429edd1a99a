package dev.ficus.availability.view;

import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A store in memory that fails on demand. */
public final class InMemoryViews implements Views {

  private final LiveViews views = new LiveViews(Clock.systemUTC());
  private int failures;
  private String unfit;
  private Error error;
  private int most = Integer.MAX_VALUE;

  /** Makes the next {@code times} changes fail as if the database were away. */
  public void failNext(int times) {
    failures = times;
  }

  /** Makes every change that touches this SKU fail as if the database could not take it. */
  public void refuse(String sku) {
    unfit = sku;
  }

  /** Makes every change that touches this SKU fail by an error of the program. */
  public void failAt(String sku, Error with) {
    unfit = sku;
    error = with;
  }

  /** Makes every change of more SKUs than this fail for want of memory. */
  public void haveMemoryFor(int skus) {
    most = skus;
  }

  @Override
  public void change(Set<String> skus, Function<Map<String, View>, Collection<View>> change) {
    views.change(
        skus,
        known -> {
          Collection<View> changed = change.apply(known);
          if (skus.size() > most) {
            throw new OutOfMemoryError("by a test");
          }
          if (failures > 0) {
            failures--;
            throw new ViewsUnavailable(new IllegalStateException("the store is away"));
          }
          if (unfit != null && skus.contains(unfit)) {
            if (error != null) {
              throw error;
            }
            throw new IllegalArgumentException("cannot be stored: " + unfit);
          }
          return changed;
        });
  }

  @Override
  public Optional<View> find(String sku) {
    return views.find(sku);
  }

  @Override
  public Map<String, View> find(Set<String> skus) {
    return views.find(skus);
  }

  @Override
  public List<String> behind(String after, int limit) {
    return views.behind(after, limit);
  }

  @Override
  public List<String> below(long number, String after, String last) {
    return views.below(number, after, last);
  }

  @Override
  public void forget(String sku) {
    views.forget(sku);
  }

  @Override
  public Optional<Instant> comparedAt() {
    return views.comparedAt();
  }

  @Override
  public void compared(Instant begun) {
    views.compared(begun);
  }
}
