package dev.ficus.availability.view;

import dev.ficus.availability.stock.Identifier;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.function.Function;

/**
 * The views in memory, from which questions are answered. A view is immutable and is swapped as a
 * whole, so whoever reads needs no lock and never sees half a change.
 */
public final class LiveViews implements Views {

  private final ConcurrentMap<String, View> views = new ConcurrentHashMap<>();
  // Normally empty: since when events of the SKU are known to be missing.
  private final ConcurrentNavigableMap<String, Instant> behind =
      new ConcurrentSkipListMap<>(Identifier.CODE_POINT_ORDER);
  private final Clock clock;
  private volatile Instant comparedAt;

  /**
   * @param clock gives the time since when a view is behind
   */
  public LiveViews(Clock clock) {
    this.clock = clock;
  }

  @Override
  public synchronized void change(
      Set<String> skus, Function<Map<String, View>, Collection<View>> change) {
    for (View view : change.apply(find(skus))) {
      views.put(view.sku(), view);
      if (view.behind()) {
        behind.putIfAbsent(view.sku(), clock.instant());
      } else {
        behind.remove(view.sku());
      }
    }
  }

  @Override
  public Optional<View> find(String sku) {
    return Optional.ofNullable(views.get(sku));
  }

  @Override
  public Map<String, View> find(Set<String> skus) {
    Map<String, View> known = new HashMap<>();
    for (String sku : skus) {
      View view = views.get(sku);
      if (view != null) {
        known.put(sku, view);
      }
    }
    return known;
  }

  @Override
  public List<String> behind(String after, int limit) {
    return behind.tailMap(after, false).keySet().stream().limit(limit).toList();
  }

  @Override
  public List<String> below(long number, String after, String last) {
    return views.values().stream()
        .filter(view -> view.sequence() > 0 && view.sequence() < number)
        .map(View::sku)
        .filter(sku -> after == null || sku.compareTo(after) > 0)
        .filter(sku -> last == null || sku.compareTo(last) <= 0)
        .toList();
  }

  /** Since when events of this SKU are known to be missing; empty when none are. */
  public Optional<Instant> behindSince(String sku) {
    return Optional.ofNullable(behind.get(sku));
  }

  @Override
  public synchronized void forget(String sku) {
    View view = views.get(sku);
    if (view != null && view.sequence() == 0) {
      views.remove(sku);
      behind.remove(sku);
    }
  }

  @Override
  public Optional<Instant> comparedAt() {
    return Optional.ofNullable(comparedAt);
  }

  @Override
  public synchronized void compared(Instant begun) {
    if (comparedAt == null || comparedAt.isBefore(begun)) {
      comparedAt = begun;
    }
  }

  /** How many SKUs are known. */
  public int size() {
    return views.size();
  }
}
