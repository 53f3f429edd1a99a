package dev.ficus.legacy.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.leaks.LineChange.LineEnd;
import dev.ficus.legacy.leaks.StockWatch.Explanation;
import dev.ficus.legacy.leaks.StockWatch.OpenUnits;
import dev.ficus.legacy.leaks.WatchedLine.LineStock;
import dev.ficus.legacy.stock.FigureMovement;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StockWatchTest {

  private static final OpenUnits NONE = new OpenUnits(0, 0);

  @Test
  void a_fall_that_nothing_explains_is_a_leak() {
    Explanation found = StockWatch.AT_REST.explain(moved(10, 7, 0), NONE);
    assertEquals(3, found.leaked());
    assertEquals(StockWatch.AT_REST, found.then());
  }

  @Test
  void an_open_line_alone_explains_nothing() {
    assertEquals(3, StockWatch.AT_REST.explain(moved(10, 7, 0), new OpenUnits(0, 5)).leaked());
  }

  @Test
  void what_the_source_was_told_is_no_leak() {
    assertEquals(0, StockWatch.AT_REST.explain(moved(10, 7, 3), NONE).leaked());
    assertEquals(2, StockWatch.AT_REST.explain(moved(10, 5, 3), NONE).leaked());
  }

  @Test
  void a_line_that_grows_explains_by_how_much_it_grows_once() {
    StockWatch grown = StockWatch.AT_REST.after(open(LineStock.COUNTED, 2, 5));
    Explanation first = grown.explain(moved(10, 7, 0), NONE);
    assertEquals(3, first.placed());
    assertEquals(0, first.leaked());
    assertEquals(3, first.then().explain(moved(7, 4, 0), NONE).leaked());
  }

  @Test
  void a_line_that_may_have_waited_may_get_all_of_its_units_when_it_changes() {
    StockWatch grown = StockWatch.AT_REST.after(open(LineStock.UNKNOWN, 2, 5));
    assertEquals(0, grown.explain(moved(10, 5, 0), NONE).leaked());
  }

  @Test
  void a_line_that_was_first_seen_now_explains_its_units() {
    StockWatch seen = StockWatch.AT_REST.after(new LineChange(Optional.empty(), 4, LineEnd.OPEN));
    assertEquals(1, seen.explain(moved(10, 5, 0), NONE).leaked());
  }

  @Test
  void a_change_explains_nothing_any_more_once_the_figure_shows_all() {
    StockWatch grown = StockWatch.AT_REST.after(open(LineStock.COUNTED, 2, 5));
    assertFalse(grown.isAtRest());
    assertTrue(grown.atRest().isAtRest());
    assertEquals(3, grown.atRest().explain(moved(10, 7, 0), NONE).leaked());
  }

  @Test
  void a_line_that_waits_is_served_at_any_time_and_once() {
    Explanation served = StockWatch.AT_REST.explain(moved(10, 4, 0), new OpenUnits(6, 0));
    assertEquals(6, served.served());
    assertEquals(6, served.then().explain(moved(4, -2, 0), new OpenUnits(6, 0)).leaked());
  }

  @Test
  void a_line_that_may_wait_is_served_when_goods_have_come_in() {
    Explanation received = StockWatch.AT_REST.explain(moved(1, 9, 0), new OpenUnits(0, 6));
    assertEquals(8, received.received());
    Explanation served = received.then().explain(moved(9, 3, 0), new OpenUnits(0, 6));
    assertEquals(6, served.served());
    assertEquals(2, served.then().explain(moved(3, 1, 0), new OpenUnits(0, 6)).leaked());
    assertEquals(6, received.then().atRest().explain(moved(9, 3, 0), new OpenUnits(0, 6)).leaked());
  }

  @Test
  void a_line_that_may_wait_and_was_served_can_be_despatched_before_a_figure_shows_it() {
    StockWatch risen = StockWatch.AT_REST.explain(moved(0, 8, 0), new OpenUnits(0, 6)).then();
    StockWatch gone =
        risen.after(
            new LineChange(
                Optional.of(new WatchedLine(6, LineStock.UNKNOWN)), 6, LineEnd.DESPATCHED));
    assertEquals(0, gone.explain(moved(8, 2, 0), NONE).leaked());
  }

  @Test
  void a_despatch_of_what_was_promised_moves_no_figure() {
    StockWatch gone =
        StockWatch.AT_REST.after(
            new LineChange(
                Optional.of(new WatchedLine(6, LineStock.COUNTED)), 6, LineEnd.DESPATCHED));
    assertEquals(2, gone.explain(moved(8, 6, 0), NONE).leaked());
  }

  @Test
  void a_cancelled_line_gives_its_units_back_and_the_rest_of_a_rise_has_come_in() {
    StockWatch cancelled =
        StockWatch.AT_REST.after(
            new LineChange(
                Optional.of(new WatchedLine(4, LineStock.COUNTED)), 4, LineEnd.CANCELLED));
    Explanation found = cancelled.explain(moved(1, 8, 0), NONE);
    assertEquals(4, found.released());
    assertEquals(3, found.received());
    assertEquals(0, found.leaked());
  }

  private static LineChange open(LineStock stock, int before, int after) {
    return new LineChange(Optional.of(new WatchedLine(before, stock)), after, LineEnd.OPEN);
  }

  private static FigureMovement moved(long before, long after, long told) {
    return new FigureMovement("shop", "LAMP", before, after, told);
  }
}
