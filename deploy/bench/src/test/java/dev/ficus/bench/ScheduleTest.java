package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ScheduleTest {

  @Test
  void requests_are_due_at_equal_distances_from_the_beginning() {
    Schedule schedule = new Schedule(1_000, 500);

    assertEquals(1_000, schedule.due(0));
    assertEquals(1_000 + Duration.ofMillis(2).toNanos(), schedule.due(1));
    assertEquals(1_000 + Duration.ofSeconds(3).toNanos(), schedule.due(1_500));
  }

  @Test
  void a_distance_that_is_no_whole_number_does_not_add_up_to_a_drift() {
    Schedule schedule = new Schedule(0, 3);

    assertEquals(Duration.ofDays(1).toNanos(), schedule.due(3 * Duration.ofDays(1).toSeconds()));
  }

  @Test
  void there_is_a_rate() {
    assertThrows(IllegalArgumentException.class, () -> new Schedule(0, 0));
  }
}
