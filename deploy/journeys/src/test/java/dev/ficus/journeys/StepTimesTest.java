package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepTimesTest {
  private static final Instant FREEZE = Instant.parse("2026-11-29T08:00:00Z");

  private final StepTimes times = new StepTimes();

  @Test
  void a_step_lasts_until_the_next_one_that_was_seen_begins_and_the_last_until_the_switch() {
    seen("freeze", -500);
    seen("drain", -10);
    seen("drain", -10);
    seen("count", 100);
    seen("switch", 150);
    seen("open", 170);

    assertEquals(
        Map.of("drain", millis(100), "count", millis(50), "switch", millis(15)), until(165));
  }

  @Test
  void a_step_that_was_gone_back_to_counts_with_both_of_its_times() {
    seen("count", 0);
    seen("compare", 10);
    seen("count", 30);
    seen("compare", 1_030);
    seen("switch", 1_040);

    Map<String, Duration> found = until(1_060);

    assertEquals(
        Map.of("count", millis(1_010), "compare", millis(30), "switch", millis(20)), found);
    assertEquals(List.of("count", "compare", "switch"), List.copyOf(found.keySet()));
  }

  @Test
  void what_was_never_seen_has_taken_no_time() {
    assertEquals(Map.of(), until(1_000));
  }

  private void seen(String step, long millis) {
    times.seen(step, FREEZE.plusMillis(millis));
  }

  private Map<String, Duration> until(long millis) {
    return times.between(FREEZE, FREEZE.plusMillis(millis));
  }

  private static Duration millis(long millis) {
    return Duration.ofMillis(millis);
  }
}
