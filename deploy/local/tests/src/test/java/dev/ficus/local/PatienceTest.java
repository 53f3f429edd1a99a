package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * No test of any module depends on how fast a machine is: whoever waits does so for a condition,
 * and as long as {@link Waiting#LIMIT}. A limit of one's own is an expectation that another process
 * on the machine disappoints; a pause is too long on most machines and too short on some.
 */
class PatienceTest {
  private static final Pattern IMPATIENT =
      Pattern.compile(
          "Thread\\.sleep\\(|TimeUnit\\.\\w+\\.sleep\\(|@Timeout\\b|assertTimeout|\\.during\\("
              + "|\\.atMost\\((?!LIMIT\\))"
              + "|\\.(get|await|poll|join|waitFor|tryAcquire|awaitTermination)"
              + "\\([0-9_]+L?, (TimeUnit\\.)?[A-Z]+\\)"
              + "|waitForConfirmsOrDie\\([0-9_]+\\)");

  /** With two processors the common pool has one thread, and one that waits keeps it. */
  private static final Pattern IN_THE_COMMON_POOL =
      Pattern.compile("CompletableFuture\\.(supply|run)Async\\((?![^;]*, \\w+::\\w+\\))");

  @Test
  void no_test_pauses_or_has_a_limit_of_its_own_for_what_must_happen() throws IOException {
    assertEquals(List.of(), found(IMPATIENT, PatienceTest.class));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Thread.sleep(100)",
        "TimeUnit.SECONDS.sleep(1)",
        "await().atMost(Duration.ofSeconds(5))",
        "answer.get(30, TimeUnit.SECONDS)",
        "answer.get(30, SECONDS)",
        "process.waitFor(10, TimeUnit.SECONDS)",
        "channel.waitForConfirmsOrDie(30_000)",
        "await().during(A_WHILE)"
      })
  void what_is_impatient_is_seen(String source) {
    assertTrue(IMPATIENT.matcher(source).find());
  }

  @Test
  void no_test_waits_for_a_thread_of_the_common_pool() throws IOException {
    assertEquals(List.of(), found(IN_THE_COMMON_POOL, PatienceTest.class));
  }

  @Test
  void what_waits_for_the_common_pool_is_seen() {
    assertTrue(IN_THE_COMMON_POOL.matcher("CompletableFuture.runAsync(() -> wait());").find());
    assertFalse(
        IN_THE_COMMON_POOL.matcher("CompletableFuture.runAsync(() -> go(), Own::start);").find());
  }

  /** Where the tests of all modules have it, but for the one that says what it looks for. */
  static List<String> found(Pattern pattern, Class<?> seeker) throws IOException {
    List<String> found = new ArrayList<>();
    List<Path> tests = tests();
    tests.removeIf(test -> test.endsWith(seeker.getSimpleName() + ".java"));
    assertTrue(tests.size() > 150, () -> "tests of all modules, not " + tests);
    for (Path test : tests) {
      pattern
          .matcher(Files.readString(test))
          .results()
          .forEach(each -> found.add(test.getFileName() + ": " + each.group()));
    }
    return found;
  }

  private static List<Path> tests() throws IOException {
    List<Path> tests = new ArrayList<>();
    for (String module :
        List.of(
            "allocation-service",
            "availability-service",
            "legacy-adapter",
            "deploy/local/tests",
            "deploy/rabbitmq",
            "deploy/oldworld/tests",
            "deploy/journeys",
            "deploy/journeys/tests",
            "deploy/bench")) {
      try (Stream<Path> files = Files.walk(Path.of("../../..", module, "src/test/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(tests::add);
      }
    }
    return tests;
  }
}
