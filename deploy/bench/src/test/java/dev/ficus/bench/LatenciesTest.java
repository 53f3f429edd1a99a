package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final long MILLI = Duration.ofMillis(1).toNanos();

  private final Latencies latencies = new Latencies(2, Duration.ofSeconds(1));

  @Test
  void a_time_belongs_to_the_part_in_which_it_was_due() {
    latencies.record(999 * MILLI, 5 * MILLI);
    latencies.record(1_000 * MILLI, 7 * MILLI);
    latencies.record(5_000 * MILLI, 9 * MILLI);

    assertEquals(5, Timing.millis(latencies.part(0), 100), 0.01);
    assertEquals(7, Timing.millis(latencies.part(1), 50), 0.01);
    assertEquals(3, latencies.all().getTotalCount());
  }

  @Test
  void percentiles_count_every_time() {
    for (int millis = 1; millis <= 1_000; millis++) {
      latencies.record(0, millis * MILLI);
    }

    assertEquals(500, Timing.millis(latencies.all(), 50), 1);
    assertEquals(990, Timing.millis(latencies.all(), 99), 1);
    assertEquals(999, Timing.millis(latencies.all(), 99.9), 1);
  }

  @Test
  void the_first_error_is_named() {
    latencies.error("503");
    latencies.error("500");

    assertEquals(2, latencies.errors());
    assertEquals("503", latencies.firstError());
  }
}
