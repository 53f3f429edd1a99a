package dev.ficus.allocation.allocating;

import dev.ficus.allocation.allocating.Inbox.Known;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/**
 * A group of messages, sorted by what the inbox knows of their ids. An id belongs to one command,
 * in whatever bytes it comes; under the same id with other content it is another command, and
 * nobody may take it for a repeat.
 *
 * @param fresh whose id nobody has seen
 * @param repeated which have the content that came with that id before
 * @param correcting which have other content about the same line or batch as a command that is
 *     parked under that id: its sender has corrected it
 * @param contradicting which have other content, under keys of their own that nobody has seen
 */
record Recognised(
    List<Delivery> fresh,
    List<Delivery> repeated,
    List<Delivery> correcting,
    List<Delivery> contradicting) {

  /**
   * @throws DependsOnTheOneBefore when the group must be taken singly
   */
  static Recognised among(List<Delivery> group, Inbox inbox) {
    Map<String, Known> known = inbox.known(keys(group));
    Map<String, Delivery> first = new HashMap<>();
    Recognised sorted =
        new Recognised(new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    List<Delivery> others = new ArrayList<>();
    for (Delivery delivery : group) {
      Known before = known.get(delivery.key());
      if (before == null) {
        Delivery earlier = first.putIfAbsent(delivery.key(), delivery);
        if (earlier == null) {
          sorted.fresh.add(delivery);
        } else if (earlier.content().equals(delivery.content())) {
          sorted.repeated.add(delivery);
        } else {
          throw new DependsOnTheOneBefore();
        }
      } else if (before.says(delivery.content())) {
        sorted.repeated.add(delivery);
      } else if (isKnown(delivery.underOwnKey(), inbox)) {
        // A contradiction again, or what its sender has corrected since.
        sorted.repeated.add(delivery);
      } else if (corrects(delivery, before, inbox)) {
        if (group.size() > 1) {
          throw new DependsOnTheOneBefore();
        }
        sorted.correcting.add(delivery);
      } else {
        others.add(delivery.underOwnKey());
      }
    }
    sorted.contradict(others);
    return sorted;
  }

  /** The same contradiction may come twice in one group. */
  private void contradict(List<Delivery> others) {
    HashSet<String> seen = new HashSet<>();
    for (Delivery delivery : others) {
      (seen.add(delivery.key()) ? contradicting : repeated).add(delivery);
    }
  }

  private static boolean isKnown(Delivery delivery, Inbox inbox) {
    return inbox.known(List.of(delivery.key())).containsKey(delivery.key());
  }

  private static boolean corrects(Delivery delivery, Known before, Inbox inbox) {
    if (before.state() != Inbox.CommandState.PARKED || delivery.command().isEmpty()) {
      return false;
    }
    Inbox.KeptCommand kept = inbox.lock(delivery.key()).orElseThrow();
    Delivery parked = kept.delivery();
    // An operator may have been at it until the lock was free.
    return kept.state() == Inbox.CommandState.PARKED
        && parked.type().equals(delivery.type())
        && (parked.command().isPresent()
            ? delivery.isAboutTheSameAs(parked)
            : delivery.isNamedIn(parked.body()));
  }

  private static List<String> keys(List<Delivery> deliveries) {
    return deliveries.stream().map(Delivery::key).distinct().toList();
  }
}
