package dev.ficus.allocation.allocating;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class CommitLanesTest {

  @Test
  void without_a_lane_the_service_does_not_start_and_says_why() {
    refused(500, 0, "ficus.groups.lanes is 0, but must be at least 1");
  }

  @Test
  void a_group_of_no_command_is_refused_at_the_start() {
    refused(-1, 2, "ficus.groups.size is -1, but must be at least 1");
  }

  private static void refused(int size, int lanes, String message) {
    Exception refusal =
        assertThrows(
            IllegalArgumentException.class,
            () -> new CommitLanes(null, null, settings(size, lanes)));
    assertEquals(message, refusal.getMessage());
  }

  private static GroupSettings settings(int size, int lanes) {
    return new GroupSettings() {
      @Override
      public int size() {
        return size;
      }

      @Override
      public int lanes() {
        return lanes;
      }
    };
  }
}
