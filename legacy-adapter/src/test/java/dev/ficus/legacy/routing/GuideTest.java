package dev.ficus.legacy.routing;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.legacy.leaks.RepairPlan.RepairAction;
import dev.ficus.legacy.parity.Aspect;
import dev.ficus.legacy.parity.Verdict.VerdictWord;
import dev.ficus.legacy.shadow.ShadowBook.ShadowRefusal;
import dev.ficus.legacy.shadow.ShadowState;
import dev.ficus.legacy.stock.BatchLook.Unclear;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guide for who migrates: it has each word that the adapter says, and what to do about it. */
class GuideTest {

  private static final Path SHADOW = Path.of("../deploy/SHADOW.md");
  private static final Path STRANGLING = Path.of("STRANGLING.md");

  private static final Pattern WORD = Pattern.compile("`([a-z_]+)`");

  @Test
  void the_guide_says_of_every_check_what_the_desk_calls_it_and_what_to_do() throws IOException {
    Map<String, String> told = rows("check, at the desk");
    String guide = Files.readString(SHADOW) + Files.readString(STRANGLING);
    Map<String, String> named = DeskChecksTest.members("NAMES");
    assertEquals(
        Set.of(),
        missing(
            DeskChecksTest.all().stream().map(CutOverCheck::name),
            name ->
                !told.getOrDefault(name, "").isBlank()
                    && guide.contains(
                        "| `%s`, *%s* |"
                            .formatted(name, named.get(name).replaceAll("^'|',$", "")))));
  }

  @Test
  void the_guide_has_a_row_for_every_other_word_that_tells_how_a_wave_is() throws IOException {
    assertEquals(Set.of(), without("aspect", Aspect.values(), Aspect::code));
    assertEquals(Set.of(), without("verdict", VerdictWord.values(), VerdictWord::code));
    assertEquals(Set.of(), without("a SKU is", ShadowState.values(), ShadowState::code));
    assertEquals(Set.of(), without("step", RepairAction.values(), RepairAction::code));
    assertEquals(Set.of(), without("it ended with", CutOverOutcome.values(), CutOverOutcome::code));
  }

  @Test
  void the_guide_has_every_reason_why_batches_with_names_are_unclear_or_a_wave_is_not_shadowed()
      throws IOException {
    String strangling = Files.readString(STRANGLING);
    assertEquals(
        Set.of(),
        missing(
            Arrays.stream(Unclear.values()).map(each -> Unclear.words(each.code())),
            strangling::contains));
    String shadow = Files.readString(SHADOW);
    assertEquals(
        Set.of(),
        missing(
            Arrays.stream(ShadowRefusal.values())
                .map(each -> "`" + each.name().toLowerCase(Locale.ROOT) + "`"),
            shadow::contains));
  }

  private static <T> Set<String> without(String header, T[] all, Function<T, String> code)
      throws IOException {
    Map<String, String> rows = rows(header);
    return missing(Arrays.stream(all).map(code), rows::containsKey);
  }

  private static Set<String> missing(Stream<String> all, Predicate<String> isThere) {
    return all.filter(isThere.negate()).collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * The rows of all tables with this header: the words of the first column, each with what is in
   * the last.
   */
  private static Map<String, String> rows(String header) throws IOException {
    Map<String, String> rows = new HashMap<>();
    for (Path page : List.of(SHADOW, STRANGLING)) {
      boolean isInside = false;
      for (String line : Files.readAllLines(page)) {
        if (!line.startsWith("|")) {
          isInside = false;
        } else if (line.startsWith("| " + header + " |")) {
          isInside = true;
        } else if (isInside) {
          String[] cells = line.split("\\|");
          WORD.matcher(cells[1])
              .results()
              .forEach(
                  word ->
                      rows.merge(
                          word.group(1),
                          cells[cells.length - 1],
                          (one, other) -> one.isBlank() ? one : other));
        }
      }
    }
    return rows;
  }
}
