package dev.ficus.availability.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CallPaceTest {

  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  /** Near the end of the clock, which begins again below zero. */
  private static final long NOW = Long.MAX_VALUE - SECOND / 2;

  private final CallPace pace = new CallPace(10);

  @Test
  void a_source_has_the_calls_of_a_second_at_once_and_not_one_more() {
    assertEquals(10, allowed("10.0.0.1", NOW, 100));
    assertFalse(pace.allows("10.0.0.1", NOW + SECOND / 20));
  }

  @Test
  void what_was_used_comes_back_with_time_but_never_more_than_a_second_is_worth() {
    assertEquals(10, allowed("10.0.0.1", NOW, 100));
    assertEquals(3, allowed("10.0.0.1", NOW + 3 * SECOND / 10, 100));
    assertEquals(10, allowed("10.0.0.1", NOW + 60 * SECOND, 100));
  }

  @Test
  void one_source_uses_up_nothing_of_another() {
    assertEquals(10, allowed("10.0.0.1", NOW, 100));
    assertTrue(pace.allows("10.0.0.2", NOW));
  }

  @Test
  void so_many_sources_that_they_cannot_be_kept_apart_are_as_one() {
    IntStream.range(0, 20_000).forEach(each -> pace.allows("source-" + each, NOW));
    assertEquals(
        10, IntStream.range(0, 100).filter(each -> pace.allows("new-" + each, NOW)).count());
  }

  @Test
  void those_that_have_used_up_nothing_are_forgotten_for_others() {
    IntStream.range(0, 20_000).forEach(each -> pace.allows("source-" + each, NOW));
    long later = NOW + 2 * SECOND;
    assertEquals(
        100, IntStream.range(0, 100).filter(each -> pace.allows("new-" + each, later)).count());
  }

  private int allowed(String source, long now, int tries) {
    return (int) IntStream.range(0, tries).filter(each -> pace.allows(source, now)).count();
  }
}
