package dev.ficus.allocation.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What keeps a batch from being oversold, whatever a product asks of it. */
class BatchTest {
  private final Batch batch = Batch.purchased("batch", 10, null);

  @Test
  void it_can_hold_as_many_units_as_are_free_and_not_one_more() {
    batch.take(4);
    assertTrue(batch.canHold(6));
    assertFalse(batch.canHold(7));
  }

  @Test
  void more_units_than_are_free_cannot_be_taken_and_the_attempt_takes_none() {
    batch.take(4);
    assertThrows(IllegalStateException.class, () -> batch.take(7));
    assertEquals(6, batch.available());
  }

  @Test
  void more_units_than_were_taken_cannot_be_given_back() {
    batch.take(4);
    assertThrows(IllegalStateException.class, () -> batch.release(5));
    assertEquals(6, batch.available());
    batch.release(4);
    assertEquals(10, batch.available());
  }

  @Test
  void it_cannot_shrink_below_what_it_holds() {
    batch.take(4);
    assertThrows(IllegalStateException.class, () -> batch.resize(3, OptionalLong.of(1)));
    assertEquals(10, batch.purchased());
    assertEquals(OptionalLong.empty(), batch.quantityRevision());
    batch.resize(4, OptionalLong.of(1));
    assertEquals(0, batch.available());
  }

  @Test
  void one_that_was_stored_oversold_is_not_loaded() {
    assertThrows(IllegalStateException.class, () -> stored(10, 11));
    assertThrows(IllegalStateException.class, () -> stored(10, -1));
    assertEquals(0, stored(10, 10).available());
  }

  @Test
  void a_change_without_a_revision_keeps_the_one_that_was_seen() {
    batch.resize(11, OptionalLong.of(3));
    batch.resize(12, OptionalLong.empty());
    assertEquals(OptionalLong.of(3), batch.quantityRevision());
  }

  private static Batch stored(int purchased, int allocated) {
    return new Batch(
        "stored",
        purchased,
        null,
        purchased,
        null,
        allocated,
        OptionalLong.empty(),
        OptionalLong.empty());
  }
}
