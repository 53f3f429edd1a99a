package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.routing.StockGateRules.StockGateLimits;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the gate asks of a wave's stock and orders. */
class StockGateRulesTest {

  private static final StockGateState GOOD =
      new StockGateState(
          List.of(), 0, Optional.empty(), 100, 20, List.of(), 0, Duration.ofMinutes(1));

  @Test
  void a_wave_of_which_all_agrees_passes() {
    assertEquals(List.of(), red(GOOD));
    assertEquals(
        StockGateRules.NAMES,
        StockGateRules.checks(GOOD, limits(Set.of())).stream().map(CutOverCheck::name).toList());
  }

  @Test
  void each_check_is_red_for_its_own_reason() {
    StockGateState bad =
        new StockGateState(
            List.of("LAMP"),
            3,
            Optional.of(Instant.EPOCH),
            100,
            21,
            List.of("asks"),
            1,
            Duration.ofSeconds(61));
    assertEquals(StockGateRules.NAMES, red(bad));
    List<CutOverCheck> checks = StockGateRules.checks(bad, limits(Set.of()));
    assertEquals("LAMP", checks.get(0).value());
    assertEquals("3 units", checks.get(1).value());
    assertEquals(Optional.of(Instant.EPOCH), checks.get(1).since());
    assertEquals("21 of 100 orders", checks.get(2).value());
  }

  @Test
  void without_orders_none_is_split() {
    assertEquals(
        List.of(),
        red(new StockGateState(List.of(), 0, Optional.empty(), 0, 0, List.of(), 0, Duration.ZERO)));
  }

  @Test
  void what_is_off_is_not_asked_for() {
    assertEquals(List.of(), StockGateRules.checks(GOOD, limits(Set.copyOf(StockGateRules.NAMES))));
  }

  private static List<String> red(StockGateState state) {
    return StockGateRules.checks(state, limits(Set.of())).stream()
        .filter(check -> !check.holds())
        .map(CutOverCheck::name)
        .toList();
  }

  private static StockGateLimits limits(Set<String> off) {
    return new StockGateLimits(off, 20, 0, Duration.ofMinutes(1));
  }
}
