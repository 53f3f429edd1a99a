package dev.ficus.journeys;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of the reckoning of strangling that is about documents: one that was forwarded is the
 * same bytes as without Ficus, and a cut one differs by the cut alone.
 */
final class DocumentReckoning {
  private final OwnedFeed feed;
  private final Documents documents;
  private final List<String> differences;

  /**
   * Calls about orders that a monolith has received.
   *
   * @param without by a monolith without Ficus, from the same shop
   * @param with by the monolith behind Ficus
   */
  record Documents(List<OrderDocument> without, List<OrderDocument> with) {}

  /**
   * @param differences gets what is found
   */
  DocumentReckoning(OwnedFeed feed, Documents documents, List<String> differences) {
    this.feed = feed;
    this.documents = documents;
    this.differences = differences;
  }

  void compare() {
    Map<String, Set<String>> ours = new HashMap<>();
    Map<String, Set<String>> theirs = new HashMap<>();
    for (OwnedFeed.SentLine line : feed.lines()) {
      (line.isOurs() ? ours : theirs)
          .computeIfAbsent(line.order(), any -> new HashSet<>())
          .add(line.item());
    }
    Map<OrderDocument.Subject, List<OrderDocument>> received =
        documents.with().stream().collect(Collectors.groupingBy(OrderDocument::about));
    Set<OrderDocument.Subject> sent = new HashSet<>();
    for (OrderDocument whole : documents.without()) {
      if (sent.add(whole.about())) {
        String order = whole.about().order();
        List<OrderDocument> found = received.getOrDefault(whole.about(), List.of());
        if (theirs.containsKey(order)) {
          compare(whole, whole.without(ours.getOrDefault(order, Set.of())), found);
        } else if (!found.isEmpty()) {
          differ(whole, "has reached the monolith, and is wholly ours");
        }
      }
    }
    received.keySet().stream()
        .filter(subject -> !sent.contains(subject))
        .forEach(subject -> differences.add("I7: nobody sent " + subject));
  }

  private void compare(OrderDocument whole, String right, List<OrderDocument> found) {
    if (found.isEmpty()) {
      differ(whole, "has not reached the monolith");
    }
    for (OrderDocument document : found) {
      String there = document.text();
      if (!there.equals(right)) {
        int at = 0;
        while (at < Math.min(there.length(), right.length())
            && there.charAt(at) == right.charAt(at)) {
          at++;
        }
        differ(
            whole,
            "is another than %s, from byte %d on"
                .formatted(right.equals(whole.text()) ? "it was" : "what the cut leaves", at));
        return;
      }
    }
  }

  private void differ(OrderDocument document, String what) {
    differences.add(
        "I7: %s of order %s %s"
            .formatted(document.about().method(), document.about().order(), what));
  }
}
