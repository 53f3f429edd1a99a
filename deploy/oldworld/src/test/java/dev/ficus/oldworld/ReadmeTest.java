package dev.ficus.oldworld;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {
  private static final Pattern OPTION = Pattern.compile("--[a-z][a-z-]+[a-z]");

  @ParameterizedTest
  @ValueSource(strings = {"shop/ShopOptions", "monolith/MonolithOptions"})
  void the_readme_knows_every_option_a_program_has(String options) throws Exception {
    Path source = Path.of("src/main/java/dev/ficus/oldworld", options + ".java");
    Set<String> told = options(Files.readString(Path.of("README.md")));
    Set<String> known = options(Files.readString(source));
    assertTrue(told.containsAll(known), () -> known + " but " + told);
  }

  private static Set<String> options(String text) {
    return OPTION.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }
}
