package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What the old shop says it did.
 *
 * @param orders the orders the adapter took
 * @param lines the lines of these
 * @param cancelled the orders whose cancellation the adapter took
 * @param nameless calls it made with an order that had no number
 * @param failures what the adapter did not take, in words
 */
record Sale(int orders, int lines, Set<String> cancelled, int nameless, List<String> failures) {
  Sale {
    cancelled = Set.copyOf(cancelled);
    failures = List.copyOf(failures);
  }

  /** What was done in both. */
  Sale and(Sale other) {
    Set<String> both = new HashSet<>(cancelled);
    both.addAll(other.cancelled);
    List<String> all = new ArrayList<>(failures);
    all.addAll(other.failures);
    return new Sale(
        orders + other.orders, lines + other.lines, both, nameless + other.nameless, all);
  }
}
