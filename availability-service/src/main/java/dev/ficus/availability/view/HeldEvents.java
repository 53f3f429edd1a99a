package dev.ficus.availability.view;

import dev.ficus.availability.event.ParsedMessage.Event;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Held events: those in memory until the one before them comes. Bounded: what finds no room is
 * dropped, which costs nothing but the fetch that is due anyway, for the snapshot contains it.
 */
final class HeldEvents {

  private final int perSku;
  private final int inTotal;
  private final Map<String, SortedMap<Long, Event>> bySku = new HashMap<>();
  private int total;

  HeldEvents(int perSku, int inTotal) {
    this.perSku = perSku;
    this.inTotal = inTotal;
  }

  SortedMap<Long, Event> of(String sku) {
    return bySku.getOrDefault(sku, Collections.emptySortedMap());
  }

  int total() {
    return total;
  }

  /** Keeps these events and no others for the SKU; returns how many found no room. */
  int keep(String sku, SortedMap<Long, Event> events) {
    SortedMap<Long, Event> before = bySku.remove(sku);
    total -= before == null ? 0 : before.size();
    SortedMap<Long, Event> kept = new TreeMap<>(events);
    // The lowest are kept: they are the ones a late event would continue with.
    while (kept.size() > Math.min(perSku, inTotal - total)) {
      kept.remove(kept.lastKey());
    }
    if (!kept.isEmpty()) {
      bySku.put(sku, kept);
      total += kept.size();
    }
    return events.size() - kept.size();
  }
}
