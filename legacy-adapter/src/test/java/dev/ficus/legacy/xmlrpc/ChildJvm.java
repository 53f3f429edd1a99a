package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs a class of these tests in a virtual machine of its own. */
final class ChildJvm {

  /** What it did: its exit status, and all it wrote. */
  record Outcome(int status, String output) {}

  /** Jazzer searches all that it is given, so it is given no more than it takes. */
  private static final List<String> LIBRARIES =
      List.of("woodstox", "stax2", "jazzer", "junit", "jqwik", "opentest4j", "apiguardian");

  /** How much is compiled, which depends on how long there is something to do. */
  enum Compiling {
    /** As for the tests themselves: what compiles little is done sooner. */
    LITTLE("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"),
    /** What does the same for seconds is then done in fewer of them. */
    FULL("-XX:+UseSerialGC");

    private final List<String> options;

    Compiling(String... options) {
      this.options = List.of(options);
    }
  }

  /** A net and no expectation: only a test that is red waits this long. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private ChildJvm() {}

  static Outcome run(
      Path folder, Compiling compiling, List<String> options, String main, List<String> arguments)
      throws IOException, InterruptedException {
    return run(folder, compiling, options, main, arguments, Duration.ZERO);
  }

  /**
   * @param busy how long it is told to go on
   */
  static Outcome run(
      Path folder,
      Compiling compiling,
      List<String> options,
      String main,
      List<String> arguments,
      Duration busy)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(compiling.options);
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), main));
    command.addAll(arguments);
    File output = Files.createTempFile(folder, "output", ".txt").toFile();
    Process process =
        new ProcessBuilder(command)
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .redirectOutput(output)
            .start();
    try {
      assertTrue(
          process.waitFor(LIMIT.plus(busy).toSeconds(), TimeUnit.SECONDS),
          () -> "still running: " + main);
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(output.toPath()));
  }

  /** Surefire may have put the real one into a manifest. */
  private static String classPath() {
    String whole =
        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
    return Stream.of(whole.split(File.pathSeparator))
        .filter(entry -> Files.isDirectory(Path.of(entry)) || isNeeded(entry))
        .collect(Collectors.joining(File.pathSeparator));
  }

  private static boolean isNeeded(String entry) {
    String jar = Path.of(entry).getFileName().toString();
    return LIBRARIES.stream().anyMatch(jar::startsWith);
  }
}
