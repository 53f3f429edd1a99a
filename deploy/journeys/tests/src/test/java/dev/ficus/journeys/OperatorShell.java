package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;

import dev.ficus.local.ChildProcesses;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * A bash as an operator has it open: what one block of commands sets the next one has. A command
 * that fails ends it.
 */
final class OperatorShell implements AutoCloseable {
  private static final String DONE = "\u0001done";

  private final ChildProcesses children = ChildProcesses.create();
  private final BlockingQueue<Optional<String>> output = new LinkedBlockingQueue<>();
  private final Path complaints;
  private final Path block;
  private final Process bash;
  private final Writer input;

  /**
   * Opens it.
   *
   * @param asUser what a command is made of that is run as the right user
   * @param workingFolder where it is
   * @param folder for what it writes
   */
  OperatorShell(AsUser asUser, Path workingFolder, Path folder, Map<String, String> environment)
      throws IOException {
    complaints = folder.resolve("shell.log");
    block = folder.resolve("block.sh");
    ProcessBuilder builder =
        children
            .builder(
                "bash",
                asUser.command(
                    List.of(
                        "bash",
                        "--noprofile",
                        "--norc",
                        "-euo",
                        "pipefail",
                        "-s",
                        children.mark())))
            .directory(workingFolder.toFile())
            .redirectInput(ProcessBuilder.Redirect.PIPE)
            .redirectError(ProcessBuilder.Redirect.appendTo(complaints.toFile()));
    builder.environment().putAll(environment);
    bash = builder.start();
    input = bash.outputWriter(StandardCharsets.UTF_8);
    BufferedReader lines = bash.inputReader(StandardCharsets.UTF_8);
    Thread reader = new Thread(() -> read(lines), "shell-output");
    reader.setDaemon(true);
    reader.start();
  }

  /** Makes the command that runs another as a certain user. */
  interface AsUser {
    List<String> command(List<String> command);
  }

  private void read(BufferedReader lines) {
    try {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(Optional.of(line));
      }
    } catch (IOException ended) {
      // As at its end.
    }
    output.add(Optional.empty());
  }

  /**
   * Types commands in; returns what they have printed, without its last line end.
   *
   * @throws AssertionError when one of them fails, or does not end
   */
  String run(String commands) throws IOException, InterruptedException {
    Files.writeString(block, commands + "\n");
    input.write(". '%s' </dev/null; printf '\\n%s\\n'\n".formatted(block, DONE));
    input.flush();
    List<String> printed = new ArrayList<>();
    while (true) {
      Optional<String> line = output.poll(CLOCK_LIMIT.toSeconds(), TimeUnit.SECONDS);
      if (line == null) {
        throw failure("does not end", commands, printed);
      }
      if (line.isEmpty()) {
        throw failure("fails with status " + bash.waitFor(), commands, printed);
      }
      if (line.get().equals(DONE)) {
        // The line end before the mark is its own, or ends what had none.
        if (!printed.isEmpty() && printed.get(printed.size() - 1).isEmpty()) {
          printed.remove(printed.size() - 1);
        }
        return String.join("\n", printed);
      }
      printed.add(line.get());
    }
  }

  private AssertionError failure(String how, String commands, List<String> printed) {
    try {
      return new AssertionError(
          "it %s:%n%s%nIt has printed:%n%s%nand said:%n%s"
              .formatted(how, commands, String.join("\n", printed), Files.readString(complaints)));
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  @Override
  public void close() {
    bash.destroyForcibly();
    children.close();
  }
}
