package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.legacy.routing.ParityState.BetterCount;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What has to be shown of a wave before its cut-over. */
class GateRulesTest {

  private static final Instant NOW = Instant.parse("2026-11-30T12:00:00Z");
  private static final Instant FOUR_DAYS_AGO = NOW.minus(Duration.ofDays(4));
  private static final ParityState GOOD =
      new ParityState(
          2,
          List.of(),
          Optional.of(FOUR_DAYS_AGO),
          500,
          5,
          0,
          Optional.empty(),
          Map.of(),
          Optional.of(NOW.minus(Duration.ofHours(2))),
          true);

  @Test
  void a_wave_that_was_compared_and_agreed_passes() {
    assertEquals(
        GateRules.NAMES, checks(GOOD, Set.of()).keySet().stream().sorted(order()).toList());
    assertEquals(Set.of(), red(GOOD));
  }

  @Test
  void of_which_nothing_was_compared_nothing_is_green() {
    ParityState nothing =
        new ParityState(
            2,
            List.of("LAMP", "TABLE"),
            Optional.empty(),
            0,
            0,
            0,
            Optional.empty(),
            Map.of(),
            Optional.empty(),
            false);
    assertEquals(Set.of("compared", "in_shadow", "sample", "unjudged", "rehearsed"), red(nothing));
    Map<String, CutOverCheck> found = checks(nothing, Set.of());
    assertEquals("0 of 2 SKUs, 0 calls, without LAMP, TABLE", found.get("compared").value());
    assertEquals("none", found.get("in_shadow").value());
    assertEquals("0 of 0", found.get("unjudged").value());
    assertEquals("never", found.get("rehearsed").value());
    found.values().forEach(check -> assertFalse(check.hint().isBlank(), check.name()));
  }

  @Test
  void one_sku_that_is_not_in_shadow_keeps_the_wave_back() {
    ParityState lacking =
        new ParityState(
            2,
            List.of("LAMP"),
            GOOD.basedAt(),
            500,
            0,
            0,
            Optional.empty(),
            Map.of(),
            GOOD.rehearsedAt(),
            true);
    assertEquals(Set.of("compared"), red(lacking));
  }

  @Test
  void what_is_worse_keeps_it_back_and_so_does_what_is_better_until_somebody_has_looked() {
    ParityState different =
        new ParityState(
            2,
            List.of(),
            GOOD.basedAt(),
            500,
            0,
            1,
            Optional.of(FOUR_DAYS_AGO.plusSeconds(60)),
            Map.of(
                "day",
                new BetterCount(2, 0, List.of("LAMP")),
                "outcome",
                new BetterCount(3, 40, List.of("LAMP", "TABLE"))),
            GOOD.rehearsedAt(),
            true);
    assertEquals(Set.of("worse", "better"), red(different));
    Map<String, CutOverCheck> found = checks(different, Set.of());
    assertEquals(
        "day 2, outcome 3 more than the 40 acknowledged (LAMP, TABLE)",
        found.get("better").value());
    assertEquals(Optional.of(FOUR_DAYS_AGO.plusSeconds(60)), found.get("worse").since());
  }

  @Test
  void a_rehearsal_counts_if_it_passed_and_not_long_ago() {
    assertEquals(Set.of("rehearsed"), red(rehearsed(NOW.minus(Duration.ofHours(25)), true)));
    assertEquals(Set.of("rehearsed"), red(rehearsed(NOW.minus(Duration.ofHours(1)), false)));
    assertEquals(Set.of(), red(rehearsed(NOW.minus(Duration.ofHours(24)), true)));
    assertEquals(
        "not passed, 1 hour",
        checks(rehearsed(NOW.minus(Duration.ofHours(1)), false), Set.of())
            .get("rehearsed")
            .value());
  }

  @Test
  void what_is_switched_off_is_not_asked_for() {
    assertFalse(checks(GOOD, Set.of("sample")).containsKey("sample"));
    assertTrue(checks(GOOD, Set.copyOf(GateRules.NAMES)).isEmpty());
  }

  /** However the numbers are: more that is unjudged never makes a red gate green. */
  @Property
  void unjudged_never_counts_as_agreement(
      @ForAll @LongRange(min = 0, max = 1_000) long compared,
      @ForAll @LongRange(min = 0, max = 1_000) long unjudged,
      @ForAll @LongRange(min = 1, max = 1_000) long more) {
    Set<String> before = red(counted(compared, unjudged));
    Set<String> after = red(counted(compared, unjudged + more));
    assertTrue(after.containsAll(before), before + " became " + after);
    assertEquals(compared >= 100, !after.contains("sample"));
    assertEquals(compared > 0, !after.contains("compared"));
  }

  private static ParityState counted(long compared, long unjudged) {
    return new ParityState(
        2,
        List.of(),
        GOOD.basedAt(),
        compared,
        unjudged,
        0,
        Optional.empty(),
        Map.of(),
        GOOD.rehearsedAt(),
        true);
  }

  private static ParityState rehearsed(Instant at, boolean passed) {
    return new ParityState(
        2,
        List.of(),
        GOOD.basedAt(),
        500,
        0,
        0,
        Optional.empty(),
        Map.of(),
        Optional.of(at),
        passed);
  }

  private static Set<String> red(ParityState parity) {
    return checks(parity, Set.of()).values().stream()
        .filter(check -> !check.holds())
        .map(CutOverCheck::name)
        .collect(Collectors.toSet());
  }

  private static Map<String, CutOverCheck> checks(ParityState parity, Set<String> off) {
    return GateRules.checks(
            new GateState(NOW, parity),
            new GateLimits(off, Duration.ofDays(3), 100, 1, Duration.ofHours(24)))
        .stream()
        .collect(Collectors.toMap(CutOverCheck::name, check -> check));
  }

  private static Comparator<String> order() {
    return Comparator.comparingInt(GateRules.NAMES::indexOf);
  }
}
