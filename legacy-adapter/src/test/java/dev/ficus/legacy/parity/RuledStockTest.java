package dev.ficus.legacy.parity;

import static dev.ficus.legacy.parity.FedChanges.TODAY;
import static dev.ficus.legacy.parity.FedChanges.batch;
import static dev.ficus.legacy.parity.FedChanges.cancelled;
import static dev.ficus.legacy.parity.FedChanges.expected;
import static dev.ficus.legacy.parity.FedChanges.line;
import static dev.ficus.legacy.parity.FedChanges.ordered;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.parity.FedChange.FedState;
import dev.ficus.legacy.parity.RuledStock.Placing;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** Stock as our own rule has it. */
class RuledStockTest {

  private static final Placing WAITS = new Placing(true, Optional.empty());
  private static final Placing HAS_STOCK = new Placing(false, Optional.empty());

  @Test
  void a_line_is_taken_whole_or_waits() {
    RuledStock stock =
        RuledStock.after(List.of(batch(1, 5), ordered(2, "1", 3), ordered(3, "2", 3)));
    assertEquals(Optional.of(HAS_STOCK), stock.of(ordered(2, "1", 3)));
    assertEquals(Optional.of(WAITS), stock.of(ordered(3, "2", 3)));
    assertEquals(2, stock.free());
  }

  @Test
  void the_warehouse_comes_before_what_is_expected_and_that_by_its_day() {
    LocalDate soon = TODAY.plusDays(3);
    RuledStock stock =
        RuledStock.after(
            List.of(
                expected(1, "B-late", 5, TODAY.plusDays(9)),
                expected(2, "B-soon", 5, soon),
                batch(3, 2),
                ordered(4, "1", 2),
                ordered(5, "2", 2)));
    assertEquals(Optional.of(HAS_STOCK), stock.of(ordered(4, "1", 2)));
    assertEquals(Optional.of(new Placing(false, Optional.of(soon))), stock.of(ordered(5, "2", 2)));
  }

  @Test
  void what_becomes_free_serves_who_came_first_and_fits() {
    RuledStock stock =
        RuledStock.after(
            List.of(
                batch(1, 4),
                ordered(2, "1", 4),
                ordered(3, "2", 5),
                ordered(4, "3", 3),
                cancelled(5, "1", 4)));
    assertEquals(Optional.of(WAITS), stock.of(ordered(3, "2", 5)));
    assertEquals(Optional.of(HAS_STOCK), stock.of(ordered(4, "3", 3)));
    assertEquals(Optional.empty(), stock.of(ordered(2, "1", 4)));
  }

  @Test
  void a_batch_that_shrinks_gives_up_its_newest_lines_but_none_that_has_left() {
    RuledStock stock =
        RuledStock.after(
            List.of(
                batch(1, 6),
                ordered(2, "1", 2),
                ordered(3, "2", 2),
                ordered(4, "3", 2),
                line(5, "3", 2, FedState.DESPATCHED),
                batch(6, 4)));
    assertEquals(Optional.of(HAS_STOCK), stock.of(ordered(2, "1", 2)));
    assertEquals(Optional.of(WAITS), stock.of(ordered(3, "2", 2)));
    assertEquals(Optional.of(HAS_STOCK), stock.of(ordered(4, "3", 2)));
  }

  @Test
  void a_line_with_another_quantity_is_placed_again_before_those_that_wait() {
    RuledStock stock =
        RuledStock.after(
            List.of(batch(1, 4), ordered(2, "1", 3), ordered(3, "2", 2), ordered(4, "1", 4)));
    assertEquals(Optional.of(HAS_STOCK), stock.of(ordered(2, "1", 4)));
    assertEquals(Optional.of(WAITS), stock.of(ordered(3, "2", 2)));
  }

  /** However it goes: no more is held than there is, and nobody waits for whom there is room. */
  @Property
  void nothing_is_held_twice_and_nobody_waits_without_need(
      @ForAll @Size(max = 40) List<@IntRange(min = 0, max = 999) Integer> seeds) {
    List<FedChange> changes = new ArrayList<>(List.of(batch(1, 10)));
    for (int seed : seeds) {
      long id = changes.size() + 1L;
      String order = Integer.toString(seed % 7);
      int units = 1 + seed / 7 % 5;
      changes.add(
          switch (seed % 10) {
            case 0, 1 -> cancelled(id, order, units);
            case 2 -> batch(id, 5 + seed % 13);
            default -> ordered(id, order, units);
          });
    }
    RuledStock stock = RuledStock.after(changes);
    assertTrue(stock.free() >= 0, () -> "free: " + stock.free());
    for (int order = 0; order < 7; order++) {
      String number = Integer.toString(order);
      Optional<FedChange> last =
          changes.stream()
              .filter(each -> each instanceof FedChange.FedLine)
              .filter(each -> ((FedChange.FedLine) each).order().number().equals(number))
              .reduce((one, next) -> next);
      last.map(each -> (FedChange.FedLine) each)
          .filter(each -> stock.of(each).filter(Placing::waits).isPresent())
          .ifPresent(each -> assertTrue(stock.free() < each.quantity(), each::toString));
    }
  }
}
