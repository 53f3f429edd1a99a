package dev.ficus.availability.view;

import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.view.Snapshots.Snapshot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import java.util.stream.Collectors;

/**
 * The projector: carries events and snapshots into views, stored or in memory. An event is applied
 * when it is exactly the next of its SKU; a lower one has been applied before and is dropped; a
 * higher one is held in memory while the snapshot is fetched. So an event may come twice, late, or
 * out of order, and a lost one shows: in the end a view holds what the events in their order, or a
 * later snapshot, say.
 */
public final class Projector {

  private final Views views;
  private final Crossings crossings;
  private final HeldEvents held;
  // Events and snapshots come on different threads; taken one after the other, they never contend
  // in the database. Fair, because the events alone could keep it busy for ever.
  private final ReentrantLock updating = new ReentrantLock(true);
  private volatile int heldInTotal;

  /**
   * @param views where the views are kept
   * @param crossings publishes that SKUs go out of stock or come back, before their views are
   *     stored: were it after, a service killed in between would never publish it
   * @param heldPerSku how many events of one SKU may be held in memory
   * @param heldInTotal how many of all SKUs
   */
  public Projector(Views views, Crossings crossings, int heldPerSku, int heldInTotal) {
    this.views = views;
    this.crossings = crossings;
    this.held = new HeldEvents(heldPerSku, heldInTotal);
  }

  /**
   * Applies a group of events in one transaction.
   *
   * @param group events of any SKUs in any order
   * @return the result, once it is committed
   * @throws ViewsUnavailable if the store cannot do it now; nothing was changed
   */
  public GroupResult apply(List<Event> group) {
    return oneByOne(
        group.stream()
            .collect(Collectors.groupingBy(Event::sku, TreeMap::new, Collectors.toList())),
        (view, events) -> ViewUpdate.by(view, held.of(view.sku()), events));
  }

  /**
   * Replaces, as a whole and in one transaction, the views that a snapshot is ahead of, and goes on
   * with the events that are held for it.
   *
   * @return the result, once it is committed
   * @throws ViewsUnavailable if the store cannot do it now; nothing was changed
   */
  public GroupResult replace(List<Snapshot> snapshots) {
    return oneByOne(
        snapshots.stream()
            .collect(
                Collectors.toMap(
                    snapshot -> snapshot.stock().sku(),
                    snapshot -> snapshot,
                    (one, other) -> other,
                    TreeMap::new)),
        (view, snapshot) -> ViewUpdate.to(snapshot, view, held.of(view.sku())));
  }

  /**
   * Drops a product that allocation does not know, if nothing of it was ever applied.
   *
   * @throws ViewsUnavailable if the store cannot do it now; nothing was changed
   */
  public void forget(String sku) {
    updating.lock();
    try {
      views.forget(sku);
      held.keep(sku, Collections.emptySortedMap());
      heldInTotal = held.total();
    } finally {
      updating.unlock();
    }
  }

  /** How many events are held in memory. */
  public int heldInTotal() {
    return heldInTotal;
  }

  private <T> GroupResult oneByOne(Map<String, T> news, BiFunction<View, T, ViewUpdate> advancing) {
    updating.lock();
    try {
      List<ViewUpdate> advances = new ArrayList<>();
      views.change(
          Set.copyOf(news.keySet()),
          known -> {
            advances.clear();
            news.forEach(
                (sku, item) ->
                    advances.add(
                        advancing.apply(known.getOrDefault(sku, View.unknown(sku)), item)));
            List<Crossing> crossed =
                advances.stream().flatMap(advance -> advance.crossings().stream()).toList();
            if (!crossed.isEmpty()) {
              crossings.publish(crossed);
            }
            return advances.stream().filter(ViewUpdate::changes).map(ViewUpdate::after).toList();
          });
      // Only what is committed may be forgotten or kept in memory.
      int dropped = 0;
      for (ViewUpdate advance : advances) {
        dropped += held.keep(advance.after().sku(), advance.held());
      }
      heldInTotal = held.total();
      return GroupResult.of(advances, dropped);
    } finally {
      updating.unlock();
    }
  }
}
