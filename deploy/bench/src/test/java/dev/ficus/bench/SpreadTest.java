package dev.ficus.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {

  @Test
  void the_median_of_an_odd_number_is_the_middle_one() {
    assertEquals(new Spread(2, 1, 30), Spread.of(List.of(30.0, 1.0, 2.0)));
  }

  @Test
  void the_median_of_an_even_number_lies_between_the_two_in_the_middle() {
    assertEquals(new Spread(2.5, 1, 30), Spread.of(List.of(3.0, 30.0, 1.0, 2.0)));
  }

  @Test
  void one_figure_is_its_own_spread() {
    assertEquals(new Spread(7, 7, 7), Spread.of(List.of(7.0)));
  }

  @Test
  void nothing_has_no_spread() {
    assertThrows(IllegalArgumentException.class, () -> Spread.of(List.of()));
  }
}
