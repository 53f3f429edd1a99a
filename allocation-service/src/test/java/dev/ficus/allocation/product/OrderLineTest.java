package dev.ficus.allocation.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.product.OrderLine.Allocation;
import dev.ficus.allocation.product.OrderLine.LineState;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class OrderLineTest {
  private static final LineKey KEY = new LineKey("order-1", "");

  private final OrderLine unseen = OrderLine.unseen(KEY);
  private final OrderLine allocated =
      unseen.wanting(2, 5).arrivedAt(7).heldBy(Batch.purchased("batch", 2, null), 7);

  @Test
  void a_line_holds_exactly_the_units_that_it_wants() {
    assertEquals(Optional.of(new Allocation("batch", 2, 7)), allocated.allocation());
    assertEquals(LineState.ALLOCATED, allocated.state());
  }

  @Test
  void a_line_that_wants_another_quantity_holds_nothing_until_it_is_placed_again() {
    OrderLine larger = allocated.wanting(3, 6);
    assertEquals(Optional.empty(), larger.allocation());
    assertEquals(LineState.BACKORDERED, larger.state());
  }

  @Test
  void a_cancelled_line_holds_nothing() {
    assertEquals(Optional.empty(), allocated.cancelledBy(5).allocation());
    assertEquals(LineState.CANCELLED, allocated.cancelledBy(5).state());
    assertThrows(
        IllegalStateException.class,
        () ->
            new OrderLine(
                KEY,
                allocated.wanted(),
                OptionalLong.of(5),
                OptionalLong.empty(),
                allocated.arrival(),
                allocated.allocation()));
  }

  @Test
  void a_cancellation_of_what_was_replaced_since_takes_nothing() {
    assertEquals(allocated.allocation(), allocated.cancelledBy(4).allocation());
    assertEquals(LineState.ALLOCATED, allocated.cancelledBy(4).state());
  }

  @Test
  void a_despatched_line_keeps_its_units_when_a_cancellation_of_the_same_revision_comes() {
    OrderLine despatched = allocated.despatchedBy(5);
    assertEquals(allocated.allocation(), despatched.cancelledBy(5).allocation());
    assertEquals(LineState.DESPATCHED, despatched.cancelledBy(5).state());
  }

  @Test
  void a_despatch_closes_the_line_to_whatever_is_newer() {
    OrderLine despatched = allocated.despatchedBy(5);
    assertFalse(despatched.isClosedTo(5));
    assertTrue(despatched.isClosedTo(6));
    assertFalse(allocated.isClosedTo(6));
  }

  @Test
  void the_first_arrival_is_kept() {
    assertEquals(OptionalLong.of(7), allocated.arrivedAt(9).arrival());
  }

  @Test
  void its_revision_is_the_highest_that_was_seen() {
    assertEquals(0, unseen.revision());
    assertEquals(9, allocated.cancelledBy(9).revision());
    assertEquals(8, allocated.despatchedBy(8).revision());
  }
}
