package dev.ficus.allocation.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class EarliestArrivalFirstTest {
  private final SortedSet<Batch> batches = new TreeSet<>(WarehouseFirst.ORDER);

  @Test
  void the_line_that_arrived_first_is_served_first() {
    assertTrue(
        EarliestArrivalFirst.turn(backordered("first", 9, 1))
            < EarliestArrivalFirst.turn(backordered("second", 1, 2)));
  }

  @Test
  void each_line_that_fits_is_taken_and_one_too_large_blocks_nobody() {
    batches.add(Batch.purchased("batch", 10, null));
    assertEquals(
        List.of("early in batch", "last in batch"),
        served(
            backordered("too-large", 11, 1),
            backordered("early", 6, 2),
            backordered("late", 5, 3),
            backordered("last", 4, 4)));
  }

  @Test
  void a_line_goes_into_the_batch_that_a_new_line_would_go_into() {
    batches.add(Batch.purchased("on its way", 10, LocalDate.of(2026, 3, 2)));
    batches.add(Batch.purchased("warehouse", 3, null));
    assertEquals(
        List.of("large in on its way", "small in warehouse"),
        served(backordered("large", 4, 1), backordered("small", 3, 2)));
  }

  private List<String> served(OrderLine... byTurn) {
    List<String> served = new ArrayList<>();
    EarliestArrivalFirst.serve(
        List.of(byTurn).iterator(),
        batches,
        (line, batch) -> {
          batch.take(line.qty());
          served.add(line.key().orderid() + " in " + batch.reference());
        });
    return served;
  }

  private static OrderLine backordered(String orderid, int qty, long arrival) {
    return OrderLine.unseen(new LineKey(orderid, "")).wanting(qty, 0).arrivedAt(arrival);
  }
}
