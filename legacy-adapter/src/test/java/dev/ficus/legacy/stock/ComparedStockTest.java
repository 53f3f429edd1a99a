package dev.ficus.legacy.stock;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ComparedStockTest {

  /** The batch is the figure and what it does not count, and never less than none. */
  @Property
  void all_have_the_same_exactly_when_each_number_is_what_the_figure_makes_it(
      @ForAll @IntRange(min = -5, max = 5) int listed,
      @ForAll @IntRange(min = -5, max = 5) int figure,
      @ForAll @IntRange(max = 3) int uncounted,
      @ForAll @IntRange(max = 2) int despatched,
      @ForAll @IntRange(max = 8) int sent,
      @ForAll @IntRange(max = 8) int held,
      @ForAll boolean confirmed) {
    int batch = Math.max(despatched, figure + uncounted);
    assertEquals(
        listed == figure && sent == batch && held == batch && confirmed,
        stock(
                OptionalLong.of(listed),
                Optional.of(new SourceStock(figure, uncounted, 0, 0, despatched)),
                OptionalInt.of(sent),
                confirmed,
                OptionalInt.of(held))
            .isEven());
  }

  @Test
  void what_nobody_has_is_the_same_and_what_one_has_is_not() {
    assertTrue(
        stock(
                OptionalLong.empty(),
                Optional.empty(),
                OptionalInt.empty(),
                false,
                OptionalInt.empty())
            .isEven());
    assertFalse(
        stock(OptionalLong.of(0), Optional.empty(), OptionalInt.empty(), false, OptionalInt.empty())
            .isEven());
    assertFalse(
        stock(OptionalLong.empty(), Optional.empty(), OptionalInt.empty(), false, OptionalInt.of(0))
            .isEven());
    assertFalse(
        stock(
                OptionalLong.empty(),
                Optional.of(SourceStock.of(0)),
                OptionalInt.of(0),
                true,
                OptionalInt.of(0))
            .isEven());
  }

  private static ComparedStock stock(
      OptionalLong listed,
      Optional<SourceStock> counted,
      OptionalInt sent,
      boolean confirmed,
      OptionalInt held) {
    return new ComparedStock("A", "lager", listed, counted, sent, confirmed, held);
  }
}
