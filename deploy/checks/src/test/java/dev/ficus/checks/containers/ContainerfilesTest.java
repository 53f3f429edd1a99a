package dev.ficus.checks.containers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that every Containerfile of a service keeps. */
class ContainerfilesTest {
  private static final Path CONTAINERS = Path.of("../containers");
  private static final String LABEL = "org.opencontainers.image.";

  /** What each label has, and which argument says it. */
  private static final Pattern LABELLED =
      Pattern.compile("org\\.opencontainers\\.image\\.(\\w+)=\"\\$\\{(\\w+)}\"");

  static Stream<Containerfile> files() throws IOException {
    try (Stream<Path> files = Files.list(CONTAINERS)) {
      List<Path> found =
          files
              .filter(file -> file.getFileName().toString().startsWith("Containerfile."))
              .sorted()
              .toList();
      assertEquals(3, found.size());
      return found.stream().map(ContainerfilesTest::read);
    }
  }

  private static Containerfile read(Path file) {
    try {
      return Containerfile.read(file);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @ParameterizedTest
  @MethodSource("files")
  void it_runs_as_a_user_by_number_that_is_not_root(Containerfile file) {
    assertEquals(List.of("10001:10001"), file.last("USER"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void its_program_is_started_without_a_shell(Containerfile file) throws IOException {
    List<String> entry = file.last("ENTRYPOINT");
    assertEquals(1, entry.size());
    List<String> words = new ObjectMapper().readValue(entry.get(0), new TypeReference<>() {});
    assertTrue(words.get(0).startsWith("/ficus/"), words.toString());
    assertTrue(
        words.stream().anyMatch(word -> word.startsWith("-X")),
        "no limits of its memory: " + words);
    assertEquals(List.of(), file.last("CMD"));
    assertEquals(List.of(), file.last("HEALTHCHECK"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void its_image_is_only_copied_together(Containerfile file) {
    assertEquals(List.of(), file.last("RUN"));
    assertEquals(List.of(), file.last("ADD"));
    assertEquals(List.of(), file.last("VOLUME"));
    file.last("COPY").forEach(copy -> assertFalse(copy.contains("--chown"), copy));
  }

  @ParameterizedTest
  @MethodSource("files")
  void its_base_and_its_builder_are_arguments(Containerfile file) {
    for (Containerfile.Instruction each : file.instructions()) {
      if (each.is("FROM")) {
        assertTrue(each.rest().matches("\\$\\{(BASE|BUILDER)}( AS builder)?"), each.rest());
      }
    }
    assertEquals("${BASE}", file.last("FROM").get(0));
  }

  @ParameterizedTest
  @MethodSource("files")
  void it_is_labelled_by_arguments(Containerfile file) {
    List<String> labels = file.last("LABEL");
    assertEquals(1, labels.size());
    Set<String> named = new TreeSet<>();
    LABELLED
        .matcher(labels.get(0))
        .results()
        .forEach(
            label -> {
              assertEquals(label.group(1).toUpperCase(Locale.ROOT), label.group(2));
              assertTrue(file.last("ARG").contains(label.group(2)), label.group(2));
              named.add(label.group(1));
            });
    assertEquals(Set.of("created", "revision", "source", "title", "version"), named);
    assertEquals(named.size(), labels.get(0).split(Pattern.quote(LABEL), -1).length - 1);
  }

  @ParameterizedTest
  @MethodSource("files")
  void it_is_stopped_by_SIGTERM_and_has_both_ports(Containerfile file) {
    assertEquals(List.of("SIGTERM"), file.last("STOPSIGNAL"));
    assertEquals(List.of("${PORT} ${MANAGEMENT_PORT}"), file.last("EXPOSE"));
  }

  @Test
  void every_argument_is_given_by_the_script_that_builds() throws IOException {
    String build = Files.readString(CONTAINERS.resolve("build"));
    Set<String> missing =
        files()
            .flatMap(file -> file.instructions().stream())
            .filter(each -> each.is("ARG"))
            .map(each -> each.rest().split("=")[0])
            .filter(argument -> !build.contains('"' + argument + "=$"))
            .filter(argument -> !build.contains("--build-arg \"" + argument + "="))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(Set.of(), missing);
  }
}
