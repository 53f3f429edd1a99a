package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class DelaysTest {

  private static Delays delays(int fast, int slow, int all) {
    return new Metrics(
            """
            # TYPE ficus_availability_delay_seconds histogram
            ficus_availability_delay_seconds_bucket{views="live",le="0.005"} %d
            ficus_availability_delay_seconds_bucket{views="live",le="0.05"} %d.0
            ficus_availability_delay_seconds_bucket{views="live",le="+Inf"} %d
            ficus_availability_delay_seconds_count %3$d
            """
                .formatted(fast, slow, all))
        .delays();
  }

  @Test
  void a_percentile_is_known_by_the_bucket_it_falls_into() {
    assertEquals("100 events: p50 <= 5 ms, p99 <= 50 ms", delays(60, 99, 100).toString());
  }

  @Test
  void what_no_bucket_holds_is_beyond_them() {
    assertEquals("100 events: p50 <= 5 ms, p99 beyond", delays(60, 98, 100).toString());
  }

  @Test
  void what_was_there_before_does_not_count() {
    assertEquals(
        "20 events: p50 <= 50 ms, p99 <= 50 ms",
        delays(105, 120, 120).since(delays(100, 100, 100)).toString());
  }

  @Test
  void readings_add_up() {
    Delays each = delays(1, 2, 2);

    assertEquals(delays(2, 4, 4), Delays.NONE.and(each).and(each));
  }
}
