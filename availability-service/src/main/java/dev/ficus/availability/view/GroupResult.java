package dev.ficus.availability.view;

import dev.ficus.availability.event.ParsedMessage.Event;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The result of a group of events or snapshots that is committed.
 *
 * @param applied the events now contained in the views, those that had waited included
 * @param repeated events that were contained or held already
 * @param held how many events came too early and are held now
 * @param dropped how many found no room to be held; the snapshot will contain them
 * @param replaced SKUs taken over from a snapshot
 * @param behind SKUs whose snapshot has to be fetched
 * @param gaps how many of them are so only since now
 * @param setAside events that cannot be stored, whatever is tried
 */
public record GroupResult(
    List<Event> applied,
    List<Event> repeated,
    int held,
    int dropped,
    SortedSet<String> replaced,
    SortedSet<String> behind,
    int gaps,
    List<Event> setAside) {

  static GroupResult of(List<ViewUpdate> advances, int dropped) {
    List<Event> applied = new ArrayList<>();
    List<Event> repeated = new ArrayList<>();
    int held = 0;
    int gaps = 0;
    SortedSet<String> replaced = new TreeSet<>();
    SortedSet<String> behind = new TreeSet<>();
    for (ViewUpdate advance : advances) {
      applied.addAll(advance.applied());
      repeated.addAll(advance.repeated());
      held += advance.newlyHeld();
      if (advance.replaced()) {
        replaced.add(advance.after().sku());
      }
      if (advance.after().behind()) {
        behind.add(advance.after().sku());
        gaps += advance.before().behind() ? 0 : 1;
      }
    }
    return new GroupResult(applied, repeated, held, dropped, replaced, behind, gaps, List.of());
  }

  static GroupResult setAside(List<Event> events) {
    return new GroupResult(
        List.of(), List.of(), 0, 0, new TreeSet<>(), new TreeSet<>(), 0, List.copyOf(events));
  }

  static GroupResult sum(List<GroupResult> parts) {
    List<Event> applied = new ArrayList<>();
    List<Event> repeated = new ArrayList<>();
    SortedSet<String> replaced = new TreeSet<>();
    SortedSet<String> behind = new TreeSet<>();
    List<Event> setAside = new ArrayList<>();
    for (GroupResult part : parts) {
      applied.addAll(part.applied());
      repeated.addAll(part.repeated());
      replaced.addAll(part.replaced());
      behind.addAll(part.behind());
      setAside.addAll(part.setAside());
    }
    return new GroupResult(
        applied,
        repeated,
        parts.stream().mapToInt(GroupResult::held).sum(),
        parts.stream().mapToInt(GroupResult::dropped).sum(),
        replaced,
        behind,
        parts.stream().mapToInt(GroupResult::gaps).sum(),
        setAside);
  }
}
