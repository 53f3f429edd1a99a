package dev.ficus.availability.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.ficus.availability.stock.Promise.NotPromised;
import dev.ficus.availability.stock.Promise.Part;
import dev.ficus.availability.stock.Promise.Promised;
import dev.ficus.availability.stock.Promise.Reason;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;

class StockTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 2, 27);
  private static final LocalDate YESTERDAY = TODAY.minusDays(1);
  private static final LocalDate TOMORROW = TODAY.plusDays(1);
  private static final LocalDate NEXT_WEEK = TODAY.plusDays(7);

  @Test
  void sorts_batches_as_allocation_does_warehouse_then_eta_then_reference_by_code_point() {
    Stock stock =
        stock(
            batch("late", NEXT_WEEK, 1),
            batch("\uD83D\uDE00", null, 1),
            batch("\uFFFD", null, 1),
            batch("soon", TOMORROW, 1),
            batch("overdue", YESTERDAY, 1),
            batch("A", null, 1),
            batch("a", null, 1));

    assertEquals(
        List.of("A", "a", "\uFFFD", "\uD83D\uDE00", "overdue", "soon", "late"),
        stock.batches().stream().map(Batch::batchref).toList());
  }

  @Test
  void steps_say_how_many_there_are_in_all_by_each_day_and_the_largest_batch_by_then() {
    Availability answer =
        stock(
                batch("w1", null, 3),
                batch("w2", null, 4),
                batch("s1", TOMORROW, 2),
                batch("s2", NEXT_WEEK, 10),
                batch("s3", NEXT_WEEK, 1))
            .availability(1, TODAY);

    assertEquals(
        List.of(new Step(TODAY, 7, 4), new Step(TOMORROW, 9, 4), new Step(NEXT_WEEK, 20, 10)),
        answer.steps());
    assertEquals(7, answer.inStock());
    assertEquals(20, answer.total());
  }

  @Test
  void a_batch_expected_today_counts_from_today_but_is_not_in_stock() {
    Availability answer = stock(batch("w", null, 3), batch("s", TODAY, 5)).availability(4, TODAY);

    assertEquals(List.of(new Step(TODAY, 8, 5)), answer.steps());
    assertEquals(3, answer.inStock());
    assertEquals(new Promised(TODAY, 0), answer.promise());
  }

  @Test
  void an_overdue_batch_is_in_the_total_and_in_no_step() {
    Availability answer =
        stock(batch("o", YESTERDAY, 5), batch("s", TOMORROW, 2)).availability(1, TODAY);

    assertEquals(List.of(new Step(TOMORROW, 2, 2)), answer.steps());
    assertEquals(7, answer.total());
    assertEquals(0, answer.inStock());
  }

  @Test
  void empty_batches_make_no_step() {
    Availability answer =
        stock(batch("w", null, 0), batch("s", TOMORROW, 0)).availability(1, TODAY);

    assertEquals(List.of(), answer.steps());
    assertEquals(new NotPromised(Reason.OUT_OF_STOCK, List.of()), answer.promise());
  }

  @Test
  void promises_from_the_first_batch_that_holds_the_whole_line() {
    Stock stock = stock(batch("w", null, 3), batch("s1", TOMORROW, 5), batch("s2", NEXT_WEEK, 9));

    assertEquals(new Promised(TODAY, 0), stock.availability(3, TODAY).promise());
    assertEquals(new Promised(TOMORROW, 1), stock.availability(4, TODAY).promise());
    assertEquals(new Promised(NEXT_WEEK, 7), stock.availability(6, TODAY).promise());
  }

  @Test
  void offers_separate_orders_where_no_single_batch_holds_the_line() {
    Stock stock = stock(batch("w1", null, 3), batch("w2", null, 2), batch("s", NEXT_WEEK, 9));

    assertEquals(
        new NotPromised(
            Reason.NO_SINGLE_BATCH,
            List.of(new Part(3, TODAY), new Part(2, TODAY), new Part(5, NEXT_WEEK))),
        stock.availability(10, TODAY).promise());
  }

  @Test
  void offers_what_there_is_where_there_is_not_enough() {
    assertEquals(
        new NotPromised(Reason.NOT_ENOUGH, List.of(new Part(3, TODAY), new Part(9, NEXT_WEEK))),
        stock(batch("w", null, 3), batch("s", NEXT_WEEK, 9)).availability(100, TODAY).promise());
  }

  @Test
  void promises_nothing_where_allocation_would_choose_an_overdue_batch() {
    Stock stock = stock(batch("w", null, 2), batch("o", YESTERDAY, 5), batch("s", NEXT_WEEK, 9));

    assertEquals(new Promised(TODAY, 0), stock.availability(2, TODAY).promise());
    assertEquals(
        new NotPromised(Reason.OVERDUE, List.of(new Part(2, TODAY))),
        stock.availability(4, TODAY).promise());
    assertEquals(new Promised(NEXT_WEEK, 7), stock.availability(6, TODAY).promise());
  }

  @Test
  void separate_orders_leave_out_what_would_land_in_an_overdue_batch() {
    assertEquals(
        new NotPromised(
            Reason.NO_SINGLE_BATCH, List.of(new Part(2, TODAY), new Part(9, NEXT_WEEK))),
        stock(
                batch("w", null, 2),
                batch("o", YESTERDAY, 5),
                batch("s1", TOMORROW, 4),
                batch("s2", NEXT_WEEK, 9))
            .availability(12, TODAY)
            .promise());
  }

  @Test
  void a_promise_goes_when_the_day_passes_without_the_batch() {
    Stock stock = stock(batch("s", TOMORROW, 5));

    assertEquals(new Promised(TOMORROW, 0), stock.availability(1, TOMORROW).promise());
    assertEquals(
        new NotPromised(Reason.OVERDUE, List.of()),
        stock.availability(1, TOMORROW.plusDays(1)).promise());
  }

  @Test
  void the_largest_quantities_do_not_overflow() {
    int most = Integer.MAX_VALUE;
    Availability answer =
        stock(batch("w1", null, most), batch("w2", null, most), batch("s", TOMORROW, most))
            .availability(most, TODAY);

    assertEquals(2L * most, answer.inStock());
    assertEquals(3L * most, answer.total());
    assertEquals(new Promised(TODAY, 0), answer.promise());
  }

  @Test
  void refuses_a_batch_named_twice_and_negative_figures() {
    assertThrows(
        IllegalArgumentException.class, () -> stock(batch("b", null, 1), batch("b", TODAY, 1)));
    assertThrows(IllegalArgumentException.class, () -> batch("b", null, -1));
    assertThrows(IllegalArgumentException.class, () -> new Stock("s", -1, List.of()));
  }

  private static Batch batch(String batchref, LocalDate eta, int available) {
    return new Batch(batchref, eta, available);
  }

  private static Stock stock(Batch... batches) {
    return new Stock("HAZARDOUS_RUG", 1, List.of(batches));
  }
}
