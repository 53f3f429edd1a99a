package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class KeepingRulesTest {

  private static final List<String> NAMES =
      List.of("route", "running", "draining", "to_give_back", "oversold");

  @Test
  void a_wave_that_is_ours_and_of_which_nothing_is_left_at_the_monolith_may_be_kept() {
    KeepingState ready =
        new KeepingState(List.of(), OptionalLong.empty(), List.of(), List.of(), List.of());
    assertEquals(List.of(), red(ready));
    assertEquals(NAMES, KeepingRules.checks(ready).stream().map(CutOverCheck::name).toList());
  }

  @Test
  void all_that_is_in_the_way_is_named_at_once_with_what_to_do() {
    KeepingState wave =
        new KeepingState(
            List.of("A"), OptionalLong.of(7), List.of("B"), List.of("C"), List.of("D", "E"));
    assertEquals(NAMES, red(wave));
    assertEquals(
        List.of("A", "7", "B", "C", "D, E"),
        KeepingRules.checks(wave).stream().map(CutOverCheck::value).toList());
    KeepingRules.checks(wave).forEach(check -> assertFalse(check.hint().isBlank()));
  }

  @Property(tries = 50)
  void each_check_stands_for_itself(
      @ForAll boolean notOurs,
      @ForAll boolean running,
      @ForAll boolean draining,
      @ForAll boolean toGiveBack,
      @ForAll boolean oversold) {
    List<String> some = List.of("SKU");
    KeepingState wave =
        new KeepingState(
            notOurs ? some : List.of(),
            running ? OptionalLong.of(1) : OptionalLong.empty(),
            draining ? some : List.of(),
            toGiveBack ? some : List.of(),
            oversold ? some : List.of());
    List<Boolean> red = List.of(notOurs, running, draining, toGiveBack, oversold);
    assertEquals(NAMES.stream().filter(name -> red.get(NAMES.indexOf(name))).toList(), red(wave));
  }

  private static List<String> red(KeepingState wave) {
    return KeepingRules.checks(wave).stream()
        .filter(check -> !check.holds())
        .map(CutOverCheck::name)
        .toList();
  }
}
