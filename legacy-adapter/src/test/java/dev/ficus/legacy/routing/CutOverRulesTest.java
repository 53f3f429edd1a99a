package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** What must hold before a wave is cut over. */
class CutOverRulesTest {

  private static final long RUNNING = 7;
  private static final List<String> ALL =
      List.of(
          "halted",
          "running",
          "route",
          "epoch",
          "named_batches",
          "figures",
          "list",
          "doubts",
          "refused_orders",
          "unconfirmed",
          "quarantine",
          "orders_read",
          "waiting_commands");

  @Test
  void a_wave_of_which_nothing_is_under_way_can_be_cut_over() {
    List<CutOverCheck> checks = checks(Set.of());
    assertEquals(ALL, checks.stream().map(CutOverCheck::name).toList());
    assertTrue(checks.stream().allMatch(CutOverCheck::holds));
  }

  @Test
  void each_check_that_does_not_hold_has_what_was_found_and_what_to_do() {
    Map<String, CutOverCheck> found =
        checks(Set.copyOf(ALL)).stream()
            .collect(Collectors.toMap(CutOverCheck::name, each -> each));
    assertEquals(Long.toString(RUNNING), found.get("running").value());
    assertEquals("NEW-1, NEW-2", found.get("route").value());
    assertEquals("4", found.get("epoch").value());
    assertEquals("3", found.get("epoch").limit());
    assertEquals("5 (3 of Market, 2 of Till)", found.get("waiting_commands").value());
    assertEquals("0", found.get("waiting_commands").limit());
    assertEquals("2", found.get("doubts").value());
    found.values().forEach(check -> assertFalse(check.hint().isBlank(), check.name()));
  }

  @Test
  void only_as_many_waiting_commands_as_there_are_can_be_accepted() {
    WaveState wave = state(Set.of("waiting_commands"));
    for (int accepted = 0; accepted < 8; accepted++) {
      CutOverRequest request = new CutOverRequest("b", "r", 3, accepted);
      assertEquals(accepted == 5, CutOverRules.checks(wave, request).get(ALL.size() - 1).holds());
    }
  }

  @Test
  void of_very_many_skus_the_first_are_named() {
    WaveState clean = state(Set.of());
    List<String> many = IntStream.range(100, 200).mapToObj(at -> "S" + at).toList();
    WaveState wave =
        new WaveState(
            100,
            many,
            3,
            OptionalLong.empty(),
            false,
            List.of(),
            List.of(),
            0,
            0,
            0,
            0,
            clean.withoutList(),
            clean.unread(),
            Map.of());
    String value = CutOverRules.checks(wave, request()).get(2).value();
    assertTrue(value.startsWith("S100, S101") && value.endsWith("S119 and more"), value);
  }

  /** Whatever else does not hold, each check says what it is for. */
  @Property
  void the_checks_are_independent_of_each_other(@ForAll @Size(13) List<Boolean> wrong) {
    Set<String> red =
        IntStream.range(0, ALL.size())
            .filter(wrong::get)
            .mapToObj(ALL::get)
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(
        red,
        checks(red).stream()
            .filter(check -> !check.holds())
            .map(CutOverCheck::name)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  private static CutOverRequest request() {
    return new CutOverRequest("b", "r", 3, 0);
  }

  private static List<CutOverCheck> checks(Set<String> red) {
    return CutOverRules.checks(state(red), request());
  }

  /** A wave for which these checks do not hold. */
  private static WaveState state(Set<String> red) {
    return new WaveState(
        9,
        red.contains("route") ? List.of("NEW-1", "NEW-2") : List.of(),
        red.contains("epoch") ? 4 : 3,
        red.contains("running") ? OptionalLong.of(RUNNING) : OptionalLong.empty(),
        red.contains("halted"),
        red.contains("named_batches") ? List.of("N") : List.of(),
        red.contains("figures") ? List.of("F") : List.of(),
        red.contains("doubts") ? 2 : 0,
        red.contains("refused_orders") ? 1 : 0,
        red.contains("unconfirmed") ? 1 : 0,
        red.contains("quarantine") ? 1 : 0,
        red.contains("list") ? List.of("lager") : List.of(),
        red.contains("orders_read") ? List.of("serve") : List.of(),
        red.contains("waiting_commands") ? Map.of("Till", 2, "Market", 3) : Map.of());
  }
}
