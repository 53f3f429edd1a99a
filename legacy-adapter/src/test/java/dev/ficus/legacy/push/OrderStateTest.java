package dev.ficus.legacy.push;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.placement.Placement;
import dev.ficus.legacy.push.OrderBook.StateLine;
import dev.ficus.legacy.push.OrderBook.UnsentOrder;
import dev.ficus.legacy.push.OrderState.Overall;
import java.time.LocalDate;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The text of an order's state, and which text a shop has. */
class OrderStateTest {

  private static final StateLine HERE = line("A", true, Placement.PlacementState.ALLOCATED, null);
  private static final StateLine COMING =
      line("B", true, Placement.PlacementState.ALLOCATED, LocalDate.of(2010, 12, 24));
  private static final StateLine MISSING =
      line("C", true, Placement.PlacementState.BACKORDERED, null);
  private static final StateLine GONE = line("D", true, Placement.PlacementState.DESPATCHED, null);
  private static final StateLine CANCELLED = line("E", false, null, null);
  private static final StateLine ON_ITS_WAY = line("F", true, null, null);

  @Test
  void each_line_is_named_once_with_its_state() {
    assertEquals(
        "Despatched: 2 x D. In the warehouse: 2 x A. Expected on 2010-12-24: 2 x B. Backordered:"
            + " 2 x C. Being placed: 2 x F. Cancelled: 2 x E.",
        OrderState.of(List.of(HERE, COMING, MISSING, GONE, CANCELLED, ON_ITS_WAY)).text());
  }

  @Test
  void the_order_as_a_whole_is_nothing_while_a_line_is_being_placed() {
    assertEquals(Optional.empty(), overall(HERE, ON_ITS_WAY));
    assertEquals(Optional.empty(), overall());
    assertEquals(Optional.of(Overall.ALLOCATED), overall(HERE, COMING, CANCELLED));
    assertEquals(Optional.of(Overall.BACKORDERED), overall(HERE, MISSING));
    assertEquals(Optional.of(Overall.CANCELLED), overall(CANCELLED, CANCELLED));
    assertEquals(Optional.of(Overall.DESPATCHED), overall(GONE, CANCELLED));
  }

  @Test
  void what_has_left_the_warehouse_is_not_called_cancelled() {
    assertEquals(
        "Despatched: 2 x D.",
        OrderState.of(List.of(line("D", false, Placement.PlacementState.DESPATCHED, null))).text());
  }

  @Test
  void a_long_order_counts_the_lines_that_are_not_named() {
    String text = OrderState.of(Collections.nCopies(53, HERE)).text();
    assertEquals(50, text.split(" x A", -1).length - 1);
    assertEquals("And 3 more lines.", text.substring(text.length() - 17));
  }

  @Test
  void the_later_of_two_comments_shows_whether_the_last_one_arrived() {
    assertEquals(
        Optional.of("new"), unsent("new", "old").withComments(List.of("new", "old")).sent());
    assertEquals(
        Optional.of("old"), unsent("new", "old").withComments(List.of("old", "new")).sent());
    assertEquals(Optional.of("old"), unsent("new", "old").withComments(List.of("old")).sent());
    assertEquals(Optional.of("old"), unsent("new", "old").withComments(List.of()).sent());
    assertEquals(Optional.of("new"), unsent("new", null).withComments(List.of("x", "new")).sent());
    assertEquals(Optional.empty(), unsent("new", null).withComments(List.of("x")).sent());
    assertEquals(Optional.empty(), unsent("new", "old").withComments(List.of("new")).sending());
  }

  private static UnsentOrder unsent(String sending, String sent) {
    return new UnsentOrder(
        "100", 2, 0, Optional.of(sending), Optional.ofNullable(sent), List.of(HERE));
  }

  private static Optional<Overall> overall(StateLine... lines) {
    return OrderState.of(List.of(lines)).overall();
  }

  private static StateLine line(
      String sku, boolean ordered, Placement.PlacementState placement, LocalDate expected) {
    return new StateLine(
        sku, 2, ordered, Optional.ofNullable(placement), Optional.ofNullable(expected));
  }
}
