package dev.ficus.legacy.postgres;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Rows that are locked by a text key are locked in the order of its code points, whatever order the
 * database has by default: columns have one, and what is taken apart by {@code unnest} the other.
 */
class LockOrderTest {

  private static final Path SOURCES = Path.of("src/main/java/dev/ficus/legacy/postgres");
  private static final Pattern STATEMENT = Pattern.compile("\"\"\"(.*?)\"\"\"", Pattern.DOTALL);
  private static final Pattern LOCKS =
      Pattern.compile("\\bfor (no key )?update\\b|\\binsert into\\b|\\bupdate \\w+\\b");
  private static final Pattern ORDER =
      Pattern.compile(
          "order by\\s+(.*?)(?=\\blimit\\b|\\bfor\\b|\\bon conflict\\b|\\)|$)", Pattern.DOTALL);
  private static final Pattern KEY =
      Pattern.compile(
          "\\b(shop|number|sku|lineid|batchref|source|orderid|feed|method|\\d)\\b(?! collate \"C\")");

  @Test
  void statements_that_lock_take_rows_in_the_order_of_code_points() throws IOException {
    List<String> otherwise = new ArrayList<>();
    int orders = 0;
    for (Path source : sources()) {
      for (MatchResult statement : found(STATEMENT, Files.readString(source))) {
        String sql = statement.group(1);
        if (LOCKS.matcher(sql).find() && sql.contains("unnest")) {
          for (MatchResult order : found(ORDER, sql)) {
            orders++;
            found(KEY, order.group(1))
                .forEach(key -> otherwise.add(source.getFileName() + ": " + order.group()));
          }
        }
      }
    }
    assertEquals(List.of(), otherwise);
    assertTrue(orders > 0, "no statement was read");
  }

  private static List<MatchResult> found(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.results().toList();
  }

  private static List<Path> sources() throws IOException {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files.filter(file -> file.toString().endsWith(".java")).sorted().toList();
    }
  }
}
