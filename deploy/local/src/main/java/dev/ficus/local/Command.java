package dev.ficus.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A short command, run to its end.
 *
 * @param status the exit status; {@link #NOT_RUN} when it could not be started or took too long
 * @param output what it wrote to standard output and standard error
 */
record Command(int status, String output) {
  static final int NOT_RUN = -1;

  boolean succeeded() {
    return status == 0;
  }

  /** Runs a command in this process's folder and environment. */
  static Command run(Duration limit, List<String> arguments) {
    return run(limit, arguments, null, Map.of());
  }

  /**
   * Runs a command; its output goes through a file, so that what it leaves running cannot hold up
   * the reader.
   */
  static Command run(
      Duration limit, List<String> arguments, Path folder, Map<String, String> environment) {
    Path output = null;
    try {
      output = Files.createTempFile("ficus-", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(arguments)
              .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
              .redirectErrorStream(true)
              .redirectOutput(output.toFile());
      if (folder != null) {
        builder.directory(folder.toFile());
      }
      builder.environment().putAll(environment);
      Process process = builder.start();
      try {
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        String text = Files.readString(output, StandardCharsets.ISO_8859_1).strip();
        return ended
            ? new Command(process.exitValue(), text)
            : new Command(NOT_RUN, "no end after " + limit.toSeconds() + " s. " + text);
      } finally {
        process.destroyForcibly();
      }
    } catch (IOException failure) {
      return new Command(NOT_RUN, String.valueOf(failure.getMessage()));
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while running " + arguments, interruption);
    } finally {
      deleteQuietly(output);
    }
  }

  private static void deleteQuietly(Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftToTheSystem) {
      // A file of a few bytes among the temporary files.
    }
  }
}
