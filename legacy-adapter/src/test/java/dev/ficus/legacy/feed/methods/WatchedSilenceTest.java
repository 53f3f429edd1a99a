package dev.ficus.legacy.feed.methods;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** When a method is safe to delete. */
class WatchedSilenceTest {

  private static final Instant NOW = Instant.parse("2026-11-28T12:00:00Z");
  private static final Duration ENOUGH = Duration.ofDays(35);

  @Test
  void a_method_that_was_called_a_day_ago_is_not_safe_however_long_it_is_watched() {
    WatchedSilence silence = WatchedSilence.of(Optional.of(daysAgo(1)), daysAgo(1_000));
    assertFalse(silence.isSafe(NOW, ENOUGH));
    assertEquals(daysAgo(1).plus(ENOUGH), silence.safeFrom(ENOUGH));
  }

  @Test
  void a_method_that_is_silent_for_long_and_watched_for_long_is_safe() {
    assertTrue(WatchedSilence.of(Optional.of(daysAgo(36)), daysAgo(40)).isSafe(NOW, ENOUGH));
  }

  @Test
  void a_method_that_is_silent_for_long_is_not_safe_where_it_is_watched_too_short() {
    WatchedSilence silence = WatchedSilence.of(Optional.of(daysAgo(100)), daysAgo(34));
    assertFalse(silence.isSafe(NOW, ENOUGH));
    assertEquals(daysAgo(34).plus(ENOUGH), silence.safeFrom(ENOUGH));
  }

  @Test
  void a_method_that_was_never_called_is_silent_since_it_is_watched() {
    assertFalse(WatchedSilence.of(Optional.empty(), daysAgo(34)).isSafe(NOW, ENOUGH));
    assertTrue(WatchedSilence.of(Optional.empty(), daysAgo(36)).isSafe(NOW, ENOUGH));
  }

  @Test
  void exactly_as_long_as_is_enough_is_not_longer() {
    WatchedSilence silence = WatchedSilence.of(Optional.empty(), daysAgo(35));
    assertFalse(silence.isSafe(NOW, ENOUGH));
    assertTrue(silence.isSafe(NOW.plusNanos(1), ENOUGH));
  }

  @Test
  void calls_that_may_have_been_missed_break_the_silence_and_older_ones_do_not() {
    WatchedSilence silence = WatchedSilence.of(Optional.empty(), daysAgo(40));
    assertEquals(daysAgo(3), silence.notBefore(daysAgo(3)).since());
    assertEquals(daysAgo(40), silence.notBefore(daysAgo(50)).since());
  }

  private static Instant daysAgo(int days) {
    return NOW.minus(Duration.ofDays(days));
  }
}
