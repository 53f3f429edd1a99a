package dev.ficus.oldworld.monolith;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.ficus.oldworld.Seed;
import dev.ficus.oldworld.monolith.OrderLine.Key;
import dev.ficus.oldworld.monolith.Policy.Flaw;
import dev.ficus.oldworld.monolith.Policy.Preference;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class PolicyTest {
  private static final LocalDate TODAY = LocalDate.of(2010, 12, 24);
  private static final Batch HERE = new Batch("HERE", "GNOME", 5, null, 0);
  private static final Batch SOON = new Batch("SOON", "GNOME", 9, TODAY.plusDays(3), 0);
  private static final Batch LATER = new Batch("LATER", "GNOME", 20, TODAY.plusDays(9), 12);
  private static final List<Batch> ALL = List.of(LATER, HERE, SOON);

  @ParameterizedTest
  @EnumSource(
      value = Flaw.class,
      names = {"LINE_REFUSED", "LATE", "BATCH_IGNORED"})
  void exactly_every_nth_line_of_an_order_has_a_flaw(Flaw flaw) {
    Policy policy = policy(1, Preference.ROOMIEST, Map.of(flaw, 7));
    for (int order = 536_365; order < 536_385; order++) {
      List<Integer> flawed = flawed(policy, flaw, String.valueOf(order));
      assertEquals(10, flawed.size());
      for (int i = 1; i < flawed.size(); i++) {
        assertEquals(7, flawed.get(i) - flawed.get(i - 1));
      }
    }
  }

  @Test
  void exactly_every_nth_order_is_refused() {
    Policy policy = policy(1, Preference.ROOMIEST, Map.of(Flaw.ORDER_REFUSED, 20));
    Set<Integer> refused =
        IntStream.range(536_000, 536_400)
            .filter(order -> policy.refuses(String.valueOf(order)))
            .boxed()
            .collect(Collectors.toSet());
    assertEquals(20, refused.size());
    assertEquals(1, refused.stream().map(order -> order % 20).distinct().count());
  }

  @Test
  void a_line_keeps_its_flaw_whatever_other_lines_there_are() {
    Policy policy = policy(3, Preference.ROOMIEST, Map.of(Flaw.LATE, 5));
    List<Integer> before = flawed(policy, Flaw.LATE, "100000001");
    flawed(policy, Flaw.LATE, "100000002");
    policy.refuses("100000003");
    assertEquals(before, flawed(policy, Flaw.LATE, "100000001"));
    assertEquals(
        before,
        flawed(policy(3, Preference.ROOMIEST, Map.of(Flaw.LATE, 5)), Flaw.LATE, "100000001"));
  }

  @Test
  void another_seed_plants_other_flaws() {
    Set<List<Integer>> planted =
        IntStream.range(0, 20)
            .mapToObj(seed -> policy(seed, Preference.ROOMIEST, Map.of(Flaw.LATE, 5)))
            .map(policy -> flawed(policy, Flaw.LATE, "100000001"))
            .collect(Collectors.toSet());
    assertEquals(5, planted.size());
  }

  @Test
  void the_roomiest_batch_is_chosen_or_the_earliest() {
    Key line = new Key("1", "1");
    assertEquals(Optional.of(SOON), policy(1, Preference.ROOMIEST, Map.of()).choose(line, ALL));
    assertEquals(Optional.of(HERE), policy(1, Preference.EARLIEST, Map.of()).choose(line, ALL));
    assertEquals(
        Optional.of(SOON),
        policy(1, Preference.EARLIEST, Map.of()).choose(line, List.of(LATER, SOON)));
    assertEquals(
        Optional.empty(), policy(1, Preference.EARLIEST, Map.of()).choose(line, List.of()));
  }

  @Test
  void what_is_planted_makes_a_line_late_or_overlooks_its_batch() {
    Key line = new Key("1", "1");
    Policy late = policy(1, Preference.EARLIEST, Map.of(Flaw.LATE, 1));
    assertEquals(TODAY.plusDays(Policy.DAYS_LATE), late.day(line, HERE, TODAY));
    assertEquals(TODAY.plusDays(3L + Policy.DAYS_LATE), late.day(line, SOON, TODAY));
    assertEquals(TODAY, policy(1, Preference.EARLIEST, Map.of()).day(line, HERE, TODAY));
    Policy blind = policy(1, Preference.EARLIEST, Map.of(Flaw.BATCH_IGNORED, 1));
    assertEquals(Optional.of(SOON), blind.choose(line, ALL));
    assertEquals(Optional.empty(), blind.choose(line, List.of(HERE)));
  }

  @Test
  void flaws_that_do_not_exist_are_refused() {
    assertEquals(Map.of(Flaw.LATE, 3), Policy.Rules.flaws(List.of("late=3")));
    for (String wrong : List.of("lazy=3", "late", "late=-1", "late=often")) {
      String why =
          assertThrows(IllegalArgumentException.class, () -> Policy.Rules.flaws(List.of(wrong)))
              .getMessage();
      assertTrue(why.contains(wrong.split("=")[0]), why);
    }
    assertNotEquals(Map.of(), Policy.Rules.flaws(List.of("order-refused=0")));
  }

  private static List<Integer> flawed(Policy policy, Flaw flaw, String order) {
    return IntStream.rangeClosed(1, 70)
        .filter(item -> policy.has(flaw, new Key(order, String.valueOf(item))))
        .boxed()
        .toList();
  }

  private static Policy policy(long seed, Preference preference, Map<Flaw, Integer> flaws) {
    return new Policy(new Seed(seed), new Policy.Rules(preference, flaws));
  }
}
