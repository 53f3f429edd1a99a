package dev.ficus.journeys;

import dev.ficus.local.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The demo as its user has it: a process that is watched from outside. */
final class RunningDemo implements AutoCloseable {
  /** A whole day of orders goes through it, on a machine that may be busy with something else. */
  private static final Duration LIMIT = Duration.ofMinutes(10);

  private static final Pattern ADDRESS = Pattern.compile("^([A-Z_]+_URL)=(.*)$", Pattern.MULTILINE);

  private final Path folder;
  private final Process launcher;

  private RunningDemo(Path folder, Process launcher) {
    this.folder = folder;
    this.launcher = launcher;
  }

  /**
   * Starts it the way deploy/demo does.
   *
   * @param folder gets its output
   */
  static RunningDemo start(Path folder, String... options) throws IOException {
    Path target = Project.here().root().resolve("deploy/journeys/target");
    String classPath =
        target.resolve("classes") + ":" + Files.readString(target.resolve("runtime-classpath"));
    List<String> command =
        new ArrayList<>(
            List.of(Project.program("java"), "-XX:TieredStopAtLevel=1", "-cp", classPath.strip()));
    command.add(Demo.class.getName());
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(folder.resolve("output").toFile());
    return new RunningDemo(folder, builder.start());
  }

  String output() {
    try {
      return Files.readString(folder.resolve("output"), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** Waits until the output has this; returns the pattern's first group. */
  String await(String pattern) {
    Pattern wanted = Pattern.compile(pattern);
    Waiting.until(() -> wanted.matcher(output()).find() || !launcher.isAlive(), LIMIT);
    Matcher matcher = wanted.matcher(output());
    if (!matcher.find()) {
      throw new AssertionError("no " + pattern + " in\n" + output());
    }
    return matcher.groupCount() == 0 ? matcher.group() : matcher.group(1);
  }

  /** Waits until the file of addresses is there; returns what a shell has that sources it. */
  Map<String, String> awaitAddresses(Path file) throws IOException, InterruptedException {
    Waiting.until(() -> Files.exists(file) || !launcher.isAlive(), LIMIT);
    if (!Files.exists(file)) {
      throw new AssertionError("no addresses but\n" + output());
    }
    ProcessBuilder shell =
        new ProcessBuilder("/bin/sh", "-c", "set -aeu; . \"$0\"; env", file.toString())
            .redirectErrorStream(true);
    shell.environment().clear();
    Process process = shell.start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new AssertionError("no shell can source it:\n" + said);
    }
    return ADDRESS
        .matcher(said)
        .results()
        .collect(Collectors.toMap(address -> address.group(1), address -> address.group(2)));
  }

  /** Waits for the end; returns the status. */
  int awaitEnd() throws InterruptedException {
    if (!launcher.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError("the demo does not end:\n" + output());
    }
    return launcher.exitValue();
  }

  /** Everything the launcher has started and what that has started. */
  List<ProcessHandle> children() {
    return launcher.descendants().toList();
  }

  /** Waits until these processes have ended; returns those that have not. */
  static List<ProcessHandle> awaitEnd(List<ProcessHandle> processes) {
    Waiting.until(() -> processes.stream().noneMatch(ProcessHandle::isAlive), LIMIT);
    return processes.stream().filter(ProcessHandle::isAlive).toList();
  }

  /**
   * As Ctrl-C does; or as kill does, in a build that a script has sent to the background: there
   * SIGINT is ignored, and every child inherits that.
   *
   * @return the status with which the launcher is to end
   */
  int interrupt() throws IOException, InterruptedException {
    boolean ignored = ignoresInterrupts();
    String signal = ignored ? "-TERM" : "-INT";
    new ProcessBuilder("kill", signal, String.valueOf(launcher.pid())).start().waitFor();
    return ignored ? 128 + 15 : 128 + 2;
  }

  private boolean ignoresInterrupts() throws IOException {
    Path status = Path.of("/proc", String.valueOf(launcher.pid()), "status");
    return Files.exists(status)
        && Files.readAllLines(status).stream()
            .filter(line -> line.startsWith("SigIgn:"))
            .anyMatch(line -> (Long.parseUnsignedLong(line.substring(7).strip(), 16) & 2) != 0);
  }

  void kill() {
    launcher.destroyForcibly();
  }

  @Override
  public void close() {
    launcher.destroy();
  }
}
