package dev.ficus.allocation.product;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.allocation.message.Event;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Random histories of a product, checked against what its events say and against plain sums. */
class ProductModelTest {

  private interface Step {
    void on(Product product);
  }

  @Property(tries = 2000)
  void whatever_is_asked_nothing_is_oversold_or_lost_and_the_events_give_the_state(
      @ForAll("histories") List<Step> history) {
    Product product = Product.unknown("SKU");
    Folded folded = new Folded();
    long last = 0;
    for (Step step : history) {
      step.on(product);
      for (Raised raised : product.takeEvents()) {
        assertEquals(++last, raised.sequence());
        folded.apply(raised.event());
      }
      assertEquals(folded.outOfStock, folded.free() == 0 && product.isKnown());
    }
    assertEquals(last, product.sequence());
    for (Changes.ChangedLine line : product.changes().lines()) {
      OrderLine after = line.after();
      assertEquals(
          after.allocation().map(OrderLine.Allocation::batchref).orElse(null),
          folded.batchOfLine.get(after.key()),
          after.key().toString());
      assertEquals(
          after.state() == OrderLine.LineState.BACKORDERED,
          folded.backordered.containsKey(after.key()));
    }
    folded.available.forEach(
        (batchref, available) -> {
          assertTrue(available >= 0);
          assertEquals(product.batch(batchref).orElseThrow().available(), available);
        });
    assertEquals(folded.closed, product.isClosed() && product.isKnown());
    if (product.isClosed()) {
      return;
    }
    int largest = folded.available.values().stream().mapToInt(i -> i).max().orElse(0);
    folded.backordered.values().forEach(qty -> assertTrue(qty > largest, "a line was left behind"));
  }

  @Property(tries = 2000)
  void while_a_product_is_closed_no_line_gets_units_and_those_that_it_has_stay_in_their_batch(
      @ForAll("histories") List<Step> history) {
    Product product = Product.unknown("SKU");
    for (Step step : history) {
      boolean wasClosed = product.isClosed();
      Map<LineKey, OrderLine.Allocation> before = heldUnits(product);
      step.on(product);
      if (wasClosed && product.isClosed()) {
        heldUnits(product)
            .forEach(
                (line, after) -> {
                  OrderLine.Allocation held = before.get(line);
                  assertTrue(held != null, () -> line + " was promised units");
                  assertEquals(held.batchref(), after.batchref());
                  assertTrue(after.qty() <= held.qty(), () -> line + " was promised more units");
                });
      }
    }
  }

  private static Map<LineKey, OrderLine.Allocation> heldUnits(Product product) {
    Map<LineKey, OrderLine.Allocation> held = new HashMap<>();
    product.changes().lines().stream()
        .map(Changes.ChangedLine::after)
        .forEach(line -> line.allocation().ifPresent(units -> held.put(line.key(), units)));
    return held;
  }

  /** With room for all: who gets scarce units depends on who comes first. */
  @Property(tries = 2000)
  void what_waited_while_a_product_was_closed_ends_as_if_it_had_never_been_closed(
      @ForAll("lineHistories") List<LineStep> history, @ForAll Random random) {
    Product open = Product.unknown("SKU");
    Product closing = Product.unknown("SKU");
    List.of(open, closing).forEach(each -> each.createBatch("batch", 10_000, null));
    List<LineStep> waiting = new ArrayList<>();
    long revision = 0;
    for (LineStep step : history) {
      step.on(open);
      if (random.nextInt(5) == 0) {
        if (random.nextBoolean()) {
          closing.close(++revision);
        } else {
          open(closing, ++revision, waiting);
        }
      }
      if (step.on(closing) instanceof Outcome.Refused refused) {
        assertTrue(refused.isProductClosed(), refused.reason());
        waiting.add(step);
      }
    }
    open(closing, ++revision, waiting);
    assertEquals(ends(open), ends(closing));
  }

  private static void open(Product product, long revision, List<LineStep> waiting) {
    product.open(revision);
    waiting.forEach(step -> assertFalse(step.on(product) instanceof Outcome.Refused));
    waiting.clear();
  }

  private static Map<LineKey, String> ends(Product product) {
    Map<LineKey, String> ends = new HashMap<>();
    product.changes().lines().stream()
        .map(Changes.ChangedLine::after)
        .forEach(line -> ends.put(line.key(), end(line)));
    return ends;
  }

  private interface LineStep {
    Outcome on(Product product);
  }

  /** One quantity per revision, as below. */
  @Provide
  Arbitrary<List<LineStep>> lineHistories() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 6),
            Arbitraries.longs().between(0, 5),
            Arbitraries.of(true, true, false))
        .<LineStep>as(
            (number, revision, wants) ->
                product -> {
                  LineKey line = new LineKey("order-" + number, "");
                  // Larger and smaller with the revision, and another for each line.
                  int qty = 1 + (int) (revision * 5 + number) % 7;
                  return wants
                      ? product.allocate(line, qty, revision)
                      : product.deallocate(line, "", revision);
                })
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  @Property(tries = 500)
  void the_commands_for_a_line_end_in_one_state_in_whatever_order_they_come(
      @ForAll("lineCommands") List<Step> commands) {
    List<String> ends = new ArrayList<>();
    permute(commands, 0, order -> ends.add(endOf(order)));
    assertEquals(1, ends.stream().distinct().count(), ends.toString());
  }

  private static String endOf(List<Step> order) {
    Product product = Product.unknown("SKU");
    product.createBatch("batch", 100, null);
    order.forEach(step -> step.on(product));
    return product.line(new LineKey("order", "")).map(ProductModelTest::end).orElseThrow();
  }

  private static String end(OrderLine line) {
    return "%s %s %d %s"
        .formatted(
            line.state(),
            line.wanted(),
            line.revision(),
            line.allocation().map(OrderLine.Allocation::qty));
  }

  private static void permute(
      List<Step> steps, int from, java.util.function.Consumer<List<Step>> each) {
    if (from == steps.size()) {
      each.accept(List.copyOf(steps));
      return;
    }
    for (int i = from; i < steps.size(); i++) {
      java.util.Collections.swap(steps, from, i);
      permute(steps, from + 1, each);
      java.util.Collections.swap(steps, from, i);
    }
  }

  @Property(tries = 300)
  void with_a_despatch_that_nothing_is_newer_than_likewise(
      @ForAll("lineCommands") List<Step> commands, @ForAll boolean repeated) {
    LineKey line = new LineKey("order", "");
    List<Step> steps = new ArrayList<>(commands);
    steps.add(product -> product.despatch(line, 3));
    if (repeated && steps.size() < 5) {
      steps.add(product -> product.despatch(line, 4));
    }
    List<String> ends = new ArrayList<>();
    permute(steps, 0, order -> ends.add(endOf(order)));
    assertEquals(1, ends.stream().distinct().count(), ends.toString());
  }

  @Provide
  Arbitrary<List<Step>> histories() {
    Arbitrary<LineKey> lines =
        Arbitraries.integers().between(1, 6).map(number -> new LineKey("order-" + number, ""));
    Arbitrary<Integer> quantities = Arbitraries.integers().between(1, 12);
    Arbitrary<Long> revisions = Arbitraries.longs().between(0, 5);
    Arbitrary<Step> batches =
        Combinators.combine(
                Arbitraries.integers().between(1, 5),
                Arbitraries.integers().between(0, 15),
                Arbitraries.integers().between(0, 3))
            .as(
                (number, qty, days) ->
                    product ->
                        product.createBatch(
                            "batch-" + number,
                            qty,
                            days == 0 ? null : LocalDate.EPOCH.plusDays(days)));
    Arbitrary<Step> allocations =
        Combinators.combine(lines, quantities, revisions)
            .as((line, qty, revision) -> product -> product.allocate(line, qty, revision));
    Arbitrary<Step> cancellations =
        Combinators.combine(lines, revisions)
            .as((line, revision) -> product -> product.deallocate(line, "", revision));
    Arbitrary<Step> despatches =
        Combinators.combine(lines, revisions)
            .as((line, revision) -> product -> product.despatch(line, revision));
    Arbitrary<String> references =
        Arbitraries.integers().between(1, 5).map(number -> "batch-" + number);
    Arbitrary<OptionalLong> batchRevisions =
        Arbitraries.longs()
            .between(-1, 4)
            .map(number -> number < 0 ? OptionalLong.empty() : OptionalLong.of(number));
    Arbitrary<Step> sizes =
        Combinators.combine(references, Arbitraries.integers().between(0, 15), batchRevisions)
            .as(
                (reference, qty, revision) ->
                    product -> product.changeBatchQuantity(reference, qty, revision));
    Arbitrary<Step> etas =
        Combinators.combine(references, Arbitraries.integers().between(0, 3), batchRevisions)
            .as(
                (reference, days, revision) ->
                    product ->
                        product.changeBatchEta(
                            reference,
                            days == 0 ? null : LocalDate.EPOCH.plusDays(days),
                            revision));
    Arbitrary<Step> openings =
        Combinators.combine(Arbitraries.of(true, false), Arbitraries.longs().between(0, 20))
            .as(
                (opens, revision) ->
                    product -> {
                      if (opens) {
                        product.open(revision);
                      } else {
                        product.close(revision);
                      }
                    });
    return Arbitraries.frequencyOf(
            net.jqwik.api.Tuple.of(2, openings),
            net.jqwik.api.Tuple.of(2, batches),
            net.jqwik.api.Tuple.of(2, sizes),
            net.jqwik.api.Tuple.of(1, etas),
            net.jqwik.api.Tuple.of(5, allocations),
            net.jqwik.api.Tuple.of(2, cancellations),
            net.jqwik.api.Tuple.of(1, despatches))
        .list()
        .ofMinSize(1)
        .ofMaxSize(40);
  }

  /** One quantity per revision: two would be a contradiction, which the first to come decides. */
  @Provide
  Arbitrary<List<Step>> lineCommands() {
    LineKey line = new LineKey("order", "");
    return Combinators.combine(Arbitraries.longs().between(0, 3), Arbitraries.of(true, false))
        .<Step>as(
            (revision, cancels) ->
                product -> {
                  if (cancels) {
                    product.deallocate(line, "", revision);
                  } else {
                    product.allocate(line, 10 + revision.intValue(), revision);
                  }
                })
        .list()
        .ofMinSize(1)
        .ofMaxSize(5)
        .map(ArrayList::new);
  }

  /** The state as a reader of the events alone would build it. */
  private static final class Folded {
    private final Map<String, Integer> available = new HashMap<>();
    private final Map<LineKey, String> batchOfLine = new HashMap<>();
    private final Map<LineKey, Integer> heldUnits = new HashMap<>();
    private final Map<LineKey, Integer> backordered = new HashMap<>();
    private boolean outOfStock;
    private boolean closed;
    private long openness = -1;

    int free() {
      return available.values().stream().mapToInt(i -> i).sum();
    }

    void apply(Event.OfProduct event) {
      if (event instanceof Event.BatchCreated batch) {
        available.put(batch.batchref(), batch.available());
      } else if (event instanceof Event.BatchQuantityChanged batch) {
        int held =
            heldUnits.entrySet().stream()
                .filter(entry -> batch.batchref().equals(batchOfLine.get(entry.getKey())))
                .mapToInt(Map.Entry::getValue)
                .sum();
        assertEquals(batch.qty() - held, batch.available());
        available.put(batch.batchref(), batch.available());
      } else if (event instanceof Event.BatchEtaChanged batch) {
        assertNotEquals(batch.previousEta(), batch.eta());
      } else if (event instanceof Event.LineDespatched line) {
        LineKey key = new LineKey(line.orderid(), line.lineid());
        assertEquals(line.batchref(), batchOfLine.get(key));
        assertEquals(line.qty(), heldUnits.get(key));
      } else if (event instanceof Event.LineAllocated line) {
        LineKey key = new LineKey(line.orderid(), line.lineid());
        assertEquals(null, batchOfLine.put(key, line.batchref()), "allocated twice");
        assertEquals(available.get(line.batchref()) - line.qty(), line.available());
        available.put(line.batchref(), line.available());
        heldUnits.put(key, line.qty());
        backordered.remove(key);
      } else if (event instanceof Event.LineDeallocated line) {
        LineKey key = new LineKey(line.orderid(), line.lineid());
        assertEquals(line.batchref(), batchOfLine.remove(key));
        assertEquals(line.qty(), heldUnits.remove(key));
        assertEquals(available.get(line.batchref()) + line.qty(), line.available());
        available.put(line.batchref(), line.available());
      } else if (event instanceof Event.LineBackordered line) {
        backordered.put(new LineKey(line.orderid(), line.lineid()), line.qty());
      } else if (event instanceof Event.BackorderCancelled line) {
        backordered.remove(new LineKey(line.orderid(), line.lineid()));
      } else if (event instanceof Event.ProductOpened product) {
        assertTrue(product.revision() > openness, "reported twice");
        openness = product.revision();
        closed = false;
      } else if (event instanceof Event.ProductClosed product) {
        assertTrue(product.revision() > openness, "reported twice");
        openness = product.revision();
        closed = true;
      } else {
        boolean out = event instanceof Event.OutOfStock;
        assertEquals(!out, outOfStock, "reported twice");
        outOfStock = out;
      }
    }
  }
}
