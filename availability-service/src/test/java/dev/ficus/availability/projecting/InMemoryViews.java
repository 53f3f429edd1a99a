package dev.ficus.availability.projecting;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Views in a map. It passes the same contract test as the stored ones. */
public final class InMemoryViews implements Views {

  private final Map<String, View> views = new HashMap<>();
  private Instant comparedAt;
  private int failures;
  private String unfit;

  /** Makes the next {@code times} changes fail as if the database were away. */
  public synchronized void failNext(int times) {
    failures = times;
  }

  /** Makes every change that touches this SKU fail as if the database could not take it. */
  public synchronized void refuse(String sku) {
    unfit = sku;
  }

  @Override
  public synchronized void change(
      Set<String> skus, Function<Map<String, View>, Collection<View>> change) {
    Map<String, View> known = new HashMap<>(views);
    known.keySet().retainAll(skus);
    Collection<View> changed = change.apply(known);
    if (failures > 0) {
      failures--;
      throw new Unavailable(new IllegalStateException("the store is away"));
    }
    if (unfit != null && skus.contains(unfit)) {
      throw new IllegalArgumentException("cannot be stored: " + unfit);
    }
    changed.forEach(view -> views.put(view.sku(), view));
  }

  @Override
  public synchronized Optional<View> find(String sku) {
    return Optional.ofNullable(views.get(sku));
  }

  @Override
  public synchronized Map<String, Long> sequences(Set<String> skus) {
    return views.values().stream()
        .filter(view -> skus.contains(view.sku()))
        .collect(Collectors.toMap(View::sku, View::sequence));
  }

  @Override
  public synchronized List<String> behind(String after, int limit) {
    List<String> behind = new ArrayList<>();
    for (View view : views.values()) {
      if (view.behind() && CodePoints.compare(view.sku(), after) > 0) {
        behind.add(view.sku());
      }
    }
    behind.sort(CodePoints::compare);
    return behind.subList(0, Math.min(limit, behind.size()));
  }

  @Override
  public synchronized void forget(String sku) {
    if (views.containsKey(sku) && views.get(sku).sequence() == 0) {
      views.remove(sku);
    }
  }

  @Override
  public synchronized Optional<Instant> comparedAt() {
    return Optional.ofNullable(comparedAt);
  }

  @Override
  public synchronized void compared(Instant begun) {
    if (comparedAt == null || comparedAt.isBefore(begun)) {
      comparedAt = begun;
    }
  }

  /** UTF-8 order, told another way than in the code under test. */
  private static final class CodePoints {
    static int compare(String left, String right) {
      return java.util.Arrays.compareUnsigned(
          left.getBytes(java.nio.charset.StandardCharsets.UTF_8),
          right.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }
  }
}
