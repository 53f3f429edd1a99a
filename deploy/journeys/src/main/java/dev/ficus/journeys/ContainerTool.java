package dev.ficus.journeys;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * What runs containers on this machine.
 *
 * @param program podman or docker
 */
record ContainerTool(String program) {

  /** The options by which nothing of a container can be written but what is mounted. */
  List<String> readOnly() {
    // Podman would still mount a /run, a /tmp and a /var/tmp that can.
    return program.endsWith("podman")
        ? List.of("--read-only", "--read-only-tmpfs=false")
        : List.of("--read-only");
  }

  /**
   * Runs it and returns what it prints.
   *
   * @throws DemoException when it fails
   */
  String ask(String... arguments) {
    Ended ended = run(arguments);
    if (ended.status() != 0) {
      throw new DemoException(
          "%s %s failed: %s".formatted(program, String.join(" ", arguments), ended.output()));
    }
    return ended.output();
  }

  /**
   * A run that is over.
   *
   * @param output what it printed, errors left out
   */
  record Ended(int status, String output) {}

  /** Runs it, however it ends. */
  Ended run(String... arguments) {
    List<String> command = new ArrayList<>(List.of(program));
    command.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
      process.getOutputStream().close();
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      return new Ended(process.waitFor(), output);
    } catch (IOException failure) {
      throw new DemoException(program + " cannot be run: " + failure.getMessage(), failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new DemoException("interrupted", interruption);
    }
  }
}
