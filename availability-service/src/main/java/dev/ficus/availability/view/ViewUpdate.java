package dev.ficus.availability.view;

import dev.ficus.availability.event.Fact;
import dev.ficus.availability.event.ParsedMessage.Event;
import dev.ficus.availability.stock.Stock;
import dev.ficus.availability.view.Snapshots.Snapshot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The update of one SKU's view by what is at hand. Pure: nothing is stored, and nothing that was
 * passed in is changed.
 *
 * @param before the view as it was stored
 * @param after the view as it should be stored
 * @param replaced whether it was taken over from a snapshot
 * @param applied the events applied, in sequence
 * @param crossings what went out of stock or came back on the way, in sequence
 * @param repeated the incoming events that were contained or held already
 * @param held the events that are held until the one before them comes, by sequence
 * @param newlyHeld how many of the incoming events are among those
 */
record ViewUpdate(
    View before,
    View after,
    boolean replaced,
    List<Event> applied,
    List<Crossing> crossings,
    List<Event> repeated,
    SortedMap<Long, Event> held,
    int newlyHeld) {

  boolean changes() {
    return !before.equals(after);
  }

  /** Goes on from the stored view. */
  static ViewUpdate by(View view, SortedMap<Long, Event> held, List<Event> incoming) {
    return from(view, view, Optional.empty(), held, incoming);
  }

  /**
   * Takes over the snapshot if it is ahead of the view, or says something else of the same moment,
   * and goes on from there.
   */
  static ViewUpdate to(Snapshot snapshot, View view, SortedMap<Long, Event> held) {
    Stock stock = snapshot.stock();
    if (stock.sequence() < view.sequence() || stock.equals(view.stock())) {
      return from(view, view, Optional.empty(), held, List.of());
    }
    View start =
        new View(
            stock,
            Math.max(view.heard(), stock.sequence()),
            later(view.asOf(), snapshot.takenAt()));
    return from(view, start, Crossing.between(view.stock(), snapshot), held, List.of());
  }

  private static ViewUpdate from(
      View before,
      View start,
      Optional<Crossing> missed,
      SortedMap<Long, Event> alreadyHeld,
      List<Event> incoming) {
    SortedMap<Long, Event> held = new TreeMap<>(alreadyHeld);
    held.headMap(start.sequence() + 1).clear();
    List<Event> repeated = new ArrayList<>();
    for (Event event : incoming) {
      Event present = held.get(event.sequence());
      boolean first = present == null || present.fact() instanceof Fact.NotUnderstood;
      if (event.sequence() > start.sequence() && first) {
        held.put(event.sequence(), event);
      } else {
        repeated.add(event);
      }
    }
    long heard = held.isEmpty() ? start.heard() : Math.max(start.heard(), held.lastKey());

    Stock stock = start.stock();
    Instant asOf = start.asOf();
    List<Event> applied = new ArrayList<>();
    List<Crossing> crossings = new ArrayList<>();
    missed.ifPresent(crossings::add);
    while (!held.isEmpty() && held.firstKey() == stock.sequence() + 1) {
      Event event = held.get(held.firstKey());
      Optional<Stock> next = FactHandlers.next(stock, event);
      if (next.isEmpty()) {
        break;
      }
      stock = next.get();
      asOf = later(asOf, event.time());
      applied.add(event);
      Crossing.in(event).ifPresent(crossings::add);
      held.remove(event.sequence());
    }
    int newlyHeld = (int) incoming.stream().filter(held::containsValue).count();
    return new ViewUpdate(
        before,
        new View(stock, heard, asOf),
        start != before,
        applied,
        crossings,
        repeated,
        held,
        newlyHeld);
  }

  private static Instant later(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
