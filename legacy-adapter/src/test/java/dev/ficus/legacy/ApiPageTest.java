package dev.ficus.legacy;

import static org.junit.jupiter.api.Assertions.assertEquals;

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

  private static Set<String> namedWork() throws IOException {
    Set<String> names = new TreeSet<>();
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        NAMED_WORK
            .matcher(Files.readString(file))
            .results()
            .forEach(match -> names.add(match.group(1) + (match.group(2) == null ? "" : "*")));
      }
    }
    return names;
  }
}
