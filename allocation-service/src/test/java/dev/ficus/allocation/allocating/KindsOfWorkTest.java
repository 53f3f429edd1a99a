package dev.ficus.allocation.allocating;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The kinds of work whose failures are counted, against the code. */
class KindsOfWorkTest {
  private static final Path CODE = Path.of("src/main/java");
  private static final Pattern TEXT = Pattern.compile("\"([^\"]+)\"");
  private static final Pattern MET = Pattern.compile("Unexpected\\.met\\(\\s*\"([^\"]+)\"");

  @Test
  void each_is_counted_from_the_start() throws IOException {
    Set<String> met = new TreeSet<>();
    try (Stream<Path> files = Files.walk(CODE)) {
      for (Path file : files.filter(each -> each.toString().endsWith(".java")).toList()) {
        collect(MET, Files.readString(file), met);
      }
    }
    String source =
        Files.readString(CODE.resolve("dev/ficus/allocation/allocating/Unexpected.java"));
    Set<String> known = new TreeSet<>();
    int list = source.indexOf("List.of(");
    collect(TEXT, source.substring(list, source.indexOf(");", list)), known);
    assertEquals(met, known);
  }

  private static void collect(Pattern name, String text, Set<String> names) {
    name.matcher(text).results().forEach(match -> names.add(match.group(1)));
  }
}
