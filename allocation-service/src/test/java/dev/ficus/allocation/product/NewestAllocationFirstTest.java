package dev.ficus.allocation.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Iterator;
import java.util.List;
import org.junit.jupiter.api.Test;

class NewestAllocationFirstTest {
  private static final Batch BATCH = Batch.purchased("batch", 100, null);

  private final Iterator<OrderLine> held =
      List.of(allocated("newest", 2, 30), allocated("middle", 3, 20), allocated("oldest", 4, 10))
          .iterator();

  @Test
  void the_newer_allocation_is_given_up_first_whichever_line_arrived_first() {
    OrderLine early = line("early", 1, 1).heldBy(BATCH, 9);
    OrderLine late = line("late", 1, 5).heldBy(BATCH, 6);
    assertTrue(NewestAllocationFirst.turn(early) < NewestAllocationFirst.turn(late));
  }

  @Test
  void lines_are_given_up_whole_until_the_rest_fits_and_no_further() {
    assertEquals(List.of("newest", "middle"), orders(NewestAllocationFirst.choose(held, 3)));
    assertEquals("oldest", held.next().key().orderid());
  }

  @Test
  void a_batch_that_has_to_give_up_nothing_keeps_all() {
    assertEquals(List.of(), NewestAllocationFirst.choose(held, 0));
    assertEquals(List.of(), NewestAllocationFirst.choose(held, -5));
  }

  @Test
  void all_are_given_up_when_they_are_too_few() {
    assertEquals(
        List.of("newest", "middle", "oldest"), orders(NewestAllocationFirst.choose(held, 10)));
  }

  private static OrderLine allocated(String orderid, int qty, long sequence) {
    return line(orderid, qty, sequence).heldBy(BATCH, sequence);
  }

  private static OrderLine line(String orderid, int qty, long arrival) {
    return OrderLine.unseen(new LineKey(orderid, "")).wanting(qty, 0).arrivedAt(arrival);
  }

  private static List<String> orders(List<OrderLine> lines) {
    return lines.stream().map(line -> line.key().orderid()).toList();
  }
}
