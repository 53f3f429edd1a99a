package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.stock.BatchLook.DespatchEffect;
import dev.ficus.legacy.stock.BatchLook.ListedBatch;
import dev.ficus.legacy.stock.BatchLook.LookedBatch;
import dev.ficus.legacy.stock.BatchLook.SkuLook;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
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
 * One SKU of three named batches that goes over to us and back, as often as it may, with whatever
 * happens to its stock, to its lines, and between the answers of a look: no unit is promised by
 * both, no quantity and no day jumps at a switch, no unit is lost, and after a rollback the
 * monolith has of each batch exactly what is there and not promised.
 */
class NamedBatchHistoryTest {

  private static final int MOST_STEPS = 120;
  private static final int MOST_UNITS = 5;
  private static final int CHOICES = 6;
  private static final List<String> BATCHES = List.of("M1", "M2", "M3");

  private enum BatchMove {
    RECEIPT,
    STOCK_TAKE_MISSES,
    ANOTHER_DAY,
    TELEPHONE_SALE,
    TELEPHONE_CANCELS,
    TELEPHONE_SALE_LEAVES,
    SHOP_ORDERS,
    SHOP_CHANGES,
    SHOP_CANCELS,
    SHOPS_LINE_LEAVES,
    THEY_SERVE_A_LINE,
    THEY_MOVE_A_PROMISE,
    OTHERS_ORDER,
    OTHERS_LINE_LEAVES,
    WE_HEAR_WHAT_HAS_LEFT,
    THEY_BOOK,
    THEY_GIVE_BACK,
    ASK_FOR_BATCHES,
    ASK_FOR_PROMISES,
    ASK_FOR_BATCHES_AGAIN,
    ASK_FOR_PROMISES_AGAIN,
    LOOK,
    WE_LOOK_WHAT_LINES_HOLD,
    CUT_OVER,
    BEGIN_BACK,
    GO_BACK_A_STEP
  }

  private static int weight(BatchMove move) {
    return switch (move) {
      case GO_BACK_A_STEP -> 12;
      case RECEIPT,
          SHOP_ORDERS,
          SHOPS_LINE_LEAVES,
          LOOK,
          CUT_OVER,
          ASK_FOR_BATCHES,
          ASK_FOR_PROMISES,
          ASK_FOR_BATCHES_AGAIN,
          ASK_FOR_PROMISES_AGAIN ->
          4;
      default -> 1;
    };
  }

  /**
   * A move.
   *
   * @param choice which line or batch it is about
   */
  private record BatchStep(BatchMove move, int units, int choice) {}

  /** A batch in the monolith's books. */
  private static final class BookedBatch {
    private long units;
    private long gone;
    private long toBook;
    private long leftUnbooked;
    private long setAside;
    private Optional<LocalDate> eta = Optional.empty();

    /** Units that have left since a telling was noted, and before it has arrived. */
    private long leftBeforeItIsTold;

    private long leftUnheard;

    /** Units set aside for lines whose goods had left by then: nobody sells them. */
    private long setAsideInVain;

    /** Units whose promise was taken back since promises were asked for. */
    private long released;

    /** Units that it has taken by itself of a SKU that is ours, each with its moment. */
    private final List<MovedUnits> moved = new ArrayList<>();

    long physical() {
      return units - toBook - leftUnbooked;
    }
  }

  private record MovedUnits(long units, int at) {}

  /** A line of the monolith. */
  private static final class TheirLine {
    private final boolean byTelephone;
    private long wanted;
    private long promised;
    private String batch;
    private boolean gone;

    TheirLine(boolean byTelephone, long wanted) {
      this.byTelephone = byTelephone;
      this.wanted = wanted;
    }

    boolean isOpenIn(String which) {
      return which.equals(batch) && !gone;
    }
  }

  /** What is known of a batch here. */
  private static final class OurBatch {
    private SourceStock stock = SourceStock.of(0);
    private Optional<LocalDate> eta = Optional.empty();
  }

  private static final class SkuInBatches {
    private static final String SKU = "LAMP";

    private final DespatchEffect despatch;
    private final boolean booksOurDespatches;
    private final Map<String, BookedBatch> books = new LinkedHashMap<>();
    private final List<TheirLine> theirs = new ArrayList<>();
    private final List<String> ours = new ArrayList<>();
    private final Map<String, OurBatch> known = new LinkedHashMap<>();
    private final PlacedProduct product = new PlacedProduct(BATCHES);
    private final Queue<Runnable> unheard = new ArrayDeque<>();
    private final Queue<Runnable> tellings = new ArrayDeque<>();
    private boolean legacy = true;
    private boolean goingBack;
    private boolean debtNoted;
    private boolean movedByItself;
    private long revision;
    private int now;

    // Of the look that is under way.
    private List<ListedBatch> first;
    private List<MonolithPromise> promises;
    private List<ListedBatch> again;
    private final Map<String, Long> figuresThen = new HashMap<>();
    private int promisesAt;

    SkuInBatches(DespatchEffect despatch, boolean booksOurDespatches) {
      this.despatch = despatch;
      this.booksOurDespatches = booksOurDespatches;
      BATCHES.forEach(
          each -> {
            books.put(each, new BookedBatch());
            known.put(each, new OurBatch());
          });
    }

    private long promisedOf(String batch) {
      return theirs.stream()
          .filter(line -> line.isOpenIn(batch))
          .mapToLong(line -> line.promised)
          .sum();
    }

    /** What the monolith has left of a batch to promise. */
    private long figure(String batch) {
      BookedBatch of = books.get(batch);
      return of.units - promisedOf(batch) - of.setAside;
    }

    void step(BatchStep step) {
      now++;
      String batch = BATCHES.get(step.choice() % BATCHES.size());
      BookedBatch booked = books.get(batch);
      switch (step.move()) {
        case RECEIPT -> booked.units += step.units();
        case STOCK_TAKE_MISSES -> {
          long missing = atMost(booked.physical(), step);
          booked.units -= missing;
          moveByThemselves(batch, missing);
        }
        case ANOTHER_DAY ->
            booked.eta =
                step.units() == 1
                    ? Optional.empty()
                    : Optional.of(LocalDate.of(2010, 12, step.units()));
        case TELEPHONE_SALE -> serve(add(true, step.units()), batch);
        case TELEPHONE_CANCELS -> theirLine(step, true).ifPresent(line -> want(line, 0));
        case TELEPHONE_SALE_LEAVES -> theirLine(step, true).ifPresent(this::leave);
        case SHOP_ORDERS -> shopOrders(step);
        case SHOP_CHANGES -> shopChanges(step, step.units());
        case SHOP_CANCELS -> shopChanges(step, 0);
        case SHOPS_LINE_LEAVES -> {
          if (step.choice() % 2 == 0) {
            theirLine(step, false).ifPresent(this::leave);
          } else {
            ourLine(step).ifPresent(line -> leaveOurs(line, false));
          }
        }
        case THEY_SERVE_A_LINE -> theirLine(step, false).ifPresent(line -> serve(line, batch));
        case THEY_MOVE_A_PROMISE -> theirLine(step, false).ifPresent(line -> move(line, batch));
        case OTHERS_ORDER -> order(step.units());
        case OTHERS_LINE_LEAVES -> ourLine(step).ifPresent(line -> leaveOurs(line, true));
        case WE_HEAR_WHAT_HAS_LEFT -> runOne(unheard);
        case THEY_BOOK -> book(booked);
        case THEY_GIVE_BACK -> giveBack(batch);
        case ASK_FOR_BATCHES -> {
          first = listed();
          promises = null;
          again = null;
        }
        case ASK_FOR_PROMISES -> askForPromises();
        case ASK_FOR_BATCHES_AGAIN -> askForBatchesAgain();
        case ASK_FOR_PROMISES_AGAIN -> look();
        case LOOK -> wholeLook();
        case WE_LOOK_WHAT_LINES_HOLD -> lookWhatLinesHold();
        case CUT_OVER -> cutOver();
        case BEGIN_BACK -> goingBack |= !legacy;
        case GO_BACK_A_STEP -> goBackAStep();
        default -> throw new IllegalStateException();
      }
    }

    private static long atMost(long most, BatchStep step) {
      return Math.max(0, Math.min(most, step.units()));
    }

    private static void runOne(Queue<Runnable> queue) {
      if (!queue.isEmpty()) {
        queue.remove().run();
      }
    }

    private void moveByThemselves(String batch, long units) {
      if (units > 0) {
        books.get(batch).moved.add(new MovedUnits(units, now));
        movedByItself = true;
      }
    }

    private TheirLine add(boolean byTelephone, long wanted) {
      TheirLine line = new TheirLine(byTelephone, wanted);
      theirs.add(line);
      return line;
    }

    private Optional<TheirLine> theirLine(BatchStep step, boolean byTelephone) {
      List<TheirLine> open =
          theirs.stream().filter(line -> line.byTelephone == byTelephone && !line.gone).toList();
      return open.isEmpty()
          ? Optional.empty()
          : Optional.of(open.get(open.size() - 1 - step.choice() % open.size()));
    }

    private Optional<String> ourLine(BatchStep step) {
      return ours.isEmpty()
          ? Optional.empty()
          : Optional.of(ours.get(ours.size() - 1 - step.choice() % ours.size()));
    }

    private void want(TheirLine line, long units) {
      long taken = Math.max(0, line.promised - units);
      line.wanted = units;
      line.promised -= taken;
      if (taken > 0) {
        books.get(line.batch).released += taken;
      }
    }

    /** Promises a line what it lacks, of one batch, as far as the figure goes. */
    private void serve(TheirLine line, String preferred) {
      String batch = line.promised > 0 ? line.batch : preferred;
      long more = Math.max(0, Math.min(figure(batch), line.wanted - line.promised));
      if (more > 0) {
        line.batch = batch;
        line.promised += more;
        if (!legacy) {
          moveByThemselves(batch, more);
        }
      }
    }

    private void move(TheirLine line, String to) {
      if (line.promised > 0 && !to.equals(line.batch) && figure(to) >= line.promised) {
        books.get(line.batch).released += line.promised;
        line.batch = to;
        if (!legacy) {
          moveByThemselves(to, line.promised);
        }
      }
    }

    private void leave(TheirLine line) {
      if (line.promised == 0 || books.get(line.batch).physical() < line.promised) {
        return;
      }
      line.gone = true;
      BookedBatch booked = books.get(line.batch);
      booked.units -= line.promised;
      booked.gone += line.promised;
    }

    private void shopOrders(BatchStep step) {
      if (legacy) {
        serve(add(false, step.units()), BATCHES.get(step.choice() % BATCHES.size()));
      } else if (!goingBack) {
        order(step.units());
      }
    }

    private void order(int units) {
      String line = "line" + ours.size();
      ours.add(line);
      product.want(line, units, ++revision);
    }

    private void shopChanges(BatchStep step, int units) {
      if (step.choice() % 2 == 0) {
        theirLine(step, false)
            .ifPresent(
                line -> {
                  want(line, units);
                  serve(line, BATCHES.get(0));
                });
      } else {
        ourLine(step).ifPresent(line -> product.want(line, units, ++revision));
      }
    }

    private void leaveOurs(String line, boolean heardLate) {
      int units = product.wanted(line);
      if (units == 0 || !product.holds(line, units)) {
        return;
      }
      String batch = product.batch(line);
      BookedBatch booked = books.get(batch);
      if (booked.physical() < units) {
        return;
      }
      product.despatch(line, ++revision);
      if (!booksOurDespatches) {
        booked.leftUnbooked += units;
        return;
      }
      booked.toBook += units;
      booked.leftBeforeItIsTold += units;
      Runnable hear =
          () -> {
            OurBatch of = known.get(batch);
            of.stock = of.stock.left(units);
            size(batch);
          };
      if (heardLate) {
        booked.leftUnheard += units;
        unheard.add(
            () -> {
              booked.leftUnheard -= units;
              hear.run();
            });
      } else {
        hear.run();
      }
    }

    private void book(BookedBatch booked) {
      booked.units -= booked.toBook;
      booked.setAside -= Math.min(booked.toBook, booked.setAside);
      booked.toBook = 0;
    }

    private void giveBack(String batch) {
      OurBatch of = known.get(batch);
      long back = Math.min(of.stock.toGiveBack(), books.get(batch).setAside);
      books.get(batch).setAside -= back;
      books.get(batch).released += back;
      of.stock = of.stock.gaveBack(back);
    }

    private List<ListedBatch> listed() {
      return books.entrySet().stream()
          .map(
              each -> {
                BookedBatch of = each.getValue();
                long gone = despatch == DespatchEffect.LEAVES_THE_QUANTITY ? of.gone : 0;
                return new ListedBatch(each.getKey(), SKU, of.units + gone, of.eta);
              })
          .toList();
    }

    private List<MonolithPromise> promises() {
      Stream<MonolithPromise> lines =
          theirs.stream()
              .filter(line -> line.promised > 0)
              .map(line -> new MonolithPromise(line.batch, SKU, line.promised, line.gone));
      Stream<MonolithPromise> setAside =
          books.entrySet().stream()
              .map(
                  each ->
                      new MonolithPromise(each.getKey(), null, each.getValue().setAside, false));
      return Stream.concat(lines, setAside).toList();
    }

    private void wholeLook() {
      first = listed();
      askForPromises();
      askForBatchesAgain();
      look();
    }

    private void askForBatchesAgain() {
      again = listed();
      BATCHES.forEach(each -> figuresThen.put(each, figure(each)));
    }

    private void askForPromises() {
      again = null;
      promises = promises();
      promisesAt = now;
      books.values().forEach(each -> each.released = 0);
    }

    private void look() {
      if (first != null && promises != null && again != null) {
        BatchLook look = BatchLook.of(first, promises, again, promises(), despatch);
        Optional.ofNullable(look.clear().get(SKU)).ifPresent(this::takeIn);
      }
      first = null;
      promises = null;
      again = null;
    }

    private void takeIn(SkuLook look) {
      for (LookedBatch batch : look.batches()) {
        OurBatch of = known.get(batch.batchref());
        assertTrue(
            batch.figure() + books.get(batch.batchref()).released
                >= Math.min(figuresThen.get(batch.batchref()), figure(batch.batchref())),
            "goods that leave for the monolith's own lines take units from ours");
        of.stock = of.stock.reported(batch.figure());
        of.eta = batch.eta();
      }
      // The cut lines are placed again when all batches are as they are, as in one transaction.
      BATCHES.forEach(this::size);
      for (String batch : BATCHES) {
        BookedBatch booked = books.get(batch);
        if (known.get(batch).stock.pending() == 0
            && unheard.isEmpty()
            && tellings.isEmpty()
            && booked.toBook == 0) {
          booked.moved.removeIf(each -> each.at() <= promisesAt);
        }
      }
    }

    private void size(String batch) {
      product.size(batch, known.get(batch).stock.inBatch());
    }

    private void lookWhatLinesHold() {
      if (legacy) {
        for (String batch : BATCHES) {
          OurBatch of = known.get(batch);
          of.stock = of.stock.heldNow(product.held(batch));
          size(batch);
        }
      }
    }

    private boolean isAsListed() {
      return BATCHES.stream()
          .allMatch(
              batch ->
                  known.get(batch).stock.figure() == figure(batch)
                      && known.get(batch).eta.equals(books.get(batch).eta)
                      && product.units(batch) == known.get(batch).stock.inBatch());
    }

    private void cutOver() {
      if (legacy && isAsListed()) {
        Map<String, Integer> before = sizes();
        legacy = false;
        assertEquals(before, sizes(), "a switch changes no quantity");
        product.open();
      }
    }

    private Map<String, Integer> sizes() {
      Map<String, Integer> sizes = new LinkedHashMap<>();
      known.forEach((batch, of) -> sizes.put(batch, of.stock.inBatch()));
      return sizes;
    }

    private boolean isPending() {
      return known.values().stream().anyMatch(of -> of.stock.pending() > 0);
    }

    private void goBackAStep() {
      if (!goingBack) {
        return;
      }
      if (!product.isClosed()) {
        product.close();
      } else if (!debtNoted && !isPending()) {
        noteTheDebts();
      } else if (!tellings.isEmpty()) {
        tellings.remove().run();
      } else {
        books.values().forEach(this::book);
        while (!unheard.isEmpty()) {
          unheard.remove().run();
        }
        wholeLook();
        switchBack();
      }
    }

    private void noteTheDebts() {
      // What has left is booked and shown before anything is told.
      for (String batch : BATCHES) {
        OurBatch of = known.get(batch);
        long debt = of.stock.debt(product.held(batch));
        int before = of.stock.inBatch();
        of.stock = of.stock.informed(debt);
        assertEquals(before, of.stock.inBatch(), "telling changes no quantity");
        BookedBatch booked = books.get(batch);
        booked.leftBeforeItIsTold = booked.leftUnheard;
        if (debt > 0) {
          tellings.add(
              () -> {
                book(booked);
                booked.setAside += debt;
                booked.setAsideInVain += Math.min(debt, booked.leftBeforeItIsTold);
              });
        }
      }
      debtNoted = true;
    }

    private void switchBack() {
      if (debtNoted && tellings.isEmpty() && !isPending() && isAsListed()) {
        Map<String, Integer> before = sizes();
        legacy = true;
        goingBack = false;
        debtNoted = false;
        assertEquals(before, sizes(), "a switch changes no quantity");
        for (String batch : BATCHES) {
          assertTrue(
              product.open(batch) + Math.max(0, figure(batch)) <= unpromised(batch) + moved(batch),
              "the monolith would sell what our lines hold");
        }
        lookWhatLinesHold();
      }
    }

    private long unpromised(String batch) {
      return Math.max(0, books.get(batch).physical() - promisedOf(batch));
    }

    private long moved(String batch) {
      return books.get(batch).moved.stream().mapToLong(MovedUnits::units).sum();
    }

    void check() {
      for (String batch : BATCHES) {
        assertTrue(
            product.open(batch) <= unpromised(batch) + moved(batch), "promised twice: " + batch);
        assertTrue(
            product.open(batch) == 0 || product.held(batch) <= known.get(batch).stock.inBatch(),
            "a line has no room");
        assertTrue(!legacy || product.isClosed(), "both promise");
      }
    }

    void checkAtRest() {
      while (!unheard.isEmpty()) {
        unheard.remove().run();
      }
      while (!tellings.isEmpty()) {
        tellings.remove().run();
      }
      books.values().forEach(this::book);
      wholeLook();
      check();
      for (String batch : BATCHES) {
        SourceStock stock = known.get(batch).stock;
        assertEquals(figure(batch), stock.figure(), "goods that leave for them change no figure");
        assertEquals(books.get(batch).eta, known.get(batch).eta);
        long left = product.left(batch);
        if (!movedByItself && stock.pending() == 0 && stock.toGiveBack() == 0) {
          long lost = books.get(batch).physical() - promisedOf(batch) + left - stock.inBatch();
          assertTrue(lost >= 0, "more than there is: " + batch);
          assertTrue(lost <= books.get(batch).setAsideInVain, lost + " lost: " + batch);
        }
      }
    }
  }

  @Property(tries = 5000)
  void no_unit_of_a_named_batch_is_promised_by_both(
      @ForAll("steps") List<BatchStep> steps,
      @ForAll DespatchEffect despatch,
      @ForAll boolean booksOurDespatches) {
    SkuInBatches sku = new SkuInBatches(despatch, booksOurDespatches);
    for (BatchStep step : steps) {
      sku.step(step);
      sku.check();
    }
    sku.checkAtRest();
  }

  @Provide
  Arbitrary<List<BatchStep>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Stream.of(BatchMove.values()).map(move -> Tuple.of(weight(move), move)).toList()),
            Arbitraries.integers().between(1, MOST_UNITS),
            Arbitraries.integers().between(0, CHOICES - 1))
        .as(BatchStep::new)
        .list()
        .ofMaxSize(MOST_STEPS)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
