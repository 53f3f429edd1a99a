package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Within a module a simple name means one type, nested types and tests included: whoever reads it
 * need not ask which of two it is. The parts of a settings class have the words of their keys, and
 * are always written with it: {@code PushSettings.Shop}.
 */
class TypeNamesTest {
  /** The examples for other teams are resources. */
  private static final Pattern JAVA = Pattern.compile(".*/src/(main|test)/java/.*\\.java");

  private static final Pattern DECLARATION =
      Pattern.compile(
          "(?m)^( *)(?:(?:public|protected|private|static|final|abstract|sealed|non-sealed) )*"
              + "@?(?:class|interface|record|enum) ([A-Z]\\w*)");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "allocation-service",
        "availability-service",
        "legacy-adapter",
        "deploy/local",
        "deploy/oldworld",
        "deploy/journeys",
        "deploy/journeys/tests",
        "deploy/bench"
      })
  void a_simple_name_means_one_type(String module) throws IOException {
    Map<String, TreeSet<String>> placesByName = new TreeMap<>();
    for (Path source : sources(module)) {
      DECLARATION
          .matcher(Files.readString(source))
          .results()
          .filter(type -> !isPartOfSettings(source, type))
          .forEach(
              type ->
                  placesByName
                      .computeIfAbsent(type.group(2), name -> new TreeSet<>())
                      .add(source.getFileName() + ", character " + type.start(2)));
    }
    assertTrue(placesByName.size() > 40, () -> "types of " + module + ", not " + placesByName);
    placesByName.values().removeIf(places -> places.size() == 1);
    assertEquals(Map.of(), placesByName);
  }

  private static boolean isPartOfSettings(Path source, MatchResult type) {
    return source.toString().endsWith("Settings.java") && !type.group(1).isEmpty();
  }

  private static List<Path> sources(String module) throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("../../..", module))) {
      return files.filter(file -> JAVA.matcher(file.toString()).matches()).toList();
    }
  }
}
