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
    THEY_PROMISE_TOO_MUCH,
    THEY_DESPATCH,
    THEY_MISS_UNITS,
    WE_SELL,
    WE_CANCEL,
    WE_CANCEL_WHAT_THEY_KNOW,
    WE_DESPATCH,
    WE_DESPATCH_WHAT_THEY_KNOW,
    OTHERS_DESPATCH,
    OTHERS_DESPATCH_WHAT_THEY_KNOW,
    THEY_DO_WHAT_THEY_WERE_ASKED,
    REPORT,
    WE_LOOK_WHAT_LINES_HOLD,
    WE_LEARN_WHAT_WAS_DESPATCHED,
    SWITCH
  }

  /** A move, of so many units. */
  private record StockStep(Move move, int units) {}

  /**
   * A warehouse, the monolith's books of it, and ours. Only in {@code legacy} does the monolith
   * sell; only in {@code new} do we, and other teams, whose lines hold units of the same batch:
   * when one of theirs is despatched we learn it by an event, so always late. By itself it may
   * promise more than it has, and miss units that it believed to have: then its figure falls below
   * 0, and our lines lose theirs with the next one that is reported.
   */
  private static final class TwoWorlds {
    private final boolean booksOurDespatches;
    private final boolean learnsLate;
    private final Queue<Runnable> asked = new ArrayDeque<>();
    private final Queue<Runnable> learned = new ArrayDeque<>();

    /** Units that the monolith has moved by itself and that no figure shows for certain. */
    private long movedByThem;

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
    private long learnedOfDespatch;

    TwoWorlds(boolean booksOurDespatches, boolean learnsLate) {
      this.booksOurDespatches = booksOurDespatches;
      this.learnsLate = learnsLate;
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
        case THEY_PROMISE_TOO_MUCH -> {
          promised += step.units();
          movedByThem += step.units();
        }
        case THEY_DESPATCH -> {
          long left = atMost(Math.min(promised, physical()), step);
          promised -= left;
          inBooks -= left;
        }
        case THEY_MISS_UNITS -> {
          long missing = atMost(physical(), step);
          inBooks -= missing;
          movedByThem += missing;
        }
        case WE_SELL -> unknown += legacy ? 0 : atMost(stock.inBatch() - held(), step);
        case WE_CANCEL -> cancel(0, atMost(unknown, step));
        case WE_CANCEL_WHAT_THEY_KNOW -> cancel(atMost(known, step), 0);
        case WE_DESPATCH -> despatch(atMost(Math.min(unknown, physical()), step), learnsLate);
        case WE_DESPATCH_WHAT_THEY_KNOW ->
            despatchKnown(atMost(Math.min(known, physical()), step), learnsLate);
        case OTHERS_DESPATCH -> despatch(atMost(Math.min(unknown, physical()), step), true);
        case OTHERS_DESPATCH_WHAT_THEY_KNOW ->
            despatchKnown(atMost(Math.min(known, physical()), step), true);
        case THEY_DO_WHAT_THEY_WERE_ASKED -> doNext();
        case REPORT -> report();
        case WE_LOOK_WHAT_LINES_HOLD -> lookWhatLinesHold();
        case WE_LEARN_WHAT_WAS_DESPATCHED -> learnNext();
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
    }

    private void report() {
      stock = stock.reported(figure());
      takeOutWhatDoesNotFit();
      if (stock.pending() == 0 && asked.isEmpty() && learned.isEmpty()) {
        movedByThem = 0;
      }
    }

    /** As allocation-service does when a batch shrinks; what is despatched stays. */
    private void takeOutWhatDoesNotFit() {
      long ofUnknown = Math.max(0, Math.min(unknown, held() - stock.inBatch()));
      unknown -= ofUnknown;
      known -= Math.max(0, Math.min(known, held() - stock.inBatch()));
    }

    /** May be done at any time after lines have given units back. */
    private void lookWhatLinesHold() {
      if (!legacy) {
        return;
      }
      long before = stock.toGiveBack();
      long hadRoom = stock.inBatch();
      stock = stock.heldNow(held());
      assertTrue(
          stock.inBatch() >= Math.min(held(), hadRoom),
          "a line loses its units by being looked at");
      assertTrue(
          stock.figure() < 0 || informed - (stock.toGiveBack() - before) <= held(),
          "more is set aside than lines hold");
      long back = stock.toGiveBack() - before;
      informed -= back;
      asked.add(
          () -> {
            long stillListed = Math.min(back, stock.toGiveBack());
            setAside -= stillListed;
            stock = stock.gaveBack(stillListed);
          });
    }

    private void despatch(long units, boolean learnedLate) {
      unknown -= units;
      leave(units, learnedLate);
    }

    private void despatchKnown(long units, boolean learnedLate) {
      known -= units;
      leave(units, learnedLate);
    }

    /** Where they book what leaves for us, they take it out of what they have set aside first. */
    private void leave(long units, boolean learnedLate) {
      despatched += units;
      if (booksOurDespatches) {
        if (learnedLate) {
          learned.add(() -> learn(units));
        } else {
          learn(units);
        }
        asked.add(
            () -> {
              inBooks -= units;
              setAside -= Math.min(units, setAside);
              booked += units;
            });
      }
    }

    private void learnNext() {
      if (!learned.isEmpty()) {
        learned.remove().run();
      }
    }

    private void inform(long units) {
      stock = stock.informed(units);
      informed += units;
    }

    private void learn(long units) {
      stock = stock.left(units);
      informed += Math.max(0, units - (informed - learnedOfDespatch));
      learnedOfDespatch += units;
    }

    private void doNext() {
      if (!asked.isEmpty()) {
        asked.remove().run();
      }
    }

    private void catchUp() {
      while (!learned.isEmpty()) {
        learnNext();
      }
      while (!asked.isEmpty()) {
        doNext();
      }
      report();
    }

    private void change() {
      catchUp();
      int before = stock.inBatch();
      if (!legacy) {
        long debt = stock.debt(held());
        assertEquals(Math.max(0, held() - informed), debt);
        inform(debt);
        asked.add(() -> setAside += debt);
        known += unknown;
        unknown = 0;
        catchUp();
      }
      assertEquals(before, stock.inBatch(), "a switch changes no quantity");
      legacy = !legacy && stock.pending() == 0;
      lookWhatLinesHold();
    }

    void check() {
      assertTrue(known + unknown <= Math.max(0, physical() - promised) + movedByThem, "sold twice");
      assertTrue(known + unknown == 0 || held() <= stock.inBatch(), "a line has no room");
      assertEquals(informed, stock.uncounted() + stock.pending());
      assertTrue(stock.inBatch() >= learnedOfDespatch, "more has left than the batch has");
      assertEquals(
          stock.inBatch(),
          stock.figure() + stock.uncounted() + stock.oversold(),
          "units are missing and nobody sees it");
    }

    void checkAtRest() {
      catchUp();
      if (stock.pending() == 0) {
        assertEquals(
            Math.max(learnedOfDespatch, physical() - promised + despatched),
            stock.inBatch(),
            "units are lost");
      }
      lookWhatLinesHold();
      catchUp();
    }
  }

  @Property(tries = 5000)
  void nothing_is_sold_twice_and_no_unit_is_lost(
      @ForAll("steps") List<StockStep> steps,
      @ForAll boolean booksOurDespatches,
      @ForAll boolean learnsLate) {
    TwoWorlds worlds = new TwoWorlds(booksOurDespatches, learnsLate);
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
        case THEY_SELL, THEY_DESPATCH, THEY_MISS_UNITS, THEY_DO_WHAT_THEY_WERE_ASKED, SWITCH -> {
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
      assertEquals(new SourceStock(figure, counted, units.size() - counted, 0, 0), stock);
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
