package dev.ficus.availability.upkeep;

import dev.ficus.availability.view.Projector;
import dev.ficus.availability.view.Snapshots;
import dev.ficus.availability.view.Snapshots.Snapshot;
import dev.ficus.availability.view.Views;
import dev.ficus.availability.view.ViewsUnavailable;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * Fetches the products of which events are missing. Which they are is stored, so a restart, or
 * another instance, goes on where this one stopped.
 */
final class Healing {

  private static final int AT_ONCE = 100;

  private final Snapshots snapshots;
  private final Views views;
  private final Projector projector;
  private final BiConsumer<String, Throwable> unfit;

  /**
   * @param unfit is given the SKUs whose snapshot cannot be stored; they are left for later
   */
  Healing(
      Snapshots snapshots, Views views, Projector projector, BiConsumer<String, Throwable> unfit) {
    this.snapshots = snapshots;
    this.views = views;
    this.projector = projector;
    this.unfit = unfit;
  }

  /**
   * The result of a healing.
   *
   * @param healed how many views are no longer behind
   * @param left how many are behind still
   */
  record Healed(int healed, int left) {}

  /**
   * Goes once through the products that are behind.
   *
   * @throws Snapshots.Unreachable if allocation does not answer
   * @throws ViewsUnavailable if the store is away
   */
  Healed run() {
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
    return new Healed(healed, left);
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
    } catch (ViewsUnavailable away) {
      throw away;
    } catch (RuntimeException | StackOverflowError failure) {
      unfit.accept(sku, failure);
      return false;
    }
  }
}
