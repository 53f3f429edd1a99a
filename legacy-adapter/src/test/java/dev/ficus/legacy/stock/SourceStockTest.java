package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class SourceStockTest {

  @Test
  void our_batch_has_what_the_figure_counts_and_what_it_does_not_count_any_more() {
    assertEquals(10, SourceStock.of(10).inBatch());
    assertEquals(13, new SourceStock(10, 3, 0, 0, 0).inBatch());
    assertEquals(0, SourceStock.of(-4).inBatch());
    assertEquals(2, new SourceStock(-4, 6, 0, 0, 0).inBatch());
    assertEquals(Integer.MAX_VALUE, new SourceStock(Integer.MAX_VALUE, 6, 0, 0, 0).inBatch());
  }

  @Test
  void a_fall_by_what_is_pending_leaves_our_batch_as_it_is_and_only_the_rest_lowers_it() {
    SourceStock informed = SourceStock.of(10).informed(3);
    assertEquals(10, informed.inBatch());
    assertEquals(new SourceStock(8, 2, 1, 0, 0), informed.reported(8));
    assertEquals(10, informed.reported(8).inBatch());
    assertEquals(new SourceStock(5, 3, 0, 0, 0), informed.reported(8).reported(5));
    assertEquals(8, informed.reported(5).inBatch());
  }

  @Test
  void what_was_counted_out_is_counted_out_once() {
    SourceStock counted = SourceStock.of(10).informed(3).reported(7);
    assertEquals(counted, counted.reported(7));
    assertEquals(new SourceStock(6, 3, 0, 0, 0), counted.reported(6));
    assertEquals(new SourceStock(17, 3, 0, 0, 0), counted.reported(17));
  }

  @Test
  void a_figure_below_nothing_counts_as_what_it_is() {
    SourceStock negative = SourceStock.of(2).informed(5).reported(-3);
    assertEquals(new SourceStock(-3, 5, 0, 0, 0), negative);
    assertEquals(2, negative.inBatch());
    assertEquals(new SourceStock(0, 5, 0, 0, 0), negative.reported(0));
  }

  @Test
  void units_that_lines_give_back_leave_our_batch_before_the_source_has_them_again() {
    SourceStock held = new SourceStock(4, 5, 0, 0, 0);
    SourceStock back = held.heldNow(3);
    assertEquals(new SourceStock(4, 3, 0, 2, 0), back);
    assertEquals(7, back.inBatch());
    assertEquals(new SourceStock(6, 3, 0, 0, 0), back.gaveBack(2).reported(6));
    assertEquals(held, held.heldNow(5));
    assertEquals(held, held.heldNow(8));
  }

  @Test
  void units_that_are_given_back_before_they_were_counted_out_are_not_waited_for() {
    assertEquals(new SourceStock(4, 1, 0, 4, 0), new SourceStock(4, 2, 3, 0, 0).heldNow(1));
    assertEquals(new SourceStock(4, 0, 0, 3, 0), new SourceStock(4, 0, 3, 0, 0).heldNow(0));
  }

  @Test
  void nothing_is_asked_back_while_the_source_has_promised_more_than_it_has() {
    SourceStock oversold = new SourceStock(-4, 6, 0, 0, 0);
    assertEquals(2, oversold.inBatch());
    assertEquals(oversold, oversold.heldNow(2), "without the others the batch would have none");
    assertEquals(new SourceStock(0, 2, 0, 4, 0), oversold.reported(0).heldNow(2));
    assertEquals(2, oversold.reported(0).heldNow(2).inBatch());
  }

  @Test
  void units_of_which_the_source_was_informed_by_mistake_are_first_not_waited_for() {
    SourceStock informed = new SourceStock(4, 2, 3, 1, 0);
    assertEquals(new SourceStock(4, 2, 1, 1, 0), informed.mistaken(2));
    assertEquals(new SourceStock(4, 1, 0, 1, 0), informed.mistaken(4));
    assertEquals(new SourceStock(4, 0, 0, 1, 0), informed.mistaken(9));
  }

  @Test
  void units_that_left_are_pending_until_the_figure_falls_by_them() {
    SourceStock left = SourceStock.of(10).left(3);
    assertEquals(new SourceStock(10, 0, 3, 0, 3), left);
    assertEquals(new SourceStock(7, 3, 0, 0, 3), left.reported(7));
    assertEquals(new SourceStock(7, 1, 0, 0, 1), left.reported(7).mistaken(2));
    assertEquals(new SourceStock(7, 0, 0, 0, 0), left.reported(7).mistaken(4));
  }

  @Test
  void what_is_to_be_given_back_is_taken_for_goods_that_leave_beyond_what_is_set_aside_for_lines() {
    SourceStock stock = new SourceStock(6, 3, 0, 2, 1);
    assertEquals(new SourceStock(6, 3, 0, 2, 3), stock.left(2), "these are set aside for lines");
    assertEquals(new SourceStock(6, 3, 1, 1, 4), stock.left(3));
    assertEquals(new SourceStock(6, 3, 3, 0, 6), stock.left(5));
    assertEquals(9, stock.left(5).inBatch(), "it may have given them back before");
  }

  @Test
  void our_batch_is_never_smaller_than_what_has_left_of_it_and_the_rest_is_oversold() {
    SourceStock left = SourceStock.of(8).left(5).reported(3);
    assertEquals(8, left.inBatch());
    assertEquals(0, left.oversold());
    SourceStock oversold = left.reported(-3);
    assertEquals(new SourceStock(-3, 5, 0, 0, 5), oversold);
    assertEquals(5, oversold.inBatch());
    assertEquals(3, oversold.oversold());
    assertEquals(12, oversold.reported(7).inBatch(), "what is received serves them first");
    assertEquals(0, oversold.reported(7).oversold());
    assertEquals(4, SourceStock.of(-4).oversold());
  }

  @Test
  void less_than_no_units_is_a_mistake() {
    assertThrows(IllegalArgumentException.class, () -> SourceStock.of(4).gaveBack(1));
    assertThrows(IllegalArgumentException.class, () -> SourceStock.of(4).informed(-1));
  }
}
