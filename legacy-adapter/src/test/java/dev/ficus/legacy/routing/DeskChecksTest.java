package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.ficus.legacy.routing.StockGateRules.StockGateLimits;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the desk calls the checks that the adapter makes, and what it says to do about them. */
class DeskChecksTest {

  private static final String CHECKS = "/desk/checks.js";

  /** A path, or a call: that is for who makes calls, not for who clicks. */
  private static final Pattern CALL = Pattern.compile("\\b(GET|POST|PUT|DELETE)\\b|/[a-z]");

  private static final Pattern MEMBER = Pattern.compile("^ {2}([a-z_]+): (.*)$", Pattern.MULTILINE);

  @Test
  void the_desk_has_a_name_for_every_check() throws IOException {
    Set<String> named = members("NAMES").keySet();
    assertEquals(Set.of(), without(named), "checks without a name in " + CHECKS + " (NAMES)");
    Set<String> all = all().stream().map(CutOverCheck::name).collect(Collectors.toSet());
    assertEquals(
        Set.of(),
        named.stream().filter(Predicate.not(all::contains)).collect(Collectors.toSet()),
        "names of checks that nobody makes");
  }

  @Test
  void whoever_clicks_is_told_what_to_do_about_every_check() throws IOException {
    Set<String> told = new TreeSet<>(members("ACCEPTING").keySet());
    members("MENDING")
        .forEach(
            (name, text) -> {
              assertFalse(text.startsWith("[undefined"), name + " has no words");
              told.add(name);
            });
    all().stream()
        .filter(check -> !CALL.matcher(check.hint()).find())
        .filter(check -> !check.hint().isBlank())
        .forEach(check -> told.add(check.name()));
    assertEquals(
        Set.of(),
        without(told),
        "the adapter's hint names calls, and there is none in " + CHECKS + " (MENDING)");
  }

  private static Set<String> without(Set<String> known) {
    return all().stream()
        .map(CutOverCheck::name)
        .filter(name -> !known.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** All checks that there are, whatever they say. */
  static List<CutOverCheck> all() {
    WaveState wave =
        new WaveState(
            1,
            List.of(),
            0,
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
    return Stream.of(
            CutOverRules.checks(wave, new CutOverRequest("b", "r", 0, 0)),
            RollBackRules.checks(
                new RollBackState(wave, List.of(), List.of(), 0, 0),
                new RollBackRequest("b", "r", 0, 0, 0, 0)),
            KeepingRules.checks(
                new KeepingState(List.of(), OptionalLong.empty(), List.of(), List.of(), List.of())),
            GateRules.checks(
                new GateState(
                    Instant.EPOCH,
                    new ParityState(
                        0,
                        List.of(),
                        Optional.empty(),
                        0,
                        0,
                        0,
                        Optional.empty(),
                        Map.of(),
                        Optional.empty(),
                        false)),
                new GateLimits(Set.of(), Duration.ZERO, 0, 0, Duration.ZERO)),
            StockGateRules.checks(
                new StockGateState(
                    List.of(), 0, Optional.empty(), 0, 0, List.of(), 0, Duration.ZERO),
                new StockGateLimits(Set.of(), 0, 0, Duration.ZERO)))
        .flatMap(List::stream)
        .toList();
  }

  /** The members of an object of the desk, each with what is written behind its name. */
  static Map<String, String> members(String object) throws IOException {
    try (InputStream file = DeskChecksTest.class.getResourceAsStream(CHECKS)) {
      String script = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      int from = script.indexOf("const " + object + " = {");
      Matcher member = MEMBER.matcher(script.substring(from, script.indexOf("\n};", from)));
      return member
          .results()
          .collect(Collectors.toMap(found -> found.group(1), found -> found.group(2)));
    }
  }
}
