package dev.ficus.local;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  /** How long what a command has written may still be on its way once it has ended. */
  private static final long REST_MILLIS = 5_000;

  boolean succeeded() {
    return status == 0;
  }

  /** Runs a command in this process's folder and environment. */
  static Command run(Duration limit, List<String> arguments) {
    return run(limit, arguments, null, Map.of());
  }

  /** Runs a command; one it leaves running, which holds its output open, does not hold this up. */
  static Command run(
      Duration limit, List<String> arguments, Path folder, Map<String, String> environment) {
    ProcessBuilder builder =
        new ProcessBuilder(arguments)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .redirectErrorStream(true);
    if (folder != null) {
      builder.directory(folder.toFile());
    }
    builder.environment().putAll(environment);
    try {
      Process process = builder.start();
      try {
        // Not through a file: this process may be killed before it could delete that.
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        Thread reader = new Thread(() -> read(process, output), "ficus-output");
        reader.setDaemon(true);
        reader.start();
        boolean ended = process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS);
        reader.join(REST_MILLIS);
        String text = output.toString(StandardCharsets.ISO_8859_1).strip();
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
    }
  }

  private static void read(Process process, ByteArrayOutputStream output) {
    try {
      process.getInputStream().transferTo(output);
    } catch (IOException ended) {
      // What was read so far is what there is.
    }
  }
}
