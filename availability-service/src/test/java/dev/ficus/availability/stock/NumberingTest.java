package dev.ficus.availability.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class NumberingTest {
  private static final long SOME = 1_795_000_000L;
  private static final long MOST = Integer.MAX_VALUE;

  @Test
  void in_the_first_generation_it_is_the_sequence() {
    assertEquals(OptionalLong.of(17), Numbering.of(1, 17));
    assertEquals(1, Numbering.generation(17));
    assertEquals(17, Numbering.sequence(17));
  }

  @Test
  void the_generation_counts_before_the_sequence() {
    long last = Numbering.of(1, MOST).orElseThrow();
    long first = Numbering.of(SOME, 0).orElseThrow();
    assertTrue(last < first);
    assertTrue(Numbering.of(SOME, MOST).orElseThrow() < Numbering.of(SOME + 1, 0).orElseThrow());
    assertEquals(first + 1, Numbering.of(SOME, 1).orElseThrow());
  }

  @Test
  void the_first_has_room_for_any_sequence_that_json_can_say() {
    long longest = (1L << 53) - 1;
    assertEquals(OptionalLong.of(longest), Numbering.of(1, longest));
    assertEquals(longest, Numbering.sequence(longest));
    assertEquals(1, Numbering.generation(longest));
    assertTrue(longest < Numbering.of(SOME, 0).orElseThrow());
  }

  @Test
  void both_can_be_read_again() {
    long number = Numbering.of(SOME, MOST).orElseThrow();
    assertEquals(SOME, Numbering.generation(number));
    assertEquals(MOST, Numbering.sequence(number));
  }

  @Test
  void what_does_not_fit_is_no_number() {
    assertEquals(OptionalLong.empty(), Numbering.of(0, 1));
    assertEquals(OptionalLong.empty(), Numbering.of(-1, 1));
    assertEquals(OptionalLong.empty(), Numbering.of(1, -1));
    assertEquals(OptionalLong.empty(), Numbering.of(SOME, MOST + 1));
    assertEquals(OptionalLong.empty(), Numbering.of(1L << 32, 1));
    assertEquals(OptionalLong.empty(), Numbering.of(2, 1));
    assertEquals(OptionalLong.empty(), Numbering.of(1, Long.MAX_VALUE));
    assertTrue(Numbering.of((1L << 32) - 1, MOST).orElseThrow() > 0);
  }
}
