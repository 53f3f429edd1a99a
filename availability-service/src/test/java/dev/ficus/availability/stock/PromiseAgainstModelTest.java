package dev.ficus.availability.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.availability.stock.Promise.NotPromised;
import dev.ficus.availability.stock.Promise.Part;
import dev.ficus.availability.stock.Promise.Promised;
import dev.ficus.availability.stock.Promise.Reason;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/** Steps and promises against a warehouse that is simply simulated, day by day, order by order. */
class PromiseAgainstModelTest {

  private static final LocalDate TODAY = LocalDate.of(2026, 2, 27);
  private static final int HORIZON = 6;

  @Property
  void a_step_says_what_would_be_there_on_every_single_day(@ForAll("batches") List<Batch> batches) {
    Availability answer = new Stock("s", 1, batches).availability(1, TODAY);

    for (int ahead = 0; ahead <= HORIZON; ahead++) {
      LocalDate day = TODAY.plusDays(ahead);
      long there = 0;
      int largest = 0;
      for (Batch batch : batches) {
        boolean comesByThen =
            batch.eta() == null || (!batch.eta().isBefore(TODAY) && !batch.eta().isAfter(day));
        if (comesByThen) {
          there += batch.available();
          largest = Math.max(largest, batch.available());
        }
      }
      Step valid = null;
      for (Step step : answer.steps()) {
        if (!step.from().isAfter(day)) {
          valid = step;
        }
      }
      assertEquals(there, valid == null ? 0 : valid.available());
      assertEquals(largest, valid == null ? 0 : valid.largest());
    }
  }

  @Property
  void steps_grow_and_never_start_in_the_past(@ForAll("batches") List<Batch> batches) {
    List<Step> steps = new Stock("s", 1, batches).availability(1, TODAY).steps();

    for (int i = 0; i < steps.size(); i++) {
      assertTrue(!steps.get(i).from().isBefore(TODAY));
      if (i > 0) {
        assertTrue(steps.get(i).from().isAfter(steps.get(i - 1).from()));
        assertTrue(steps.get(i).available() > steps.get(i - 1).available());
        assertTrue(steps.get(i).largest() >= steps.get(i - 1).largest());
      }
    }
  }

  @Property
  void the_promise_is_what_allocation_would_do(
      @ForAll("batches") List<Batch> batches, @ForAll @IntRange(min = 1, max = 40) int qty) {
    Promise promise = new Stock("s", 1, batches).availability(qty, TODAY).promise();
    Batch chosen = new Warehouse(batches).allocate(qty);

    if (chosen == null) {
      long total = batches.stream().mapToLong(Batch::available).sum();
      Reason reason =
          total == 0
              ? Reason.OUT_OF_STOCK
              : total < qty ? Reason.NOT_ENOUGH : Reason.NO_SINGLE_BATCH;
      assertEquals(reason, ((NotPromised) promise).reason());
    } else if (chosen.eta() == null) {
      assertEquals(new Promised(TODAY, 0), promise);
    } else if (chosen.eta().isBefore(TODAY)) {
      assertEquals(Reason.OVERDUE, ((NotPromised) promise).reason());
    } else {
      assertEquals(
          new Promised(chosen.eta(), chosen.eta().toEpochDay() - TODAY.toEpochDay()), promise);
    }
  }

  @Property
  void separate_orders_placed_in_turn_come_by_the_days_that_were_named(
      @ForAll("batches") List<Batch> batches, @ForAll @IntRange(min = 1, max = 60) int qty) {
    Promise promise = new Stock("s", 1, batches).availability(qty, TODAY).promise();
    if (promise instanceof NotPromised not) {
      Warehouse warehouse = new Warehouse(batches);
      int had = 0;
      for (Part part : not.ifOrderedSeparately()) {
        Batch chosen = warehouse.allocate(part.qty());
        assertEquals(part.by(), chosen.eta() == null ? TODAY : chosen.eta());
        had += part.qty();
      }
      assertTrue(had <= qty);
      if (batches.stream().noneMatch(b -> b.eta() != null && b.eta().isBefore(TODAY))) {
        long total = batches.stream().mapToLong(Batch::available).sum();
        assertEquals(Math.min(total, qty), had, "without overdue batches nothing is left out");
      }
    }
  }

  @Provide
  Arbitrary<List<Batch>> batches() {
    Arbitrary<LocalDate> etas =
        Arbitraries.integers().between(-3, HORIZON - 1).map(TODAY::plusDays).injectNull(0.3);
    return Combinators.combine(
            Arbitraries.of("a", "b", "c", "d", "e", "f", "g"),
            etas,
            Arbitraries.integers().between(0, 12))
        .as(Batch::new)
        .list()
        .ofMaxSize(6)
        .uniqueElements(Batch::batchref);
  }

  /** Allocation's rule once more, in the plainest way: look at every batch, keep the best. */
  private static final class Warehouse {
    private final List<Batch> batches;

    Warehouse(List<Batch> batches) {
      this.batches = new ArrayList<>(batches);
    }

    Batch allocate(int qty) {
      Batch best = null;
      for (Batch batch : batches) {
        if (batch.available() >= qty && (best == null || before(batch, best))) {
          best = batch;
        }
      }
      if (best != null) {
        batches.remove(best);
        batches.add(best.withAvailable(best.available() - qty));
      }
      return best;
    }

    private static boolean before(Batch one, Batch other) {
      if ((one.eta() == null) != (other.eta() == null)) {
        return one.eta() == null;
      }
      if (one.eta() != null && !one.eta().equals(other.eta())) {
        return one.eta().isBefore(other.eta());
      }
      return one.batchref().charAt(0) < other.batchref().charAt(0);
    }
  }
}
