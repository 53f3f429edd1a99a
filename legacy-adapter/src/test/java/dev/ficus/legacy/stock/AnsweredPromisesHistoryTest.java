package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.stock.AnsweredPromises.AnsweredLines;
import dev.ficus.legacy.stock.AnsweredPromises.AnsweredPromise;
import dev.ficus.legacy.stock.AnsweredPromises.LastLook;
import dev.ficus.legacy.stock.BatchLook.ListedBatch;
import dev.ficus.legacy.stock.BatchLook.LookedBatch;
import dev.ficus.legacy.stock.BatchLook.Unclear;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.RandomDistribution;
import net.jqwik.api.Tuple;

/**
 * One SKU of two named batches of a monolith that promises to nobody but shops before which we
 * stand, and says in its answers of which batch. Whatever is on its way, in whatever place: a look
 * that says what is left never says more, and takes nothing that has only left.
 */
class AnsweredPromisesHistoryTest {

  private static final int MOST_STEPS = 100;
  private static final int MOST_UNITS = 5;
  private static final int CHOICES = 6;
  private static final String SKU = "LAMP";
  private static final List<String> BATCHES = List.of("M1", "M2");

  private enum AnsweredMove {
    RECEIPT,
    STOCK_TAKE_MISSES,
    SHOP_ORDERS,
    SHOP_CHANGES,
    SHOP_CANCELS,
    THEY_DECIDE,
    WE_READ_THE_ANSWER,
    THEY_SERVE_WHO_WAITS,
    GOODS_LEAVE,
    THE_SHOP_IS_TOLD,
    ASK_FOR_BATCHES,
    ASK_FOR_PROMISES,
    ASK_FOR_BATCHES_AGAIN,
    LOOK,
    WHOLE_LOOK
  }

  private static int weight(AnsweredMove move) {
    return switch (move) {
      case SHOP_ORDERS, THEY_DECIDE, WE_READ_THE_ANSWER, WHOLE_LOOK -> 6;
      case RECEIPT, THE_SHOP_IS_TOLD, ASK_FOR_PROMISES, ASK_FOR_BATCHES_AGAIN -> 4;
      default -> 2;
    };
  }

  private record AnsweredStep(AnsweredMove move, int units, int choice) {}

  /** A line, in the ledger and in the monolith's books. */
  private static final class AskedLine {
    private final int number;
    private final int seenAt;
    private long wanted;
    private boolean cancelled;
    private boolean told;

    /** What the monolith has still to be asked, or to answer. */
    private boolean asked = true;

    private boolean answered;
    private String answer;
    private boolean read;
    private String readBatch;
    private String saidLast;
    private String batch;
    private long promised;
    private boolean gone;

    AskedLine(int number, int seenAt, long wanted) {
      this.number = number;
      this.seenAt = seenAt;
      this.wanted = wanted;
    }

    boolean isOpen() {
      return !cancelled && !told;
    }

    void readAnswer() {
      answered = false;
      read = true;
      readBatch = answer;
      saidLast = answer == null ? saidLast : answer;
    }
  }

  /** A batch since the last look that could tell what is left. */
  private static final class KeptBatch {
    private final long figure;
    private final long quantity;
    private final int lookedAt;
    private long lowest;
    private int lowestAt;

    KeptBatch(long figure, long quantity, int lookedAt) {
      this.figure = figure;
      this.quantity = quantity;
      this.lookedAt = lookedAt;
      this.lowest = quantity;
      this.lowestAt = lookedAt;
    }
  }

  private static final class AnsweredSku {
    private final Map<String, Long> books = new LinkedHashMap<>();
    private final List<AskedLine> lines = new ArrayList<>();
    private final Map<String, KeptBatch> kept = new HashMap<>();
    private final Set<AskedLine> openThen = new HashSet<>();
    private final Map<String, Long> takenSince = new HashMap<>();
    private final Map<String, Long> takenSinceAsked = new HashMap<>();
    private final Map<String, Long> trueThen = new HashMap<>();
    private int now;
    private int clear;
    private List<ListedBatch> first;
    private AnsweredLines promises;
    private List<ListedBatch> again;

    AnsweredSku() {
      BATCHES.forEach(batch -> books.put(batch, 0L));
    }

    void step(AnsweredStep step) {
      now++;
      String batch = BATCHES.get(step.choice() % BATCHES.size());
      switch (step.move()) {
        case RECEIPT -> books.merge(batch, (long) step.units(), Long::sum);
        case STOCK_TAKE_MISSES -> {
          long missing = Math.min(books.get(batch), step.units());
          books.merge(batch, -missing, Long::sum);
          take(batch, missing);
        }
        case SHOP_ORDERS -> lines.add(new AskedLine(lines.size(), now, step.units()));
        case SHOP_CHANGES ->
            line(step, line -> line.isOpen() && !line.gone)
                .ifPresent(
                    line -> {
                      line.wanted = step.units();
                      ask(line);
                    });
        case SHOP_CANCELS ->
            line(step, line -> line.isOpen() && !line.gone)
                .ifPresent(
                    line -> {
                      line.cancelled = true;
                      ask(line);
                    });
        case THEY_DECIDE -> line(step, line -> line.asked).ifPresent(line -> decide(line, batch));
        case WE_READ_THE_ANSWER ->
            line(step, line -> line.answered).ifPresent(AskedLine::readAnswer);
        case THEY_SERVE_WHO_WAITS ->
            line(step, line -> !line.asked && !line.cancelled && line.promised == 0 && !line.gone)
                .ifPresent(line -> serve(line, batch));
        case GOODS_LEAVE ->
            line(
                    step,
                    line ->
                        line.promised > 0
                            && !line.gone
                            && !line.asked
                            && books.get(line.batch) >= line.promised)
                .ifPresent(
                    line -> {
                      books.merge(line.batch, -line.promised, Long::sum);
                      line.gone = true;
                    });
        case THE_SHOP_IS_TOLD ->
            line(step, line -> line.gone && !line.told).ifPresent(line -> line.told = true);
        case ASK_FOR_BATCHES -> {
          first = listed();
          promises = null;
          again = null;
        }
        case ASK_FOR_PROMISES -> {
          promises = first == null ? null : known(first);
          again = null;
        }
        case ASK_FOR_BATCHES_AGAIN -> askAgain();
        case LOOK -> look();
        case WHOLE_LOOK -> wholeLook();
        default -> throw new IllegalStateException();
      }
    }

    private Optional<AskedLine> line(AnsweredStep step, Predicate<AskedLine> which) {
      List<AskedLine> found = lines.stream().filter(which).toList();
      return found.isEmpty()
          ? Optional.empty()
          : Optional.of(found.get(found.size() - 1 - step.choice() % found.size()));
    }

    private void take(String batch, long units) {
      takenSince.merge(batch, units, Long::sum);
      takenSinceAsked.merge(batch, units, Long::sum);
    }

    private void ask(AskedLine line) {
      line.asked = true;
      line.answered = false;
      line.read = false;
    }

    private void decide(AskedLine line, String batch) {
      line.asked = false;
      if (line.cancelled) {
        line.promised = 0;
        return;
      }
      if (line.promised > line.wanted) {
        line.promised = line.wanted;
      }
      serve(line, batch);
      line.answer = line.promised == line.wanted ? line.batch : null;
      if (line.answer == null) {
        line.promised = 0;
      }
      line.answered = true;
    }

    private void serve(AskedLine line, String preferred) {
      String batch = line.promised > 0 ? line.batch : preferred;
      long more = line.wanted - line.promised;
      if (more > 0 && figure(batch) >= more) {
        line.batch = batch;
        line.promised = line.wanted;
        take(batch, more);
      }
    }

    private long figure(String batch) {
      return books.get(batch)
          - lines.stream()
              .filter(line -> batch.equals(line.batch) && !line.gone)
              .mapToLong(line -> line.promised)
              .sum();
    }

    private List<ListedBatch> listed() {
      return BATCHES.stream()
          .map(batch -> new ListedBatch(batch, SKU, books.get(batch), Optional.empty()))
          .toList();
    }

    /** As the ledger and the answers that were read have it. */
    private AnsweredLines known(List<ListedBatch> listed) {
      listed.forEach(this::noteFallen);
      List<AnsweredPromise> promised = new ArrayList<>();
      Map<String, Unclear> unclear = new HashMap<>();
      for (AskedLine line : lines) {
        if (line.cancelled ? line.asked : line.isOpen() && !line.read) {
          unclear.put(SKU, Unclear.UNDECIDED);
        } else if (line.isOpen() && line.readBatch == null) {
          unclear.put(SKU, Unclear.WAITING);
        } else if (line.isOpen()) {
          promised.add(
              new AnsweredPromise(
                  "shop",
                  new MonolithPromise(
                      line.readBatch, SKU, line.wanted, false, "" + line.number, "")));
        }
      }
      Map<String, LastLook> last = new HashMap<>();
      kept.forEach(
          (batch, before) ->
              last.put(
                  batch,
                  new LastLook(
                      SKU,
                      before.quantity,
                      units(
                          batch,
                          line ->
                              line.told
                                  && (openThen.contains(line) || line.seenAt > before.lookedAt)),
                      before.lowest,
                      units(batch, AskedLine::isOpen),
                      units(batch, line -> line.isOpen() && line.seenAt < before.lowestAt))));
      return new AnsweredLines(Instant.EPOCH, promised, unclear, last);
    }

    private void noteFallen(ListedBatch listed) {
      KeptBatch before = kept.get(listed.batchref());
      if (before != null && listed.quantity() < before.lowest) {
        before.lowest = listed.quantity();
        before.lowestAt = now;
      }
    }

    /** Units of such lines of which this batch was said last. */
    private long units(String batch, Predicate<AskedLine> which) {
      return lines.stream()
          .filter(line -> batch.equals(line.saidLast))
          .filter(which)
          .mapToLong(line -> line.wanted)
          .sum();
    }

    private void wholeLook() {
      first = listed();
      promises = known(first);
      askAgain();
      look();
    }

    private void askAgain() {
      again = listed();
      takenSinceAsked.clear();
      BATCHES.forEach(batch -> trueThen.put(batch, figure(batch)));
    }

    private void look() {
      if (first != null && promises != null && again != null) {
        BatchLook look = BatchLook.of(first, promises, again, known(again));
        Optional.ofNullable(look.clear().get(SKU)).ifPresent(found -> takeIn(look));
      }
      first = null;
      promises = null;
      again = null;
    }

    private void takeIn(BatchLook look) {
      clear++;
      for (LookedBatch batch : look.of(SKU)) {
        String name = batch.batchref();
        assertTrue(
            batch.figure() <= Math.max(trueThen.get(name), figure(name)),
            "more than is left: " + name);
        long before = kept.containsKey(name) ? kept.get(name).figure : 0;
        assertTrue(
            batch.figure() + takenSince.getOrDefault(name, 0L) >= before,
            "goods that leave for the monolith's own lines take units from ours: " + name);
        long promised =
            look.answered().orElseThrow().promises().stream()
                .map(AnsweredPromise::promise)
                .filter(promise -> promise.batchref().equals(name))
                .mapToLong(MonolithPromise::units)
                .sum();
        kept.put(name, new KeptBatch(batch.figure(), batch.figure() + promised, now));
      }
      openThen.clear();
      lines.stream().filter(AskedLine::isOpen).forEach(openThen::add);
      takenSince.clear();
      takenSince.putAll(takenSinceAsked);
    }

    /** Whether somebody waits when all is said and told; then it is looked once more. */
    boolean waitsAtRest() {
      now++;
      for (AskedLine line : lines) {
        if (line.asked) {
          decide(line, "M1");
        }
        if (line.answered) {
          line.readAnswer();
        }
        line.told |= line.gone;
      }
      wholeLook();
      return lines.stream().anyMatch(line -> line.isOpen() && line.readBatch == null);
    }

    void assertKnownExactly() {
      BATCHES.forEach(batch -> assertEquals(figure(batch), kept.get(batch).figure, batch));
    }
  }

  @Property(tries = 3000)
  void no_more_is_left_than_there_is_and_what_leaves_takes_nothing(
      @ForAll("steps") List<AnsweredStep> steps) {
    AnsweredSku sku = new AnsweredSku();
    steps.forEach(sku::step);
    int before = sku.clear;
    if (sku.waitsAtRest()) {
      assertEquals(before, sku.clear, "who waits may be served at any time");
    } else if (sku.clear > before) {
      sku.assertKnownExactly();
    }
  }

  @Property(tries = 1000)
  void when_all_is_told_and_nothing_was_lost_it_is_known_what_is_left(
      @ForAll("plainSteps") List<AnsweredStep> steps) {
    AnsweredSku sku = new AnsweredSku();
    steps.forEach(sku::step);
    if (!sku.waitsAtRest()) {
      sku.assertKnownExactly();
    }
  }

  @Provide
  Arbitrary<List<AnsweredStep>> steps() {
    return steps(EnumSet.allOf(AnsweredMove.class));
  }

  /** Nothing is lost, who waits gets nothing by itself, and a look is not torn. */
  @Provide
  Arbitrary<List<AnsweredStep>> plainSteps() {
    return steps(
        EnumSet.complementOf(
            EnumSet.of(
                AnsweredMove.STOCK_TAKE_MISSES,
                AnsweredMove.THEY_SERVE_WHO_WAITS,
                AnsweredMove.ASK_FOR_BATCHES,
                AnsweredMove.ASK_FOR_PROMISES,
                AnsweredMove.ASK_FOR_BATCHES_AGAIN,
                AnsweredMove.LOOK)));
  }

  private static Arbitrary<List<AnsweredStep>> steps(Set<AnsweredMove> moves) {
    return Combinators.combine(
            Arbitraries.frequency(
                moves.stream().map(move -> Tuple.of(weight(move), move)).toList()),
            Arbitraries.integers().between(1, MOST_UNITS),
            Arbitraries.integers().between(0, CHOICES - 1))
        .as(AnsweredStep::new)
        .list()
        .ofMaxSize(MOST_STEPS)
        .withSizeDistribution(RandomDistribution.uniform());
  }
}
