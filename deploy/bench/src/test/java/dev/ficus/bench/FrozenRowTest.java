package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FrozenRowTest {

  @Test
  void a_row_has_the_median_and_the_spread_of_the_frozen_times_and_of_their_ratios() {
    FrozenRow row =
        new FrozenRow(
            "P13 rollback",
            List.of(
                pair(2_000, 100, Map.of()), pair(1_000, 200, Map.of()), pair(3_000, 100, Map.of())),
            "<= 10 s");

    List<String> words = List.of(row.toString().strip().split("\\s+"));

    assertEquals(
        List.of("P13", "rollback", "2.00", "1.00", "3.00", "0.100", "20.0", "5.0", "30.0"),
        words.subList(0, 9));
    assertEquals(List.of("900", "40", "2.50", "10", "%", "<=", "10", "s"), words.subList(9, 17));
  }

  @Test
  void steps_are_shown_in_their_order_with_the_most_each_has_taken_and_only_those_that_were_seen() {
    FrozenRow row =
        new FrozenRow(
            "P13 cut-over",
            List.of(
                pair(100, 10, Map.of("compare", millis(20), "drain", millis(60))),
                pair(100, 10, Map.of("drain", millis(80)))),
            "");

    assertEquals("of it, in ms (most): drain 70 (80), compare 10 (20)", row.steps().strip());
  }

  @Test
  void the_heading_has_as_many_columns_as_a_row() {
    String[] lines = FrozenRow.heading().split("\\R");

    assertEquals(2, lines.length);
    assertTrue(lines[1].endsWith("others  goal"), lines[1]);
    String row = new FrozenRow("a", List.of(pair(1, 1, Map.of())), "").toString();
    assertEquals(lines[1].indexOf("others") + "others".length(), row.indexOf('%') + 1, row);
  }

  private static Pair<FrozenTime> pair(long frozen, long floor, Map<String, Duration> steps) {
    return new Pair<>(
        new FrozenTime(millis(frozen), 900, steps, 40, millis(2_500), 0.1),
        FrozenTime.floor(millis(floor), 900));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
