package dev.ficus.legacy.push;

import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.push.OrderBook.StateLine;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The state of an order, in words that a shop's staff reads.
 *
 * @param overall the state of the order as a whole; empty while allocation has not placed all of it
 */
record OrderState(String text, Optional<Overall> overall) {

  private static final int MOST_LINES = 50;

  /** The state of an order as a whole. */
  enum Overall {
    ALLOCATED,
    BACKORDERED,
    CANCELLED,
    DESPATCHED;

    /** As it is written in settings. */
    String key() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static OrderState of(List<StateLine> lines) {
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
    return new OrderState(String.join(" ", sentences), overall(lines));
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
    if (is(line, Placement.PlacementState.DESPATCHED)) {
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
