package dev.ficus.legacy.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

/** The shadow's batch follows the warehouse, whenever the monolith's figures come. */
class ShadowStockTest {

  private static final int MOST_STEPS = 60;
  private static final int MOST_UNITS = 6;

  @Test
  void a_fall_by_what_a_line_took_leaves_the_batch_as_it_is() {
    ShadowStock stock = ShadowStock.basedOn(20).holding(5);
    assertEquals(20, stock.units());
    assertFalse(stock.isAtRest());
    assertEquals(new ShadowStock(15, 5, 5), stock.reported(15));
    assertEquals(20, stock.reported(15).units());
    assertTrue(stock.reported(15).isAtRest());
  }

  @Test
  void a_fall_beyond_what_lines_took_is_a_sale_of_the_monoliths_own() {
    assertEquals(18, ShadowStock.basedOn(20).holding(5).reported(13).units());
  }

  @Test
  void a_cancelled_line_gives_its_units_back_with_the_figure_that_shows_it() {
    ShadowStock cancelled = ShadowStock.basedOn(20).holding(5).reported(15).holding(0);
    assertEquals(20, cancelled.units());
    assertEquals(new ShadowStock(20, 0, 0), cancelled.reported(20));
  }

  @Test
  void goods_that_come_in_are_in_the_batch() {
    assertEquals(32, ShadowStock.basedOn(20).holding(5).reported(15).reported(27).units());
  }

  @Test
  void a_monolith_may_have_promised_more_than_it_has() {
    ShadowStock stock = ShadowStock.basedOn(2).holding(5).reported(-3);
    assertEquals(2, stock.units());
    assertEquals(12, stock.reported(7).units());
  }

  private enum ShadowMove {
    ORDER,
    CANCEL,
    EARLIER_LINE_IS_CANCELLED,
    RECEIPT,
    TELEPHONE_SALE,
    FIGURE_COMES
  }

  private record ShadowStep(ShadowMove move, int units) {}

  /** A monolith whose figures come later than what they show, each by itself and in their order. */
  private static final class LateFigures {
    private final List<Integer> lines = new ArrayList<>();
    private final Queue<Long> figures = new ArrayDeque<>();
    private long earlierLines = 30;
    private long figure = 40;
    private ShadowStock shadow = ShadowStock.basedOn(figure);

    void does(ShadowStep step) {
      switch (step.move()) {
        case ORDER -> {
          lines.add(step.units());
          linesChange();
          moves(-step.units());
        }
        case CANCEL -> {
          if (!lines.isEmpty()) {
            int units = lines.remove(step.units() % lines.size());
            linesChange();
            moves(units);
          }
        }
        case EARLIER_LINE_IS_CANCELLED -> {
          long units = Math.min(earlierLines, step.units());
          earlierLines -= units;
          moves(units);
        }
        case RECEIPT -> moves(step.units());
        case TELEPHONE_SALE -> moves(-step.units());
        case FIGURE_COMES -> figureComes();
      }
    }

    private void moves(long units) {
      figure += units;
      figures.add(figure);
    }

    private void linesChange() {
      long before = shadow.units();
      shadow = shadow.holding(held());
      assertEquals(before, shadow.units(), "what lines do shows in the figure alone");
    }

    private void figureComes() {
      if (!figures.isEmpty()) {
        shadow = shadow.reported(figures.remove());
      }
    }

    private long held() {
      return lines.stream().mapToLong(Integer::longValue).sum();
    }
  }

  @Provide
  Arbitrary<List<ShadowStep>> histories() {
    return Combinators.combine(
            Arbitraries.of(ShadowMove.class), Arbitraries.integers().between(1, MOST_UNITS))
        .as(ShadowStep::new)
        .list()
        .ofMaxSize(MOST_STEPS);
  }

  @Property
  void when_all_figures_have_come_the_batch_has_what_is_free_and_what_lines_hold(
      @ForAll("histories") List<ShadowStep> history) {
    LateFigures warehouse = new LateFigures();
    history.forEach(warehouse::does);
    while (!warehouse.figures.isEmpty()) {
      warehouse.figureComes();
    }
    assertTrue(warehouse.shadow.isAtRest());
    assertEquals(warehouse.figure + warehouse.held(), warehouse.shadow.units());
  }
}
