package dev.ficus.legacy.shadow;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.order.LedgerLine.LineState;
import dev.ficus.legacy.order.LineKey;
import dev.ficus.legacy.order.OrderNumber;
import dev.ficus.legacy.shadow.ShadowChange.BatchesLooked;
import dev.ficus.legacy.shadow.ShadowChange.LineId;
import dev.ficus.legacy.shadow.ShadowChange.LineShown;
import dev.ficus.legacy.shadow.ShadowChange.SkuBased;
import dev.ficus.legacy.shadow.ShadowRules.Fed;
import dev.ficus.legacy.shadow.ShadowRules.TakenUnits;
import dev.ficus.legacy.shadow.ShownBatches.ShownBatch;
import dev.ficus.legacy.shadow.ShownBatches.ShownPromise;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
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
 * A SKU of three named batches in the shadow, based as often as it may be, with whatever happens to
 * its stock and its lines, and with what is shown and heard late: at rest the shadow has exactly
 * the units that are there and not promised to lines that it was never fed, on the right days.
 */
class NamedShadowHistoryTest {

  private static final int MOST_STEPS = 100;
  private static final int MOST_UNITS = 5;
  private static final int CHOICES = 6;
  private static final String SKU = "LAMP";
  private static final List<String> BATCHES = List.of("M1", "M2", "M3");
  private static final Instant NOW = Instant.EPOCH;

  private enum NamedShadowMove {
    RECEIPT,
    STOCK_TAKE_MISSES,
    ANOTHER_DAY,
    TELEPHONE_SALE,
    THEIR_LINE_LEAVES,
    SHOP_ORDERS,
    SHOP_CHANGES,
    SHOP_CANCELS,
    THEY_CANCEL_BY_THEMSELVES,
    THEY_SERVE_A_LINE,
    THEY_MOVE_A_PROMISE,
    THEY_TAKE_A_PROMISE_BACK,
    THE_SHOP_HEARS,
    LOOK,
    DECIDE,
    HEAR,
    BASE_ANEW,
    FORGET
  }

  private static int weight(NamedShadowMove move) {
    return switch (move) {
      case SHOP_ORDERS, LOOK, DECIDE, HEAR, THE_SHOP_HEARS, THEIR_LINE_LEAVES -> 4;
      case RECEIPT, THEY_SERVE_A_LINE -> 3;
      default -> 1;
    };
  }

  private record NamedShadowStep(NamedShadowMove move, int units, int choice) {}

  /** A batch in the monolith's books. */
  private static final class TheirBatch {
    private long units;
    private long gone;
    private Optional<LocalDate> eta = Optional.empty();
  }

  /** A line in the monolith's books. */
  private static final class LineInBooks {
    private final LineId id;
    private final boolean byTelephone;
    private long wanted;
    private long promised;
    private String batch;
    private boolean gone;
    private int revision;

    LineInBooks(int number, boolean byTelephone, long wanted) {
      this.id =
          new LineId(
              new OrderNumber("shop", byTelephone ? "T" + number : "" + number),
              new LineKey(SKU, number % 2 == 0 ? "" : "7"));
      this.byTelephone = byTelephone;
      this.wanted = wanted;
    }

    boolean isOpen() {
      return promised > 0 && !gone;
    }
  }

  /** The product in the shadow, which prefers other batches than the monolith. */
  private static final class ShadowProduct {
    private final Map<String, Long> sizes = new HashMap<>();
    private final Map<LineId, Long> wanted = new LinkedHashMap<>();
    private final Map<LineId, String> placed = new LinkedHashMap<>();
    private final Map<LineId, Boolean> left = new HashMap<>();

    void want(LineId line, long units) {
      if (left.containsKey(line)) {
        return;
      }
      placed.remove(line);
      wanted.remove(line);
      if (units > 0) {
        wanted.put(line, units);
      }
      serve();
    }

    void despatch(LineId line) {
      if (placed.containsKey(line)) {
        left.put(line, true);
      }
    }

    long held(String batch) {
      return placed.entrySet().stream()
          .filter(each -> each.getValue().equals(batch))
          .mapToLong(each -> wanted.get(each.getKey()))
          .sum();
    }

    private long left(String batch) {
      return placed.entrySet().stream()
          .filter(each -> each.getValue().equals(batch) && left.containsKey(each.getKey()))
          .mapToLong(each -> wanted.get(each.getKey()))
          .sum();
    }

    /** Fewer than have left are refused. */
    void size(String batch, long units) {
      if (units < left(batch)) {
        return;
      }
      List<LineId> oldestFirst =
          new ArrayList<>(
              placed.entrySet().stream()
                  .filter(each -> each.getValue().equals(batch))
                  .map(Map.Entry::getKey)
                  .filter(line -> !left.containsKey(line))
                  .toList());
      while (held(batch) > units) {
        placed.remove(oldestFirst.remove(oldestFirst.size() - 1));
      }
      sizes.put(batch, units);
      serve();
    }

    private void serve() {
      for (LineId line : List.copyOf(wanted.keySet())) {
        if (!placed.containsKey(line)) {
          sizes.keySet().stream()
              .sorted((one, other) -> other.compareTo(one))
              .filter(batch -> sizes.get(batch) - held(batch) >= wanted.get(line))
              .findFirst()
              .ifPresent(batch -> placed.put(line, batch));
        }
      }
    }
  }

  private static final class SkuInShadow {
    private final Map<String, TheirBatch> books = new LinkedHashMap<>();
    private final List<LineInBooks> booked = new ArrayList<>();
    private final Queue<LineInBooks> unheard = new ArrayDeque<>();
    private final Queue<ShadowChange> log = new ArrayDeque<>();
    private final ShadowProduct product = new ShadowProduct();
    private final Map<LineId, ShadowLine> lines = new LinkedHashMap<>();
    private final Set<LineId> heardToHaveLeft = new HashSet<>();
    private final AtomicLong places = new AtomicLong();
    private final boolean hasGone;
    private ShownBatches looked;
    private int basing;
    private long forgotten;
    private ShadowSku sku = FedSku.basedSku(SKU, 0, 0, 1);

    SkuInShadow(boolean hasGone) {
      this.hasGone = hasGone;
      BATCHES.forEach(each -> books.put(each, new TheirBatch()));
      looked = shown();
      baseAnew();
    }

    private long figure(String batch) {
      return books.get(batch).units
          - booked.stream()
              .filter(line -> line.isOpen() && line.batch.equals(batch))
              .mapToLong(line -> line.promised)
              .sum();
    }

    private ShownBatches shown() {
      return new ShownBatches(
          BATCHES.stream()
              .map(each -> new ShownBatch(each, figure(each), books.get(each).eta))
              .toList(),
          booked.stream()
              .filter(line -> line.promised > 0 && (hasGone || !line.gone))
              .map(
                  line ->
                      new ShownPromise(
                          line.batch,
                          line.id.order().number(),
                          line.id.line().lineid(),
                          line.promised))
              .toList(),
          hasGone);
    }

    void step(NamedShadowStep step) {
      String batch = BATCHES.get(step.choice() % BATCHES.size());
      TheirBatch of = books.get(batch);
      switch (step.move()) {
        case RECEIPT -> of.units += step.units();
        case STOCK_TAKE_MISSES -> of.units -= Math.min(of.units, step.units());
        case ANOTHER_DAY ->
            of.eta =
                step.units() == 1
                    ? Optional.empty()
                    : Optional.of(LocalDate.of(2010, 12, step.units()));
        case TELEPHONE_SALE -> serve(add(true, step.units()), batch);
        case THEIR_LINE_LEAVES ->
            line(
                    step,
                    line ->
                        line.isOpen()
                            && line.promised == line.wanted
                            && books.get(line.batch).units >= line.promised)
                .ifPresent(this::leave);
        case SHOP_ORDERS -> {
          LineInBooks line = add(false, step.units());
          show(line, LineState.ORDERED);
          if (step.choice() != 0) {
            serve(line, batch);
          }
        }
        case SHOP_CHANGES ->
            line(step, line -> !line.byTelephone && line.wanted > 0)
                .ifPresent(
                    line -> {
                      want(line, step.units());
                      show(line, LineState.ORDERED);
                      serve(line, batch);
                    });
        case SHOP_CANCELS ->
            line(step, line -> !line.byTelephone && line.wanted > 0)
                .ifPresent(
                    line -> {
                      show(line, LineState.CANCELLED);
                      want(line, 0);
                    });
        case THEY_CANCEL_BY_THEMSELVES ->
            line(step, line -> line.wanted > 0)
                .ifPresent(
                    line -> {
                      want(line, 0);
                      unheard.add(line);
                    });
        case THEY_SERVE_A_LINE ->
            line(step, line -> line.wanted > 0).ifPresent(line -> serve(line, batch));
        case THEY_MOVE_A_PROMISE ->
            line(step, line -> line.isOpen() && figure(batch) >= line.promised)
                .ifPresent(line -> line.batch = batch);
        case THEY_TAKE_A_PROMISE_BACK ->
            line(step, LineInBooks::isOpen).ifPresent(line -> line.promised = 0);
        case THE_SHOP_HEARS -> theShopHears();
        case LOOK -> look();
        case DECIDE -> decide();
        case HEAR -> hear();
        case BASE_ANEW -> baseAnew();
        case FORGET -> forget();
        default -> throw new IllegalStateException();
      }
    }

    private LineInBooks add(boolean byTelephone, int units) {
      LineInBooks line = new LineInBooks(booked.size(), byTelephone, units);
      booked.add(line);
      return line;
    }

    private Optional<LineInBooks> line(NamedShadowStep step, Predicate<LineInBooks> which) {
      List<LineInBooks> found =
          booked.stream().filter(line -> !line.gone && which.test(line)).toList();
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(found.get(found.size() - 1 - step.choice() % found.size()));
    }

    private void want(LineInBooks line, int units) {
      line.wanted = units;
      line.promised = Math.min(line.promised, units);
    }

    private void serve(LineInBooks line, String preferred) {
      String batch = line.promised > 0 ? line.batch : preferred;
      if (line.wanted > line.promised && figure(batch) >= line.wanted - line.promised) {
        line.batch = batch;
        line.promised = line.wanted;
      }
    }

    private void leave(LineInBooks line) {
      books.get(line.batch).units -= line.promised;
      books.get(line.batch).gone += line.promised;
      line.gone = true;
      if (!line.byTelephone) {
        unheard.add(line);
      }
    }

    private void theShopHears() {
      if (!unheard.isEmpty()) {
        LineInBooks line = unheard.remove();
        if (!line.byTelephone) {
          show(line, line.gone ? LineState.DESPATCHED : LineState.CANCELLED);
        }
      }
    }

    private void show(LineInBooks line, LineState state) {
      log.add(
          new LineShown(
              0,
              basing,
              line.id.order(),
              line.id.line(),
              (int) Math.max(1, line.gone ? line.promised : line.wanted),
              line.revision + 1,
              state,
              Optional.of("why").filter(any -> state == LineState.CANCELLED),
              line.revision == 0,
              "",
              NOW));
      line.revision++;
    }

    private void look() {
      looked = shown();
      log.add(new BatchesLooked(0, SKU, basing, looked, NOW));
    }

    private void baseAnew() {
      decide();
      basing++;
      sku =
          new ShadowSku(
              SKU,
              basing,
              ShadowState.BASED,
              "",
              sku.source(),
              new ShadowStock(sku.stock().figure(), 0, 0),
              FigureTimes.BASED,
              0,
              sku.earlier(),
              0,
              sku.batch(),
              sku.batchRevision(),
              sku.named());
      log.add(new SkuBased(0, SKU, basing, looked.batches(), NOW));
    }

    private void decide() {
      while (!log.isEmpty()) {
        ShadowChange change = log.remove();
        ShadowRules rules =
            new ShadowRules(
                List.of(sku),
                lines.values(),
                (any, except) -> new TakenUnits(0, false),
                places::incrementAndGet);
        Optional<Fed> fed = rules.apply(change);
        rules.changedSkus().forEach(each -> sku = each);
        rules.changedLines().forEach(line -> lines.put(line.id(), line));
        fed.ifPresent(this::carryOut);
      }
    }

    private void carryOut(Fed fed) {
      if (fed.change() instanceof LineShown shown) {
        switch (shown.state()) {
          case ORDERED -> product.want(shown.lineId(), shown.quantity());
          case CANCELLED -> product.want(shown.lineId(), 0);
          case DESPATCHED -> product.despatch(shown.lineId());
          default -> throw new IllegalStateException();
        }
      } else if (fed.change() instanceof SkuBased) {
        lines.values().stream()
            .filter(line -> line.basing() < basing && line.state() != LineState.DESPATCHED)
            .forEach(line -> product.want(line.id(), 0));
      }
      fed.named().forEach(batch -> product.size(batch.batchref(), batch.units()));
    }

    private void hear() {
      lines.replaceAll(
          (id, line) ->
              line.with(
                  new LineUnits(
                      line.units().promised(),
                      line.units().listed(),
                      Optional.ofNullable(product.placed.get(id)))));
      heardToHaveLeft.addAll(product.left.keySet());
    }

    /**
     * Of lines of earlier basings that were heard to have left nothing is known any more but how
     * many units.
     */
    private void forget() {
      List<ShadowLine> gone =
          lines.values().stream()
              .filter(line -> line.basing() < basing && log.isEmpty())
              .filter(line -> line.state() == LineState.DESPATCHED)
              .filter(line -> line.units().placedIn().isPresent())
              .filter(line -> heardToHaveLeft.contains(line.id()))
              .toList();
      Map<String, ShadowBatch> batches = new HashMap<>(sku.named().byReference());
      for (ShadowLine line : gone) {
        lines.remove(line.id());
        forgotten += line.quantity();
        batches.computeIfPresent(
            line.units().placedIn().orElseThrow(),
            (reference, batch) ->
                new ShadowBatch(
                    reference,
                    batch.figure(),
                    batch.eta(),
                    batch.units(),
                    batch.revision(),
                    batch.forgotten() + line.quantity()));
      }
      sku =
          new ShadowSku(
              SKU,
              basing,
              sku.state(),
              "",
              sku.source(),
              sku.stock(),
              sku.times(),
              sku.despatched(),
              sku.earlier(),
              sku.forgotten(),
              sku.batch(),
              sku.batchRevision(),
              new ShadowBatches(batches));
    }

    void checkAtRest() {
      while (!unheard.isEmpty()) {
        theShopHears();
      }
      for (int round = 0; round < 4; round++) {
        look();
        decide();
        hear();
      }
      assertEquals(ShadowState.BASED, sku.state(), sku.why());
      for (String batch : BATCHES) {
        assertEquals(books.get(batch).eta, sku.named().byReference().get(batch).eta());
        assertEquals(
            sku.named().byReference().get(batch).units(),
            product.sizes.get(batch),
            "what is sent is not refused at rest: " + batch);
      }
      if (BATCHES.stream().allMatch(batch -> figure(batch) >= 0)) {
        assertEquals(expected(), sku.batch(), "units in all batches");
        assertEquals(
            BATCHES.stream().mapToLong(this::figure).sum() + sku.stock().uncounted() + earlier(),
            sku.batch(),
            "units by the stock that is shown");
      }
    }

    /**
     * What is there and not promised to others, and what has left for its lines.
     *
     * <p>A line that is neither promised nor cancelled any more is taken for gone, where the list
     * does not have what is.
     */
    private long expected() {
      long there = books.values().stream().mapToLong(batch -> batch.units).sum();
      long others =
          booked.stream()
              .filter(line -> line.isOpen() && !isFed(line))
              .mapToLong(line -> line.promised)
              .sum();
      long left = forgotten;
      for (LineInBooks line : booked) {
        ShadowLine fed = lines.get(line.id);
        if (fed != null
            && fed.state() == LineState.DESPATCHED
            && !(fed.units().promised().isEmpty() && fed.units().placedIn().isEmpty())) {
          left += line.promised;
        } else if (!hasGone && isFed(line) && fed.state() == LineState.ORDERED && !line.isOpen()) {
          left += fed.units().promised().values().stream().mapToLong(each -> each).sum();
        }
      }
      return there - others + left;
    }

    private boolean isFed(LineInBooks line) {
      return lines.containsKey(line.id) && lines.get(line.id).basing() == basing;
    }

    private long earlier() {
      return forgotten
          + lines.values().stream()
              .filter(line -> line.basing() < basing && line.state() == LineState.DESPATCHED)
              .filter(
                  line -> line.units().placedIn().isPresent() || !line.units().promised().isEmpty())
              .mapToLong(ShadowLine::quantity)
              .sum();
    }

    void check() {
      for (String batch : BATCHES) {
        assertTrue(product.held(batch) <= product.sizes.getOrDefault(batch, 0L), "held: " + batch);
      }
    }
  }

  @Property(tries = 3000)
  void the_shadow_has_what_is_there_and_not_promised_to_others(
      @ForAll("steps") List<NamedShadowStep> steps, @ForAll boolean hasGone) {
    SkuInShadow sku = new SkuInShadow(hasGone);
    for (NamedShadowStep step : steps) {
      sku.step(step);
      sku.check();
    }
    sku.checkAtRest();
  }

  @Provide
  Arbitrary<List<NamedShadowStep>> steps() {
    return Combinators.combine(
            Arbitraries.frequency(
                Stream.of(NamedShadowMove.values())
                    .map(move -> Tuple.of(weight(move), move))
                    .toList()),
            Arbitraries.integers().between(1, MOST_UNITS),
            Arbitraries.integers().between(0, CHOICES - 1))
        .as(NamedShadowStep::new)
        .list()
        .ofMaxSize(MOST_STEPS)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
