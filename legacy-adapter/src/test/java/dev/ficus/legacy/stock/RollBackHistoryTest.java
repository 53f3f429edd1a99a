package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/**
 * One SKU that goes over to us, back, and over again, in any order with whatever happens to its
 * stock meanwhile: no unit is promised by both, no quantity jumps at a switch, and after a rollback
 * the monolith has exactly what is there and not promised.
 */
class RollBackHistoryTest {

  private static final int MOST_STEPS = 80;
  private static final int MOST_UNITS = 5;

  private enum SkuMove {
    RECEIPT,
    STOCK_TAKE_MISSES,
    TELEPHONE_SALE,
    ORDER,
    WE_CANCEL,
    THEY_CANCEL,
    WE_DESPATCH,
    THEY_DESPATCH,
    THEY_BOOK,
    THEY_GIVE_BACK,
    REPORT,
    WE_LOOK_WHAT_LINES_HOLD,
    CUT_OVER,
    CLOSE,
    NOTE_THE_DEBT,
    TELLING_ARRIVES,
    TELLING_IS_LOST,
    ANSWER_IS_LOST,
    TELLING_IS_REFUSED,
    ABORT,
    SWITCH_BACK
  }

  private record SkuStep(SkuMove move, int units) {}

  /** What the monolith was told once; a repeat with its reference changes nothing. */
  private static final class NotedTelling {
    private final long units;
    private long leftBeforeItArrived;
    private boolean arrived;
    private boolean sentInVain;
    private boolean answered;

    NotedTelling(long units) {
      this.units = units;
    }
  }

  /** The warehouse, the monolith's books of it, allocation-service, and our ledger. */
  private static final class OneSku {
    private final boolean booksOurDespatches;

    // In the monolith's books.
    private long inBooks;
    private long promised;
    private long setAside;
    private long toGiveBack;

    // In allocation-service.
    private long held;
    private long despatched;
    private boolean open;

    // In our ledger.
    private SourceStock stock = SourceStock.of(0);
    private boolean legacy = true;
    private final List<NotedTelling> tellings = new ArrayList<>();
    private boolean goingBack;
    private boolean debtNoted;

    private long toBook;

    /** Units that the monolith has moved by itself and that no figure shows for certain. */
    private long movedByThem;

    private boolean hasMovedByItself;

    /** Set aside for goods that left, and were booked, before the monolith was told of them. */
    private long setAsideInVain;

    OneSku(boolean booksOurDespatches) {
      this.booksOurDespatches = booksOurDespatches;
    }

    private long figure() {
      return inBooks - promised - setAside;
    }

    private long physical() {
      return inBooks - toBook - (booksOurDespatches ? 0 : despatched);
    }

    private long heldInAll() {
      return held + despatched;
    }

    void step(SkuStep step) {
      switch (step.move()) {
        case RECEIPT -> inBooks += step.units();
        case STOCK_TAKE_MISSES -> {
          long missing = atMost(physical(), step);
          inBooks -= missing;
          movedByThem += missing;
          hasMovedByItself |= missing > 0;
        }
        case TELEPHONE_SALE -> {
          long sold = atMost(figure(), step);
          promised += sold;
          movedByThem += legacy ? 0 : sold;
          hasMovedByItself |= !legacy && sold > 0;
        }
        case ORDER -> order(step);
        case WE_CANCEL -> held -= atMost(held, step);
        case THEY_CANCEL -> promised -= atMost(promised, step);
        case WE_DESPATCH -> weDespatch(atMost(Math.min(held, physical()), step));
        case THEY_DESPATCH -> {
          long left = atMost(Math.min(promised, physical()), step);
          promised -= left;
          inBooks -= left;
        }
        case THEY_BOOK -> book();
        case THEY_GIVE_BACK -> giveBack();
        case REPORT -> report();
        case WE_LOOK_WHAT_LINES_HOLD -> look();
        case CUT_OVER -> cutOver();
        case CLOSE -> {
          goingBack |= !legacy;
          open &= !goingBack;
        }
        case NOTE_THE_DEBT -> noteTheDebt();
        case TELLING_ARRIVES -> send(true, true);
        case TELLING_IS_LOST -> send(false, false);
        case ANSWER_IS_LOST -> send(true, false);
        case TELLING_IS_REFUSED -> refuse();
        case ABORT -> abort();
        case SWITCH_BACK -> switchBack();
        default -> throw new IllegalStateException();
      }
    }

    private static long atMost(long most, SkuStep step) {
      return Math.max(0, Math.min(most, step.units()));
    }

    private void order(SkuStep step) {
      if (legacy) {
        promised += atMost(figure(), step);
      } else if (open) {
        held += atMost(stock.inBatch() - heldInAll(), step);
      }
    }

    private void weDespatch(long units) {
      held -= units;
      despatched += units;
      if (booksOurDespatches) {
        toBook += units;
        stock = stock.left(units);
        tellings.stream()
            .filter(each -> !each.arrived)
            .forEach(each -> each.leftBeforeItArrived += units);
      }
    }

    /** Out of what is set aside first. */
    private void book() {
      inBooks -= toBook;
      setAside -= Math.min(toBook, setAside);
      toBook = 0;
    }

    private void giveBack() {
      long back = Math.min(toGiveBack, setAside);
      setAside -= back;
      stock = stock.gaveBack(back);
      toGiveBack -= back;
    }

    private void report() {
      stock = stock.reported(figure());
      // As allocation-service does when a batch shrinks; what has left stays.
      held -= Math.max(0, Math.min(held, heldInAll() - stock.inBatch()));
      boolean certain = stock.pending() == 0 && tellings.stream().allMatch(each -> each.answered);
      movedByThem = certain && toBook == 0 ? 0 : movedByThem;
    }

    private void look() {
      if (legacy) {
        long before = stock.toGiveBack();
        stock = stock.heldNow(heldInAll());
        toGiveBack += stock.toGiveBack() - before;
      }
    }

    /** List, ledger and allocation-service are the same. */
    private void cutOver() {
      if (legacy && stock.figure() == figure()) {
        int before = stock.inBatch();
        legacy = false;
        open = true;
        assertEquals(before, stock.inBatch());
      }
    }

    /** Not while the figure is to show goods that have left: they would be taken for others. */
    private void noteTheDebt() {
      long unanswered =
          tellings.stream().filter(each -> !each.answered).mapToLong(each -> each.units).sum();
      if (goingBack && stock.pending() <= unanswered) {
        long debt = stock.debt(heldInAll());
        int before = stock.inBatch();
        long informed = stock.uncounted() + stock.pending();
        stock = stock.informed(debt);
        assertEquals(before, stock.inBatch(), "telling changes no quantity");
        assertEquals(
            Math.max(informed, heldInAll()),
            stock.uncounted() + stock.pending(),
            "the monolith knows of what lines hold, and is told nothing twice");
        debtNoted = true;
        if (debt > 0) {
          tellings.add(new NotedTelling(debt));
        }
      }
    }

    private NotedTelling nextToSend() {
      return goingBack
          ? tellings.stream().filter(each -> !each.answered).findFirst().orElse(null)
          : null;
    }

    private void send(boolean arrives, boolean answered) {
      NotedTelling telling = nextToSend();
      if (telling != null) {
        if (arrives) {
          // What has left before is not taken out of it.
          book();
        }
        if (arrives && !telling.arrived) {
          setAside += telling.units;
          setAsideInVain += Math.min(telling.units, telling.leftBeforeItArrived);
        }
        telling.arrived |= arrives;
        telling.sentInVain |= !answered;
        telling.answered = answered;
      }
    }

    private void refuse() {
      NotedTelling telling = nextToSend();
      if (telling != null && !telling.sentInVain) {
        tellings.remove(telling);
        stock = stock.notInformed(telling.units);
        held -= Math.max(0, Math.min(held, heldInAll() - stock.inBatch()));
        debtNoted = false;
      }
    }

    private void abort() {
      goingBack = false;
      debtNoted = false;
      open = !legacy;
    }

    /** What was told is answered, nothing is pending, and the list has the ledger's figure. */
    private void switchBack() {
      if (goingBack
          && debtNoted
          && tellings.stream().allMatch(each -> each.answered)
          && stock.pending() == 0
          && stock.figure() == figure()) {
        int before = stock.inBatch();
        legacy = true;
        goingBack = false;
        debtNoted = false;
        assertEquals(before, stock.inBatch(), "a switch changes no quantity");
        assertTrue(
            held + Math.max(0, figure()) <= Math.max(0, physical() - promised) + movedByThem,
            "the monolith would sell what our lines hold");
      }
    }

    void check() {
      assertTrue(held <= Math.max(0, physical() - promised) + movedByThem, "promised twice");
      assertTrue(held == 0 || heldInAll() <= stock.inBatch(), "a line has no room");
    }

    /** Whatever is left to be done is done. */
    void checkAtRest() {
      goingBack |= !legacy;
      open &= !goingBack;
      book();
      for (int i = 0; i < 2; i++) {
        noteTheDebt();
        while (nextToSend() != null) {
          send(true, true);
        }
        report();
        stock = stock.countedOut();
        report();
      }
      switchBack();
      look();
      giveBack();
      report();
      look();
      giveBack();
      report();
      check();
      if (figure() >= 0 && toGiveBack == 0) {
        assertTrue(legacy);
        assertTrue(
            held + figure() <= Math.max(0, physical() - promised) + movedByThem,
            "the monolith sells more than there is");
        if (!hasMovedByItself) {
          long unsold = physical() - promised - held - figure();
          assertTrue(unsold >= 0, "more than what is there is sold");
          assertTrue(unsold <= setAsideInVain, "all that is there is sold");
        }
      }
    }
  }

  @Property(tries = 20_000)
  void no_unit_is_promised_by_both(
      @ForAll("steps") List<SkuStep> steps, @ForAll boolean booksOurDespatches) {
    OneSku sku = new OneSku(booksOurDespatches);
    for (SkuStep step : steps) {
      sku.step(step);
      sku.check();
    }
    sku.checkAtRest();
  }

  @Provide
  Arbitrary<List<SkuStep>> steps() {
    return Combinators.combine(
            Arbitraries.of(SkuMove.class), Arbitraries.integers().between(1, MOST_UNITS))
        .as(SkuStep::new)
        .list()
        .ofMaxSize(MOST_STEPS);
  }
}
