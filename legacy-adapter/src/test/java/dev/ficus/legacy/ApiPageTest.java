package dev.ficus.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page of calls and metrics against the code. */
class ApiPageTest {

  /** Who counts unexpected failures, and under which name; a name may go on with a variable. */
  private static final Pattern NAMED_WORK =
      Pattern.compile(
          "(?:Unexpected\\.met|new PeriodicTask|new GroupCommit<>|new Deliveries<>)"
              + "\\(\\s*\"([^\"]+)\"( \\+ )?");

  private static final Pattern ROW_OF_WORK =
      Pattern.compile("(?m)^\\| (`[a-z{}`, -]+) \\| [^|]+\\|$");
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");

  @Test
  void the_kinds_of_work_that_unexpected_failures_are_counted_by_are_those_of_the_code()
      throws IOException {
    String page = Files.readString(Path.of("API.md"));
    Set<String> listed = new TreeSet<>();
    ROW_OF_WORK
        .matcher(page.substring(page.indexOf("\n| `work` |")))
        .results()
        .flatMap(row -> CODE.matcher(row.group(1)).results())
        .map(code -> code.group(1).replaceAll("\\{\\w+}", "*"))
        .forEach(listed::add);
    listed.remove("work");
    assertEquals(namedWork(), listed);
  }

  @Test
  void each_of_them_that_is_named_where_a_failure_is_met_is_counted_from_the_start()
      throws IOException {
    Set<String> known = new TreeSet<>();
    String source =
        Files.readString(Path.of("src/main/java/dev/ficus/legacy/schedule/Unexpected.java"));
    int begin = source.indexOf("List.of(");
    String list = source.substring(begin, source.indexOf(");", begin));
    Pattern.compile("\"([^\"]+)\"")
        .matcher(list)
        .results()
        .forEach(each -> known.add(each.group(1)));
    Set<String> missing = new TreeSet<>(met());
    missing.removeIf(
        name ->
            known.contains(name)
                || name.endsWith("*")
                    && known.stream().anyMatch(each -> each.startsWith(name.replace("*", ""))));
    assertEquals(Set.of(), missing);
    assertTrue(known.size() > 5, known.toString());
  }

  /** What {@code Unexpected.met} is called with itself; the others name it as they are made. */
  private static Set<String> met() throws IOException {
    return named(Pattern.compile("Unexpected\\.met\\(\\s*\"([^\"]+)\"( \\+ )?"));
  }

  private static Set<String> namedWork() throws IOException {
    return named(NAMED_WORK);
  }

  private static Set<String> named(Pattern work) throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        work.matcher(Files.readString(file))
            .results()
            .forEach(match -> names.add(match.group(1) + (match.group(2) == null ? "" : "*")));
      }
    }
    return names;
  }
}
