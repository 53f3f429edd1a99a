package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/** What must hold before a wave is rolled back. */
class RollBackRulesTest {

  @Test
  void each_check_that_does_not_hold_has_what_was_found_and_what_to_do() {
    WaveState wave =
        new WaveState(
            2,
            List.of(),
            3,
            OptionalLong.of(7),
            true,
            List.of("NAMED"),
            List.of("NONE"),
            1,
            2,
            3,
            4,
            List.of("erp"),
            List.of("any"),
            Map.of("Market", 5));
    Map<String, CutOverCheck> checks =
        RollBackRules.checks(
                new RollBackState(wave, List.of("OLD"), List.of("KEPT"), 6, 8),
                new RollBackRequest("b", "r", 2, 4, 5, 9))
            .stream()
            .collect(Collectors.toMap(CutOverCheck::name, each -> each));
    checks.values().forEach(check -> assertFalse(check.holds(), check.name()));
    checks.values().forEach(check -> assertFalse(check.hint().isBlank(), check.name()));
    assertEquals("OLD", checks.get("route").value());
    assertEquals("KEPT", checks.get("kept").value());
    assertEquals("6", checks.get("own_stock").value());
    assertEquals("5", checks.get("own_stock").limit());
    assertEquals("8", checks.get("stranded").value());
    assertEquals("5 (5 of Market)", checks.get("waiting_commands").value());
    assertFalse(checks.containsKey("orders_read"), "what was made before is the monolith's anyway");
  }

  @Property
  void what_is_left_behind_is_accepted_by_its_number_and_by_no_other(
      @ForAll @IntRange(max = 3) int ownStock,
      @ForAll @IntRange(max = 3) int stranded,
      @ForAll @IntRange(max = 3) int acceptOwnStock,
      @ForAll @IntRange(max = 3) int acceptStranded) {
    WaveState wave =
        new WaveState(
            1,
            List.of(),
            1,
            OptionalLong.empty(),
            false,
            List.of(),
            List.of(),
            0,
            0,
            0,
            0,
            List.of(),
            List.of(),
            Map.of());
    List<String> red =
        RollBackRules.checks(
                new RollBackState(wave, List.of(), List.of(), ownStock, stranded),
                new RollBackRequest("b", "r", 1, 0, acceptOwnStock, acceptStranded))
            .stream()
            .filter(check -> !check.holds())
            .map(CutOverCheck::name)
            .toList();
    assertEquals(ownStock != acceptOwnStock, red.contains("own_stock"));
    assertEquals(stranded != acceptStranded, red.contains("stranded"));
    assertEquals(
        (ownStock != acceptOwnStock ? 1 : 0) + (stranded != acceptStranded ? 1 : 0), red.size());
  }
}
