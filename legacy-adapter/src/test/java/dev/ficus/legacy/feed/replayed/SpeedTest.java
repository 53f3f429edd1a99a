package dev.ficus.legacy.feed.replayed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpeedTest {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void full_speed_waits_for_nothing() {
    assertEquals(Duration.ZERO, due("full", 1000, MINUTE));
  }

  @Test
  void a_rate_spreads_documents_evenly_whenever_they_came() {
    assertEquals(Duration.ofSeconds(2), due("50/s", 100, MINUTE));
    assertEquals(Duration.ofSeconds(4), due("0.5/s", 2, Duration.ZERO));
  }

  @Test
  void a_factor_keeps_the_distances() {
    assertEquals(Duration.ofSeconds(6), due("10x", 5, MINUTE));
    assertEquals(MINUTE, due("1x", 5, MINUTE));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "fast", "0/s", "0.0x", "-1/s", "1", "1e9/s", "x", "9999999x"})
  void anything_else_is_no_speed(String written) {
    assertTrue(Speed.of(written).isEmpty());
  }

  private static Duration due(String speed, long place, Duration sinceFirst) {
    return Speed.of(speed).orElseThrow().due(place, sinceFirst);
  }
}
