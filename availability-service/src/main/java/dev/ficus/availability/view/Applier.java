package dev.ficus.availability.view;

import dev.ficus.availability.event.ParsedMessage.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Applies groups of events until they are applied. While the store is away the group is tried again
 * and again; the broker keeps the rest meanwhile. An event that the store can never take is set
 * aside, so that it cannot stand in the way of the others.
 */
public final class Applier {

  private static final Duration SHORTEST_PAUSE = Duration.ofMillis(20);

  /** Waits; a test need not. */
  public interface Pause {
    /** Waits this long, or throws when the service is stopping. */
    void of(Duration length) throws InterruptedException;
  }

  private final Projector projector;
  private final Duration longestPause;
  private final Pause pause;
  private final BiConsumer<String, Throwable> trouble;

  /**
   * @param longestPause bound of the pauses between tries, which double from 20 ms
   * @param trouble is given what goes wrong, in words, for the log
   */
  public Applier(
      Projector projector,
      Duration longestPause,
      Pause pause,
      BiConsumer<String, Throwable> trouble) {
    this.projector = projector;
    this.longestPause = longestPause;
    this.pause = pause;
    this.trouble = trouble;
  }

  /**
   * Applies a group, however long it takes.
   *
   * @return its result; every event of the group may be acknowledged now
   * @throws InterruptedException if the service is stopping; the group is not applied
   */
  public GroupResult apply(List<Event> group) throws InterruptedException {
    try {
      return persist(group);
    } catch (RuntimeException | StackOverflowError | LinkageError | OutOfMemoryError unfit) {
      trouble.accept("A group of events cannot be applied as a whole; each SKU goes alone", unfit);
      return oneByOne(group);
    }
  }

  private GroupResult oneByOne(List<Event> group) throws InterruptedException {
    Collection<List<Event>> bySku =
        group.stream()
            .collect(Collectors.groupingBy(Event::sku, TreeMap::new, Collectors.toList()))
            .values();
    List<GroupResult> parts = new ArrayList<>();
    for (List<Event> events : bySku) {
      try {
        parts.add(persist(events));
      } catch (RuntimeException | StackOverflowError | LinkageError unfit) {
        trouble.accept("Set aside: " + events, unfit);
        parts.add(GroupResult.setAside(events));
      }
    }
    return GroupResult.sum(parts);
  }

  private GroupResult persist(List<Event> group) throws InterruptedException {
    Duration next = SHORTEST_PAUSE;
    while (true) {
      try {
        return projector.apply(group);
      } catch (ViewsUnavailable | OutOfMemoryError away) {
        if (away instanceof OutOfMemoryError && !isOfOneSku(group)) {
          // Too large a group for the heap would fail again and again.
          throw away;
        }
        trouble.accept("The views cannot be stored now; trying again in " + next, away);
        pause.of(next);
        next =
            next.multipliedBy(2).compareTo(longestPause) < 0 ? next.multipliedBy(2) : longestPause;
      }
    }
  }

  private static boolean isOfOneSku(List<Event> group) {
    return group.stream().map(Event::sku).distinct().limit(2).count() < 2;
  }
}
