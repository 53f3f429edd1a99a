package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
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

/** Whatever happens in a warehouse that two systems sell from, nothing of it is sold twice. */
class SourceStockHistoryTest {

  private static final int MOST_STEPS = 60;
  private static final int MOST_UNITS = 6;

  private enum Move {
    RECEIPT,
    THEY_SELL,
    THEY_DESPATCH,
    WE_SELL,
    WE_CANCEL,
    WE_CANCEL_WHAT_THEY_KNOW,
    WE_DESPATCH,
    WE_DESPATCH_WHAT_THEY_KNOW,
    THEY_DO_WHAT_THEY_WERE_ASKED,
    REPORT,
    SWITCH
  }

  /** A move, of so many units. */
  private record StockStep(Move move, int units) {}

  /**
   * A warehouse, the monolith's books of it, and ours. Only in {@code legacy} does the monolith
   * sell; only in {@code new} do we.
   */
  private static final class TwoWorlds {
    private final boolean booksOurDespatches;
    private final Queue<Runnable> asked = new ArrayDeque<>();

    // In the monolith's books.
    private long inBooks;
    private long promised;
    private long setAside;

    // What lines in allocation-service hold, of which the monolith knows or not.
    private long known;
    private long unknown;
    private long despatched;
    private long booked;

    private SourceStock stock = SourceStock.of(0);
    private boolean legacy;
    private long informed;

    TwoWorlds(boolean booksOurDespatches) {
      this.booksOurDespatches = booksOurDespatches;
    }

    private long figure() {
      return inBooks - promised - setAside;
    }

    private long held() {
      return known + unknown + despatched;
    }

    private long physical() {
      return inBooks - (despatched - booked);
    }

    void step(StockStep step) {
      switch (step.move()) {
        case RECEIPT -> inBooks += step.units();
        case THEY_SELL -> promised += legacy ? atMost(figure(), step) : 0;
        case THEY_DESPATCH -> {
          long left = atMost(promised, step);
          promised -= left;
          inBooks -= left;
        }
        case WE_SELL -> unknown += legacy ? 0 : atMost(stock.inBatch() - held(), step);
        case WE_CANCEL -> cancel(0, atMost(unknown, step));
        case WE_CANCEL_WHAT_THEY_KNOW -> cancel(atMost(known, step), 0);
        case WE_DESPATCH -> despatch(atMost(unknown, step));
        case WE_DESPATCH_WHAT_THEY_KNOW -> despatchKnown(atMost(known, step));
        case THEY_DO_WHAT_THEY_WERE_ASKED -> doNext();
        case REPORT -> stock = stock.reported(figure());
        case SWITCH -> change();
        default -> throw new IllegalStateException();
      }
    }

    private static long atMost(long most, StockStep step) {
      return Math.max(0, Math.min(most, step.units()));
    }

    private void cancel(long ofKnown, long ofUnknown) {
      known -= ofKnown;
      unknown -= ofUnknown;
      if (legacy) {
        giveBackWhatIsNotHeld();
      }
    }

    private void giveBackWhatIsNotHeld() {
      long before = stock.toGiveBack();
      stock = stock.heldNow(held());
      long back = stock.toGiveBack() - before;
      informed -= back;
      asked.add(
          () -> {
            setAside -= back;
            stock = stock.gaveBack(back);
          });
    }

    private void despatch(long units) {
      unknown -= units;
      despatched += units;
      if (booksOurDespatches) {
        inform(units);
        asked.add(
            () -> {
              inBooks -= units;
              booked += units;
            });
      }
    }

    private void despatchKnown(long units) {
      known -= units;
      despatched += units;
      if (booksOurDespatches) {
        asked.add(
            () -> {
              inBooks -= units;
              setAside -= units;
              booked += units;
            });
      }
    }

    private void inform(long units) {
      stock = stock.informed(units);
      informed += units;
    }

    private void doNext() {
      if (!asked.isEmpty()) {
        asked.remove().run();
      }
    }

    private void catchUp() {
      while (!asked.isEmpty()) {
        doNext();
      }
      stock = stock.reported(figure());
    }

    private void change() {
      catchUp();
      int before = stock.inBatch();
      if (!legacy) {
        long debt = Math.max(0, held() - informed);
        inform(debt);
        asked.add(() -> setAside += debt);
        known += unknown;
        unknown = 0;
        catchUp();
      }
      assertEquals(before, stock.inBatch(), "a switch changes no quantity");
      legacy = !legacy && stock.pending() == 0;
      if (legacy) {
        giveBackWhatIsNotHeld();
      }
    }

    void check() {
      assertTrue(promised + known + unknown <= physical(), "sold twice");
      assertTrue(held() <= stock.inBatch(), "a line loses its units");
      assertEquals(informed, stock.uncounted() + stock.pending());
      assertTrue(!legacy || informed <= held(), "more is set aside than lines hold");
    }

    void checkAtRest() {
      catchUp();
      if (stock.pending() == 0) {
        assertEquals(physical() - promised, stock.inBatch() - despatched, "units are lost");
      }
    }
  }

  @Property(tries = 5000)
  void nothing_is_sold_twice_and_no_unit_is_lost(
      @ForAll("steps") List<StockStep> steps, @ForAll boolean booksOurDespatches) {
    TwoWorlds worlds = new TwoWorlds(booksOurDespatches);
    for (StockStep step : steps) {
      worlds.step(step);
      worlds.check();
    }
    worlds.checkAtRest();
    worlds.check();
  }

  /** The source changes by itself as well, and its figure counts out what it was informed of. */
  @Property(tries = 2000)
  void each_unit_is_counted_out_once_and_never_before_the_figure_falls(
      @ForAll("steps") List<StockStep> steps) {
    List<Boolean> units = new ArrayList<>();
    SourceStock stock = SourceStock.of(0);
    long figure = 0;
    for (StockStep step : steps) {
      switch (step.move()) {
        case WE_DESPATCH, WE_SELL -> {
          stock = stock.informed(step.units());
          for (int unit = 0; unit < step.units(); unit++) {
            units.add(false);
          }
        }
        case THEY_SELL, THEY_DESPATCH, THEY_DO_WHAT_THEY_WERE_ASKED, SWITCH -> {
          figure -= step.units();
          for (int unit = 0; unit < step.units() && units.contains(false); unit++) {
            units.set(units.indexOf(false), true);
          }
          stock = stock.reported(figure);
        }
        default -> {
          figure += step.units();
          stock = stock.reported(figure);
        }
      }
      long counted = units.stream().filter(out -> out).count();
      assertEquals(new SourceStock(figure, counted, units.size() - counted, 0), stock);
    }
  }

  @Provide
  Arbitrary<List<StockStep>> steps() {
    return Combinators.combine(
            Arbitraries.of(Move.class), Arbitraries.integers().between(1, MOST_UNITS))
        .as(StockStep::new)
        .list()
        .ofMaxSize(MOST_STEPS);
  }
}
