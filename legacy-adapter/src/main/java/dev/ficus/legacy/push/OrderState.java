package dev.ficus.legacy.push;

import dev.ficus.legacy.order.StatusWords;
import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.push.OrderBook.GivenStatus;
import dev.ficus.legacy.push.OrderBook.MonolithsPart;
import dev.ficus.legacy.push.OrderBook.StateLine;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state of our lines of an order, in words that a shop's staff reads.
 *
 * @param overall the state of them as a whole; empty while allocation has not placed all of them
 * @param monoliths the monolith's part of the order; empty where all lines are ours
 */
record OrderState(String text, Optional<Overall> overall, Optional<MonolithsPart> monoliths) {

  private static final int MOST_LINES = 50;
  private static final String OURS_ALONE = "Only about the lines that Ficus fulfils.";

  /** The state of our lines as a whole. */
  enum Overall {
    ALLOCATED,
    BACKORDERED,
    CANCELLED,
    DESPATCHED;

    /** Whether nothing of them is to be done any more. */
    boolean isDone() {
      return this == CANCELLED || this == DESPATCHED;
    }

    /** As it is written in settings. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The state of an order with these lines of ours.
   *
   * @param monoliths the monolith's part of it; empty where all lines are ours
   */
  static OrderState of(List<StateLine> lines, Optional<MonolithsPart> monoliths) {
    Optional<Overall> overall = overall(lines);
    boolean done = overall.filter(Overall::isDone).isPresent();
    List<String> sentences = new ArrayList<>();
    monoliths.ifPresent(any -> sentences.add(OURS_ALONE));
    sentences.addAll(sentences(lines));
    monoliths.filter(any -> done).flatMap(OrderState::others).ifPresent(sentences::add);
    return new OrderState(String.join(" ", sentences), overall, monoliths);
  }

  /**
   * What ends the order beside our lines. Each time is another text: so the shop gets a status once
   * more that the monolith has given once more.
   */
  private static Optional<String> others(MonolithsPart part) {
    if (part.status().isPresent()) {
      return part.status()
          .filter(GivenStatus::held)
          .map(
              given ->
                  "The other lines: %s since %s."
                      .formatted(given.status(), given.since().truncatedTo(ChronoUnit.MILLIS)));
    }
    return part.open() ? Optional.empty() : Optional.of("The other lines are done too.");
  }

  /**
   * The status that the order gets with our comment; empty to leave it as it is. Of an order with
   * lines of both it is final when both are done. One that the shop has from the monolith stays.
   *
   * @param statuses by {@link Overall#key}
   */
  Optional<String> status(Map<String, String> statuses, StatusWords words) {
    Optional<String> ours = overall.map(each -> statuses.get(each.key()));
    if (monoliths.isEmpty()) {
      return ours;
    }
    boolean done = overall.filter(Overall::isDone).isPresent();
    Optional<GivenStatus> given = monoliths.get().status();
    if (given.filter(status -> !status.held()).isPresent()) {
      return Optional.empty();
    }
    if (done && given.isPresent()) {
      return Optional.of(words.ofBoth(given.get().status(), ours));
    }
    return done && !monoliths.get().open() ? ours : ours.map(words::whileOpen);
  }

  private static List<String> sentences(List<StateLine> lines) {
    Map<String, List<String>> groups = new LinkedHashMap<>();
    Map<LocalDate, List<String>> expected = new TreeMap<>();
    for (String group :
        List.of("Despatched", "In the warehouse", "Expected", "Backordered", "Being placed")) {
      groups.put(group, new ArrayList<>());
    }
    groups.put("Cancelled", new ArrayList<>());
    for (StateLine line : lines.subList(0, Math.min(lines.size(), MOST_LINES))) {
      String words = line.quantity() + " x " + line.sku();
      if (isAllocated(line) && line.expected().isPresent()) {
        expected.computeIfAbsent(line.expected().get(), any -> new ArrayList<>()).add(words);
      } else {
        groups.get(group(line)).add(words);
      }
    }
    List<String> sentences = new ArrayList<>();
    groups.forEach(
        (group, words) -> {
          if (group.equals("Expected")) {
            expected.forEach((day, those) -> sentences.add(sentence("Expected on " + day, those)));
          } else if (!words.isEmpty()) {
            sentences.add(sentence(group, words));
          }
        });
    if (lines.size() > MOST_LINES) {
      sentences.add("And %d more lines.".formatted(lines.size() - MOST_LINES));
    }
    return sentences;
  }

  private static String sentence(String group, List<String> words) {
    return group + ": " + String.join(", ", words) + ".";
  }

  private static boolean isAllocated(StateLine line) {
    return line.ordered() && is(line, Placement.PlacementState.ALLOCATED);
  }

  private static boolean is(StateLine line, Placement.PlacementState state) {
    return line.placement().filter(state::equals).isPresent();
  }

  private static String group(StateLine line) {
    if (line.isDespatched()) {
      return "Despatched";
    }
    if (!line.ordered()) {
      return "Cancelled";
    }
    if (is(line, Placement.PlacementState.ALLOCATED)) {
      return "In the warehouse";
    }
    return is(line, Placement.PlacementState.BACKORDERED) ? "Backordered" : "Being placed";
  }

  private static Optional<Overall> overall(List<StateLine> lines) {
    List<String> groups = lines.stream().map(OrderState::group).distinct().toList();
    if (groups.isEmpty() || groups.contains("Being placed")) {
      return Optional.empty();
    }
    if (groups.equals(List.of("Cancelled"))) {
      return Optional.of(Overall.CANCELLED);
    }
    if (groups.contains("Backordered")) {
      return Optional.of(Overall.BACKORDERED);
    }
    return Optional.of(
        groups.contains("In the warehouse") ? Overall.ALLOCATED : Overall.DESPATCHED);
  }
}
