package dev.ficus.availability.rebuilding;

import dev.ficus.availability.projecting.Projector;
import dev.ficus.availability.projecting.Snapshots;
import dev.ficus.availability.projecting.Snapshots.Snapshot;
import dev.ficus.availability.projecting.Views;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Fetches the products of which events are missing. Which they are stands in the store, so a
 * restart, or another instance, goes on where this one stopped.
 */
final class Healing {

  private static final int AT_ONCE = 100;

  private final Snapshots snapshots;
  private final Views views;
  private final Projector projector;
  private final BiConsumer<String, Throwable> unfit;

  /**
   * @param unfit is told of SKUs whose snapshot cannot be stored; they are left for later
   */
  Healing(
      Snapshots snapshots, Views views, Projector projector, BiConsumer<String, Throwable> unfit) {
    this.snapshots = snapshots;
    this.views = views;
    this.projector = projector;
    this.unfit = unfit;
  }

  /**
   * What came out.
   *
   * @param healed how many views are no longer behind
   * @param left how many are behind still
   */
  record Result(int healed, int left) {}

  /**
   * Goes once through the products that are behind.
   *
   * @throws Snapshots.Unreachable if allocation does not answer
   * @throws Views.Unavailable if the store is away
   */
  Result run() {
    int healed = 0;
    int left = 0;
    String after = "";
    List<String> behind = views.behind(after, AT_ONCE);
    while (!behind.isEmpty()) {
      for (String sku : behind) {
        if (heal(sku)) {
          healed++;
        } else {
          left++;
        }
        after = sku;
      }
      behind = views.behind(after, AT_ONCE);
    }
    return new Result(healed, left);
  }

  private boolean heal(String sku) {
    Optional<Snapshot> snapshot = snapshots.of(sku);
    if (snapshot.isEmpty()) {
      // An event named a product that does not exist: there is nothing to show, ever.
      projector.forget(sku);
      return views.find(sku).isEmpty();
    }
    try {
      return projector.replace(List.of(snapshot.get())).behind().isEmpty();
    } catch (Views.Unavailable away) {
      throw away;
    } catch (RuntimeException | StackOverflowError failure) {
      unfit.accept(sku, failure);
      return false;
    }
  }
}
