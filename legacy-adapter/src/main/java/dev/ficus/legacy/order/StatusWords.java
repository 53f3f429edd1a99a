package dev.ficus.legacy.order;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Words of a shop for the statuses of its orders, in whatever letter case. By them an order of
 * which both the monolith and we have lines gets a final status when both are done.
 *
 * @param finals those of an order of which nothing is to be done any more; the cancelled ones are
 *     among them, whether named or not
 * @param open the one that an order gets instead of a final one while something is
 * @param cancelled those of an order that is no longer wanted
 */
public record StatusWords(Set<String> finals, String open, Set<String> cancelled) {

  /**
   * @throws IllegalArgumentException when the open one is final, or that of a cancelled order
   */
  public StatusWords {
    cancelled = words(cancelled);
    finals =
        Stream.concat(words(finals).stream(), cancelled.stream())
            .collect(Collectors.toUnmodifiableSet());
    open = open.strip();
    if (finals.contains(word(open))) {
      throw new IllegalArgumentException(open + " is no status of an open order");
    }
  }

  /** Whether nothing is to be done of an order that has it. */
  public boolean isFinal(String status) {
    return finals.contains(word(status));
  }

  private boolean isCancelled(String status) {
    return cancelled.contains(word(status));
  }

  /**
   * Whether the shop may be given the status that the monolith gives an order. It speaks for its
   * own lines: an order of which we have despatched something is not cancelled.
   */
  public boolean letThrough(String status, OurPart ours) {
    return switch (ours) {
      case OPEN -> !isFinal(status);
      case DESPATCHED -> !isFinal(status) || !isCancelled(status);
      case CANCELLED -> true;
    };
  }

  /** The status of an order of which the other lines are still open, in place of this one. */
  public String whileOpen(String status) {
    return isFinal(status) ? open : status;
  }

  /**
   * The status of an order when both are done.
   *
   * @param monoliths that the monolith gave it
   * @param ours that we would give it for our lines alone; empty where we give none
   */
  public String ofBoth(String monoliths, Optional<String> ours) {
    return isCancelled(monoliths)
        ? ours.filter(status -> isFinal(status) && !isCancelled(status)).orElse(monoliths)
        : monoliths;
  }

  private static Set<String> words(Set<String> written) {
    return written.stream().map(StatusWords::word).collect(Collectors.toUnmodifiableSet());
  }

  private static String word(String written) {
    return written.strip().toLowerCase(Locale.ROOT);
  }
}
