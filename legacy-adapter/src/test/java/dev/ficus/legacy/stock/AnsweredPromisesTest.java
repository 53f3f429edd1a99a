package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.stock.AnsweredPromises.AnsweredLines;
import dev.ficus.legacy.stock.AnsweredPromises.AnsweredPromise;
import dev.ficus.legacy.stock.AnsweredPromises.LastLook;
import dev.ficus.legacy.stock.BatchLook.ListedBatch;
import dev.ficus.legacy.stock.BatchLook.Unclear;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is left of named batches, where answers to orders say what is promised of them. */
class AnsweredPromisesTest {

  private static final String SKU = "LAMP";
  private static final String BATCH = "M1";

  @Test
  void what_is_promised_to_open_lines_is_not_left() {
    BatchLook look = look(10, known(promise("1", 3), promise("2", 4)));
    assertEquals(List.of(new BatchLook.LookedBatch(BATCH, 3, Optional.empty())), look.of(SKU));
  }

  @Test
  void other_lines_with_as_many_units_are_another_promise() {
    BatchLook look =
        BatchLook.of(listed(10), known(promise("1", 3)), listed(10), known(promise("2", 3)));
    assertEquals(Map.of(SKU, Unclear.MOVING), look.unclear());
  }

  @Test
  void a_fall_that_no_line_explains_may_be_that_of_an_open_one() {
    assertFalse(last(0, 7, 3, 3).mayBeLeaving(10));
    assertTrue(last(0, 7, 3, 3).mayBeLeaving(7));
    assertFalse(last(3, 7, 3, 3).mayBeLeaving(7), "the shop was told");
    assertFalse(last(0, 7, 0, 0).mayBeLeaving(7), "nothing is open");
  }

  @Test
  void what_was_asked_for_later_is_not_what_has_left() {
    assertFalse(
        last(0, 9, 2, 0).mayBeLeaving(9), "a unit is missed, and the lines of then are gone");
    assertTrue(last(0, 9, 2, 0).mayBeLeaving(7), "it has fallen once more");
  }

  @Test
  void a_batch_that_is_listed_no_more_may_have_left() {
    BatchLook look = BatchLook.of(List.of(other()), emptied(), List.of(other()), emptied());
    assertEquals(Map.of(SKU, Unclear.LEAVING), look.unclear());
    BatchLook unknown =
        BatchLook.of(
            List.of(other()), known(promise("1", 3)), List.of(other()), known(promise("1", 3)));
    assertEquals(Map.of(SKU, Unclear.UNLISTED), unknown.unclear());
  }

  private static AnsweredLines emptied() {
    return new AnsweredLines(
        Instant.EPOCH, List.of(promise("1", 3)), Map.of(), Map.of(BATCH, last(0, 10, 3, 0)));
  }

  /**
   * Of ten units, so many of lines that have left, the lowest quantity, and units of open lines.
   */
  private static LastLook last(long left, long lowest, long open, long openThen) {
    return new LastLook(SKU, 10, left, lowest, open, openThen);
  }

  private static BatchLook look(long quantity, AnsweredLines known) {
    return BatchLook.of(listed(quantity), known, listed(quantity), known);
  }

  private static List<ListedBatch> listed(long quantity) {
    return List.of(new ListedBatch(BATCH, SKU, quantity, Optional.empty()));
  }

  private static ListedBatch other() {
    return new ListedBatch("M2", "CHAIR", 1, Optional.empty());
  }

  private static AnsweredLines known(AnsweredPromise... promises) {
    return new AnsweredLines(Instant.EPOCH, List.of(promises), Map.of(), Map.of());
  }

  private static AnsweredPromise promise(String number, long units) {
    return new AnsweredPromise("shop", new MonolithPromise(BATCH, SKU, units, false, number, "1"));
  }
}
