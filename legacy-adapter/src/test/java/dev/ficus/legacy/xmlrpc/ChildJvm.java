package dev.ficus.legacy.xmlrpc;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs a class with the tests' class path in a virtual machine of its own. */
final class ChildJvm {

  /** What it did: its exit status, and all it wrote. */
  record Outcome(int status, String output) {}

  private ChildJvm() {}

  static Outcome run(
      Path folder, List<String> options, String main, List<String> arguments, long seconds)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
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
      assertTrue(process.waitFor(seconds, TimeUnit.SECONDS), () -> "still running: " + main);
    } finally {
      process.destroyForcibly();
    }
    return new Outcome(process.exitValue(), Files.readString(output.toPath()));
  }

  /** Surefire may have put the real one into a manifest. */
  private static String classPath() {
    return System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
  }
}
