package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.LedgerLine;
import dev.ficus.legacy.order.Owner;
import dev.ficus.legacy.order.Ownership;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * One SKU that goes over to us, back, and over again, in any order with whatever happens to its
 * stock and to its lines meanwhile: no unit is promised by both, no quantity jumps at a switch, a
 * line stays with its owner, and after a rollback the monolith has exactly what is there and not
 * promised. Lines are the shop's, with either owner, and those of other teams, of which the ledger
 * knows nothing; beside the monolith's stock there is a batch that was bought with us.
 */
class RollBackHistoryTest {

  private static final int MOST_STEPS = 120;
  private static final int MOST_UNITS = 5;
  private static final int LINES_TO_CHOOSE_FROM = 6;

  private enum SkuMove {
    RECEIPT,
    STOCK_TAKE_MISSES,
    TELEPHONE_SALE,
    TELEPHONE_CANCELS,
    TELEPHONE_SALE_LEAVES,
    PURCHASE_WITH_US,
    STOCK_TAKE_WITH_US_MISSES,
    SHOP_ORDERS,
    SHOP_CHANGES_OR_REOPENS,
    SHOP_CANCELS,
    SHOPS_LINE_LEAVES,
    THEY_SERVE_A_LINE,
    OTHERS_ORDER,
    OTHERS_CHANGE_OR_REOPEN,
    OTHERS_CANCEL,
    OTHERS_LINE_LEAVES,
    WE_HEAR_WHAT_HAS_LEFT,
    THEY_BOOK,
    THEY_GIVE_BACK,
    WE_NOTE_WHAT_THEY_GAVE_BACK,
    REPORT,
    WE_LOOK_WHAT_LINES_HOLD,
    CUT_OVER,
    BEGIN_BACK,
    CLOSE,
    NOTE_THE_DEBT,
    TELLING_ARRIVES,
    TELLING_IS_LOST,
    ANSWER_IS_LOST,
    TELLING_IS_REFUSED,
    ABORT,
    SWITCH_BACK,
    GO_BACK_A_STEP
  }

  private static final int OFTEN = 4;
  private static final int MOST_OFTEN = 12;

  /** Moves without which most others change nothing. */
  private static final Set<SkuMove> NEEDED =
      EnumSet.of(
          SkuMove.RECEIPT,
          SkuMove.SHOP_ORDERS,
          SkuMove.SHOP_CHANGES_OR_REOPENS,
          SkuMove.SHOPS_LINE_LEAVES,
          SkuMove.OTHERS_ORDER,
          SkuMove.OTHERS_LINE_LEAVES,
          SkuMove.REPORT,
          SkuMove.CUT_OVER,
          SkuMove.BEGIN_BACK);

  /** A rollback has so many steps that few come to their switch otherwise. */
  private static int weight(SkuMove move) {
    return move == SkuMove.GO_BACK_A_STEP ? MOST_OFTEN : NEEDED.contains(move) ? OFTEN : 1;
  }

  /**
   * A move.
   *
   * @param line which of the lines, where it is about one, counted from the last
   */
  private record SkuStep(SkuMove move, int units, int line) {}

  /** What the monolith was told once; a repeat with its reference changes nothing. */
  private static final class NotedTelling {
    private final long units;
    private final long leftBeforeItWasNoted;
    private long leftBeforeItArrived;
    private boolean arrived;
    private boolean sentInVain;
    private boolean answered;

    NotedTelling(long units, long leftInAll, long leftUnheard) {
      this.units = units;
      this.leftBeforeItWasNoted = leftInAll;
      this.leftBeforeItArrived = leftUnheard;
    }
  }

  /** The warehouse, the monolith's books of it, allocation-service, and our ledger. */
  private static final class OneSku {
    private static final String FIGURES = "shop:LAMP";
    private static final String OWN = "bought with us";
    private static final String OTHERS = "others/";

    private final boolean booksOurDespatches;
    private final MonolithsBooks books = new MonolithsBooks();
    private final PlacedProduct product;
    private final List<ShopsOrder> orders = new ArrayList<>();
    private int othersLines;
    private long othersRevision;
    private int boughtWithUs;

    // In our ledger.
    private SourceStock stock = SourceStock.of(0);
    private boolean legacy = true;
    private final List<NotedTelling> tellings = new ArrayList<>();
    private boolean goingBack;
    private boolean debtNoted;

    /** Units that the monolith has given back, as nobody has noted yet. */
    private long givenBackUnnoted;

    /** Units that have left for other teams' lines, of which no event has come yet. */
    private final Queue<Integer> unheard = new ArrayDeque<>();

    /** Units that the monolith has moved by itself and that no figure shows for certain. */
    private long movedByThem;

    private boolean hasMovedByItself;

    /** Units that have left and that the monolith books, or has booked. */
    private long leftInAll;

    /** Set aside for goods that left, and were booked, before the monolith was told of them. */
    private long setAsideInVain;

    OneSku(boolean booksOurDespatches, boolean ownFirst) {
      this.booksOurDespatches = booksOurDespatches;
      this.product = new PlacedProduct(ownFirst ? List.of(OWN, FIGURES) : List.of(FIGURES, OWN));
    }

    private long physical() {
      return books.there() - (booksOurDespatches ? 0 : product.left(FIGURES));
    }

    /** What lines hold of the monolith's stock, whosesoever they are. */
    private long held() {
      return product.open(FIGURES);
    }

    private long heldInAll() {
      return product.held(FIGURES);
    }

    private Ownership routes() {
      return Ownership.all(legacy ? Owner.MONOLITH : Owner.NEW)
          .withFrozen(goingBack ? Set.of(ShopsOrder.SKU) : Set.of());
    }

    void step(SkuStep step) {
      switch (step.move()) {
        case RECEIPT -> books.receive(step.units());
        case STOCK_TAKE_MISSES -> {
          long missing = atMost(physical(), step);
          books.miss(missing);
          movedByThem += missing;
          hasMovedByItself |= missing > 0;
        }
        case TELEPHONE_SALE -> {
          long sold = atMost(books.figure(), step);
          books.sellByTelephone(sold);
          theyHaveTaken(sold);
        }
        case TELEPHONE_CANCELS -> books.cancelByTelephone(step.units());
        case TELEPHONE_SALE_LEAVES ->
            books.leaveByTelephone(atMost(Math.min(books.soldByTelephone(), physical()), step));
        case PURCHASE_WITH_US -> buyWithUs(step.units());
        case STOCK_TAKE_WITH_US_MISSES ->
            buyWithUs(-(int) atMost(product.units(OWN) - product.left(OWN), step));
        case SHOP_ORDERS -> shopOrders(step);
        case SHOP_CHANGES_OR_REOPENS -> shopWants(step, step.units());
        case SHOP_CANCELS -> shopWants(step, 0);
        case SHOPS_LINE_LEAVES -> shopsLineLeaves(step);
        case THEY_SERVE_A_LINE -> theyServe(step);
        case OTHERS_ORDER -> {
          othersLines++;
          othersWant(othersLines, step.units());
        }
        case OTHERS_CHANGE_OR_REOPEN -> othersWant(othersLine(step), step.units());
        case OTHERS_CANCEL -> othersWant(othersLine(step), 0);
        case OTHERS_LINE_LEAVES -> othersLineLeaves(step);
        case WE_HEAR_WHAT_HAS_LEFT -> hear();
        case THEY_BOOK -> books.book();
        case THEY_GIVE_BACK -> giveBack();
        case WE_NOTE_WHAT_THEY_GAVE_BACK -> noteGivenBack();
        case REPORT -> report();
        case WE_LOOK_WHAT_LINES_HOLD -> look();
        case CUT_OVER -> cutOver();
        case BEGIN_BACK -> goingBack |= !legacy;
        case CLOSE -> close();
        case NOTE_THE_DEBT -> noteTheDebt();
        case TELLING_ARRIVES -> send(true, true);
        case TELLING_IS_LOST -> send(false, false);
        case ANSWER_IS_LOST -> send(true, false);
        case TELLING_IS_REFUSED -> refuse();
        case ABORT -> abort();
        case SWITCH_BACK -> switchBack();
        case GO_BACK_A_STEP -> goBackAStep();
        default -> throw new IllegalStateException();
      }
    }

    private static long atMost(long most, SkuStep step) {
      return Math.max(0, Math.min(most, step.units()));
    }

    /** What the monolith takes by itself of a SKU that is ours. */
    private void theyHaveTaken(long units) {
      movedByThem += legacy ? 0 : units;
      hasMovedByItself |= !legacy && units > 0;
    }

    private void buyWithUs(int more) {
      boughtWithUs += more;
      product.size(OWN, boughtWithUs);
    }

    private void shopOrders(SkuStep step) {
      if (orders.isEmpty() || orders.get(orders.size() - 1).isFull()) {
        orders.add(new ShopsOrder(orders.size()));
      }
      ShopsOrder order = orders.get(orders.size() - 1);
      int before = order.lines();
      handOut(order, order.add(step.units(), routes()));
      assertEquals(
          goingBack ? before : before + 1, order.lines(), "a line first seen waits while frozen");
    }

    /** To its owner. */
    private void handOut(ShopsOrder order, List<LedgerLine> changed) {
      for (LedgerLine line : changed) {
        String name = order.name(Integer.parseInt(line.key().lineid()));
        int wanted = line.isWanted() ? line.quantity() : 0;
        assertEquals(line.owner() != Owner.NEW, line.confirmed(), "a command is of ours alone");
        if (line.owner() == Owner.NEW) {
          product.want(name, wanted, line.revision());
        } else {
          theyHaveTaken(books.want(name, wanted));
        }
      }
    }

    /** One of the lines of the shop. */
    private record ChosenLine(ShopsOrder order, int line) {
      private String name() {
        return order.name(line);
      }

      private LedgerLine now() {
        return order.line(line);
      }
    }

    /** Null when there is none. */
    private ChosenLine shopsLine(SkuStep step) {
      List<ChosenLine> all = new ArrayList<>();
      for (ShopsOrder order : orders) {
        for (int line = 0; line < order.lines(); line++) {
          all.add(new ChosenLine(order, line));
        }
      }
      return all.isEmpty() ? null : all.get(all.size() - 1 - step.line() % all.size());
    }

    private void shopWants(SkuStep step, int units) {
      ChosenLine chosen = shopsLine(step);
      if (chosen != null && !chosen.now().despatched()) {
        boolean grows = units > (chosen.now().isWanted() ? chosen.now().quantity() : 0);
        boolean ours = chosen.now().owner() == Owner.NEW;
        long heldBefore = product.heldBy(FIGURES, chosen.name()::equals);
        long ownBefore = product.heldBy(OWN, chosen.name()::equals);
        handOut(chosen.order(), chosen.order().change(chosen.line(), units, routes()));
        if (ours && grows && product.isClosed()) {
          assertEquals(heldBefore, product.heldBy(FIGURES, chosen.name()::equals));
          assertEquals(ownBefore, product.heldBy(OWN, chosen.name()::equals));
        }
      }
    }

    private void shopsLineLeaves(SkuStep step) {
      ChosenLine chosen = shopsLine(step);
      if (chosen == null || !chosen.now().isOpen()) {
        return;
      }
      int units = chosen.now().quantity();
      if (chosen.now().owner() == Owner.MONOLITH) {
        if (books.holds(chosen.name(), units) && physical() >= units) {
          books.leave(chosen.name());
          chosen.order().leave(chosen.line(), routes());
        }
      } else if (mayLeave(chosen.name(), units)) {
        chosen.order().leave(chosen.line(), routes());
        if (leave(chosen.name(), chosen.now().revision())) {
          noteLeft(units);
        }
      }
    }

    private boolean mayLeave(String name, int units) {
      return product.holds(name, units) && (product.batch(name).equals(OWN) || physical() >= units);
    }

    /** Whether its units were of the monolith's stock, and it will book them. */
    private boolean leave(String name, long revision) {
      int units = product.wanted(name);
      boolean books =
          product.despatch(name, revision).filter(FIGURES::equals).isPresent()
              && booksOurDespatches;
      if (books) {
        this.books.hasToBook(units);
        leftInAll += units;
        tellings.stream()
            .filter(each -> !each.arrived)
            .forEach(each -> each.leftBeforeItArrived += units);
      }
      return books;
    }

    private void noteLeft(long units) {
      stock = stock.left(units);
      product.size(FIGURES, stock.inBatch());
    }

    private void theyServe(SkuStep step) {
      ChosenLine chosen = shopsLine(step);
      if (chosen != null && chosen.now().owner() == Owner.MONOLITH && chosen.now().isOpen()) {
        theyHaveTaken(books.serve(chosen.name()));
      }
    }

    private int othersLine(SkuStep step) {
      return othersLines == 0 ? 0 : othersLines - step.line() % othersLines;
    }

    private static String othersName(int line) {
      return OTHERS + line;
    }

    private void othersWant(int line, int units) {
      if (line > 0) {
        product.want(othersName(line), units, ++othersRevision);
      }
    }

    /** Of their despatches we hear by events alone. */
    private void othersLineLeaves(SkuStep step) {
      String name = othersName(othersLine(step));
      if (othersLine(step) > 0) {
        int units = product.wanted(name);
        if (units > 0 && mayLeave(name, units) && leave(name, ++othersRevision)) {
          unheard.add(units);
        }
      }
    }

    private void hear() {
      if (!unheard.isEmpty()) {
        noteLeft(unheard.remove());
      }
    }

    /** What the list shows, as somebody reads it. */
    private void giveBack() {
      givenBackUnnoted += books.giveBack(Math.max(0, stock.toGiveBack() - givenBackUnnoted));
    }

    private void noteGivenBack() {
      stock = stock.gaveBack(Math.min(givenBackUnnoted, stock.toGiveBack()));
      givenBackUnnoted = 0;
    }

    private void report() {
      stock = stock.reported(books.figure());
      product.size(FIGURES, stock.inBatch());
      boolean certain =
          stock.pending() == 0
              && unheard.isEmpty()
              && tellings.stream().allMatch(each -> each.answered);
      movedByThem = certain && !books.hasToBook() ? 0 : movedByThem;
    }

    private void look() {
      if (legacy) {
        stock = stock.heldNow(heldInAll());
        product.size(FIGURES, stock.inBatch());
      }
    }

    /** List, ledger and allocation-service are the same. */
    private void cutOver() {
      if (legacy && stock.figure() == books.figure() && isSized()) {
        int before = stock.inBatch();
        legacy = false;
        product.open();
        assertEquals(before, stock.inBatch());
      }
    }

    private boolean isSized() {
      return product.units(FIGURES) == stock.inBatch();
    }

    private void close() {
      if (goingBack) {
        product.close();
      }
    }

    /** Not while the figure is to show goods that have left: they would be taken for others. */
    private void noteTheDebt() {
      long unanswered =
          tellings.stream().filter(each -> !each.answered).mapToLong(each -> each.units).sum();
      if (goingBack && product.isClosed() && stock.pending() <= unanswered) {
        long debt = stock.debt(heldInAll());
        int before = stock.inBatch();
        long informed = stock.uncounted() + stock.pending();
        stock = stock.informed(debt);
        assertEquals(before, stock.inBatch(), "telling changes no quantity");
        long ours = product.heldBy(FIGURES, line -> !line.startsWith(OTHERS));
        long others = product.heldBy(FIGURES, line -> line.startsWith(OTHERS));
        assertEquals(
            Math.max(informed, ours + others),
            stock.uncounted() + stock.pending(),
            "the monolith knows of what lines hold of its stock, whosesoever they are, of nothing"
                + " that was bought with us, and is told nothing twice");
        debtNoted = true;
        if (debt > 0) {
          long leftUnheard = unheard.stream().mapToLong(Integer::longValue).sum();
          tellings.add(new NotedTelling(debt, leftInAll, leftUnheard));
        }
      }
    }

    private NotedTelling nextToSend() {
      return goingBack && product.isClosed()
          ? tellings.stream().filter(each -> !each.answered).findFirst().orElse(null)
          : null;
    }

    private void send(boolean arrives, boolean answered) {
      NotedTelling telling = nextToSend();
      if (telling != null) {
        if (arrives) {
          // What has left before is not taken out of it.
          books.book();
        }
        if (arrives && !telling.arrived) {
          books.setAside(telling.units);
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
        // What left before, and was taken to be of this one, is of the next.
        tellings.stream()
            .filter(each -> !each.arrived)
            .findFirst()
            .ifPresent(
                next ->
                    next.leftBeforeItArrived +=
                        Math.max(
                            0,
                            telling.leftBeforeItArrived - (leftInAll - next.leftBeforeItWasNoted)));
        stock = stock.notInformed(telling.units);
        product.size(FIGURES, stock.inBatch());
        debtNoted = false;
      }
    }

    private void abort() {
      if (goingBack) {
        goingBack = false;
        debtNoted = false;
        product.open();
      }
    }

    /** What was told is answered, nothing is pending, and the list has the ledger's figure. */
    private void switchBack() {
      if (goingBack
          && debtNoted
          && tellings.stream().allMatch(each -> each.answered)
          && stock.pending() == 0
          && stock.figure() == books.figure()
          && isSized()) {
        int before = stock.inBatch();
        legacy = true;
        goingBack = false;
        debtNoted = false;
        assertEquals(before, stock.inBatch(), "a switch changes no quantity");
        assertTrue(
            held() + Math.max(0, books.figure()) <= unpromised() + movedByThem,
            "the monolith would sell what our lines hold");
      }
    }

    /** The step that comes next when nothing goes wrong, once it has begun. */
    private void goBackAStep() {
      if (!goingBack || !product.isClosed()) {
        close();
      } else if (!debtNoted) {
        noteTheDebt();
        books.book();
      } else if (nextToSend() != null) {
        send(true, true);
      } else {
        report();
        switchBack();
      }
    }

    private long unpromised() {
      return Math.max(0, physical() - books.promised());
    }

    void check() {
      assertTrue(held() <= unpromised() + movedByThem, "promised twice");
      assertTrue(
          product.held(OWN) <= product.units(OWN) && product.units(OWN) == boughtWithUs,
          "a line holds what was never bought with us");
      assertTrue(held() == 0 || heldInAll() <= stock.inBatch(), "a line has no room");
      assertEquals(
          Math.max(stock.inBatch(), product.left(FIGURES)),
          product.units(FIGURES),
          "allocation-service has another batch than the ledger");
      if (legacy) {
        assertTrue(product.isClosed(), "both promise");
      }
    }

    /** Whatever is left to be done is done. */
    void checkAtRest() {
      goingBack |= !legacy;
      close();
      while (!unheard.isEmpty()) {
        hear();
      }
      books.book();
      for (int i = 0; i < 2; i++) {
        noteTheDebt();
        while (nextToSend() != null) {
          send(true, true);
        }
        report();
        stock = stock.countedOut();
        product.size(FIGURES, stock.inBatch());
        report();
      }
      switchBack();
      look();
      giveBack();
      noteGivenBack();
      report();
      // What it has given back may be what its figure was below 0 by.
      switchBack();
      look();
      giveBack();
      noteGivenBack();
      report();
      check();
      if (books.figure() >= 0 && stock.toGiveBack() == 0) {
        assertTrue(legacy);
        assertTrue(
            held() + books.figure() <= unpromised() + movedByThem,
            "the monolith sells more than there is");
        if (!hasMovedByItself) {
          long unsold = physical() - books.promised() - held() - books.figure();
          assertTrue(unsold >= 0, "more than what is there is sold");
          assertTrue(unsold <= setAsideInVain, "all that is there is sold");
        }
      }
    }
  }

  @Property(tries = 20_000)
  void no_unit_is_promised_by_both(
      @ForAll("steps") List<SkuStep> steps,
      @ForAll boolean booksOurDespatches,
      @ForAll boolean ownFirst) {
    OneSku sku = new OneSku(booksOurDespatches, ownFirst);
    for (SkuStep step : steps) {
      sku.step(step);
      sku.check();
    }
    sku.checkAtRest();
  }

  @Provide
  Arbitrary<List<SkuStep>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Stream.of(SkuMove.values()).map(move -> Tuple.of(weight(move), move)).toList()),
            Arbitraries.integers().between(1, MOST_UNITS),
            Arbitraries.integers().between(0, LINES_TO_CHOOSE_FROM - 1))
        .as(SkuStep::new)
        .list()
        .ofMaxSize(MOST_STEPS)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
