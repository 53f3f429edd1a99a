package dev.ficus.legacy.leaks;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.leaks.RepairPlan.RepairAction;
import dev.ficus.legacy.leaks.StockAsListed.ListedFigure;
import dev.ficus.legacy.leaks.StockAsListed.ListedUnits;
import dev.ficus.legacy.opening.StockedProduct;
import dev.ficus.legacy.opening.StockedProduct.StockedBatch;
import dev.ficus.legacy.stock.ComparedStock;
import dev.ficus.legacy.stock.NamedSource;
import dev.ficus.legacy.stock.SourceStock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** Named batches, compared one by one: what differs is found by batch, and nothing else is. */
class NamedComparisonTest {

  private static final String SOURCE = "shop";
  private static final String SKU = "LAMP";
  private static final Optional<LocalDate> HERE = Optional.empty();
  private static final Optional<LocalDate> MONDAY = Optional.of(LocalDate.of(2010, 12, 6));

  /** Batch as all three have it. */
  private record NamedBatch(
      String batchref, long figure, int uncounted, int despatched, Optional<LocalDate> eta) {

    SourceStock stock() {
      return new SourceStock(figure, uncounted, 0, 0, despatched);
    }
  }

  /** What the three have. */
  private static final class Three {
    private final Map<ListedFigure, ListedUnits> listed = new HashMap<>();
    private final List<ComparedStock> ledger = new ArrayList<>();
    private final Map<String, StockedBatch> held = new HashMap<>();
    private Set<String> sources = Set.of(SOURCE);
    private Set<String> moving = Set.of();

    Three(NamedBatch... batches) {
      for (NamedBatch batch : batches) {
        list(batch.batchref(), OptionalLong.of(batch.figure()), batch.eta());
        know(batch);
        hold(batch.batchref(), batch.stock().inBatch(), batch.eta());
      }
    }

    void list(String batchref, OptionalLong units, Optional<LocalDate> eta) {
      listed.put(key(batchref), new ListedUnits(units, eta));
    }

    void know(NamedBatch batch) {
      ledger.add(
          new ComparedStock(
              SKU,
              key(batch.batchref()).source(),
              OptionalLong.empty(),
              Optional.of(batch.stock()),
              OptionalInt.of(batch.stock().inBatch()),
              true,
              OptionalInt.empty(),
              new ComparedStock.Days(HERE, batch.eta(), HERE)));
    }

    void hold(String batchref, int units, Optional<LocalDate> eta) {
      held.put(batchref, new StockedBatch(units, 0, eta));
    }

    List<StockComparison> all() {
      return StockComparison.all(
          ledger,
          new StockAsListed(listed, Set.of(), sources, moving),
          Map.of(SKU, new StockedProduct(SKU, false, 0, held)));
    }

    /** By batch, how many units are at risk. */
    Map<String, Long> differing() {
      Map<String, Long> units = new HashMap<>();
      all().stream()
          .filter(each -> !each.isEven())
          .forEach(
              each ->
                  units.put(
                      NamedSource.batchref(each.stock().source()).orElseThrow(), each.units()));
      return units;
    }

    private static ListedFigure key(String batchref) {
      return new ListedFigure(NamedSource.of(SOURCE, batchref), SKU);
    }
  }

  private static final NamedBatch ONE = new NamedBatch("M1", 5, 0, 0, HERE);
  private static final NamedBatch TWO = new NamedBatch("M2", 7, 2, 1, MONDAY);

  @Test
  void batches_are_compared_one_by_one() {
    Three three = new Three(ONE, TWO);
    assertEquals(Map.of(), three.differing());
    three.list("M2", OptionalLong.of(4), MONDAY);
    assertEquals(Map.of("M2", 3L), three.differing());
  }

  @Test
  void units_that_two_batches_have_of_each_other_differ() {
    Three three = new Three(ONE, TWO);
    three.list("M1", OptionalLong.of(6), HERE);
    three.list("M2", OptionalLong.of(6), MONDAY);
    assertEquals(Map.of("M1", 1L, "M2", 1L), three.differing(), "though the sum is the same");
  }

  @Test
  void of_a_batch_on_another_day_all_units_are_at_risk() {
    Three three = new Three(ONE, TWO);
    three.list("M2", OptionalLong.of(7), HERE);
    assertEquals(Map.of("M2", 9L), three.differing());
    assertEquals(RepairAction.TAKE_IN, step(three).action());
    three = new Three(ONE, TWO);
    three.hold("M1", 5, MONDAY);
    assertEquals(Map.of("M1", 5L), three.differing());
    assertEquals(RepairAction.SEND_AGAIN, step(three).action());
  }

  @Test
  void nothing_is_said_of_a_sku_whose_batches_move() {
    Three three = new Three(ONE, TWO);
    three.listed.clear();
    three.moving = Set.of(SKU);
    assertEquals(List.of(), three.all());
  }

  @Test
  void what_cannot_be_told_differs_and_somebody_is_called_with_the_reason() {
    Three three = new Three(ONE);
    three.listed.clear();
    assertEquals(Set.of("M1"), three.differing().keySet());
    RepairPlan.RepairStep step =
        RepairRules.step(three.all().get(0), Optional.of("a batch is listed twice"), false);
    assertEquals(RepairAction.CALL, step.action());
    assertTrue(step.why().contains("a batch is listed twice"), step::why);
  }

  @Test
  void a_batch_that_the_ledger_does_not_know_is_taken_in() {
    Three three = new Three(ONE);
    three.list("M9", OptionalLong.of(3), MONDAY);
    assertEquals(Set.of("M9"), three.differing().keySet());
    assertEquals(RepairAction.TAKE_IN, step(three).action());
  }

  @Test
  void where_no_promises_are_listed_the_list_counts_for_nothing() {
    Three three = new Three(ONE, TWO);
    three.sources = Set.of();
    three.listed.clear();
    assertEquals(Map.of(), three.differing());
    three.hold("M2", 8, MONDAY);
    assertEquals(Map.of("M2", 1L), three.differing());
  }

  private static RepairPlan.RepairStep step(Three three) {
    StockComparison found =
        three.all().stream().filter(each -> !each.isEven()).findFirst().orElseThrow();
    return RepairRules.step(found, Optional.empty(), false);
  }

  /** Where somebody has other units of one batch than the two others. */
  enum Odd {
    LIST,
    ALLOCATION_SERVICE,
    A_DAY
  }

  @Property(tries = 1000)
  void whatever_is_odd_is_found_in_its_batch_with_its_units_and_nothing_else_is(
      @ForAll("batches") List<NamedBatch> batches,
      @ForAll Odd odd,
      @ForAll @IntRange(min = 1, max = 9) int more,
      @ForAll @IntRange(max = 3) int which) {
    Three three = new Three(batches.toArray(NamedBatch[]::new));
    assertEquals(Map.of(), three.differing(), "nothing is odd");
    NamedBatch of = batches.get(which % batches.size());
    int inBatch = of.stock().inBatch();
    Optional<LocalDate> other = of.eta().isPresent() ? HERE : MONDAY;
    switch (odd) {
      case LIST -> three.list(of.batchref(), OptionalLong.of(of.figure() + more), of.eta());
      case ALLOCATION_SERVICE -> three.hold(of.batchref(), inBatch + more, of.eta());
      case A_DAY -> three.list(of.batchref(), OptionalLong.of(of.figure()), other);
      default -> throw new IllegalStateException();
    }
    long atRisk = odd == Odd.A_DAY ? inBatch : more;
    assertEquals(Map.of(of.batchref(), atRisk), three.differing());
    assertFalse(step(three).why().isEmpty());
  }

  @Provide
  Arbitrary<List<NamedBatch>> batches() {
    return Combinators.combine(
            Arbitraries.integers().between(1, 4).map(many -> "M" + many),
            Arbitraries.integers().between(-3, 9),
            Arbitraries.integers().between(0, 4),
            Arbitraries.integers().between(0, 4),
            Arbitraries.of(HERE, MONDAY))
        .as(NamedBatch::new)
        .list()
        .uniqueElements(NamedBatch::batchref)
        .ofMinSize(1)
        .ofMaxSize(4);
  }
}
