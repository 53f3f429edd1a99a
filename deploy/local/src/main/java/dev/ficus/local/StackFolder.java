package dev.ficus.local;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;

/**
 * The folder of one private stack and the guard beside it, a shell that ends the stack's servers
 * and deletes the folder when this process closes the folder or dies, however it dies.
 */
final class StackFolder implements AutoCloseable {
  private static final String GUARD = readGuard();
  private static final Pattern FOREIGN = Pattern.compile("(PG|RABBITMQ_|ERL_).*|NOTIFY_SOCKET");

  /**
   * What every server is started through: the process id is on file before the server runs, and
   * still in its place once it is written, so that there is no moment in which a server runs that
   * the guard does not know. Without the second look the guard could move the folder away and read
   * the file between its creation and its first byte.
   */
  private static final String LAUNCH =
      "printf '%s\\n' \"$$\" \"$2\" \"$3\" >\"$1\" && [ -e \"$1\" ] && shift 3 && exec \"$@\"";

  private final Path path;
  private final List<String> detachment;
  private final Process guard;

  private StackFolder(Path path, List<String> detachment, Process guard) {
    this.path = path;
    this.detachment = detachment;
    this.guard = guard;
  }

  static StackFolder create(Machine machine) {
    try {
      Path path = Files.createTempDirectory(machine.temporaryFolder(), "ficus-").toRealPath();
      // Servers may run as another user than this process; they must pass through but need not
      // list.
      Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rwx--x--x"));
      Files.createDirectory(path.resolve("pids"));
      Files.createDirectory(path.resolve("logs"));
      List<String> detachment = detachment(machine);
      List<String> command = new ArrayList<>(detachment);
      command.addAll(List.of("/bin/sh", "-c", GUARD, "ficus-guard", path.toString()));
      Process guard =
          new ProcessBuilder(command)
              .directory(machine.temporaryFolder().toFile())
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new StackFolder(path, detachment, guard);
    } catch (IOException failure) {
      throw new LocalStackException(
          "Cannot create the folder of a local stack in " + machine.temporaryFolder(), failure);
    }
  }

  /**
   * Starts a program in a session of its own, so that Ctrl-C in a terminal ends the servers last,
   * by the guard.
   */
  private static List<String> detachment(Machine machine) {
    Optional<Path> setsid = machine.program("setsid");
    if (setsid.isPresent()) {
      return List.of(setsid.get().toString());
    }
    return machine
        .program("perl")
        .map(perl -> List.of(perl.toString(), "-MPOSIX", "-e", "POSIX::setsid(); exec @ARGV", "--"))
        .orElse(List.of());
  }

  Path path() {
    return path;
  }

  /** Creates a folder within; fails once the stack has been closed. */
  Path folder(String name) {
    try {
      return Files.createDirectory(path.resolve(name));
    } catch (IOException failure) {
      throw new LocalStackException("Cannot create a folder in " + path, failure);
    }
  }

  /**
   * Starts a server; what it says goes to {@link #log}.
   *
   * @param environment additional environment variables
   * @see #builder
   */
  Process spawn(
      String name,
      String signal,
      String mark,
      List<String> command,
      Map<String, String> environment) {
    ProcessBuilder builder =
        builder(name, signal, mark, command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    builder.environment().putAll(environment);
    try {
      return builder.start();
    } catch (IOException failure) {
      throw new LocalStackException("Cannot start " + name + " with " + command, failure);
    }
  }

  /**
   * What starts a process that the guard knows; it starts once at a time.
   *
   * @param name what it is called among the processes of this folder
   * @param signal the signal by which the guard ends it
   * @param mark a text its command line contains and no other process's does
   * @throws IllegalStateException when one of this name runs: the guard would forget it
   */
  ProcessBuilder builder(String name, String signal, String mark, List<String> command) {
    if (runs(name, mark)) {
      throw new IllegalStateException(name + " runs already, in " + path);
    }
    List<String> launch = new ArrayList<>(detachment);
    launch.addAll(List.of("/bin/sh", "-c", LAUNCH, "ficus-launch"));
    launch.addAll(List.of(path.resolve("pids").resolve(name).toString(), signal, mark));
    launch.addAll(command);
    ProcessBuilder builder =
        new ProcessBuilder(launch)
            .directory(path.toFile())
            .redirectInput(Path.of("/dev/null").toFile());
    // What the caller's shell says about other servers is not meant for these.
    builder.environment().keySet().removeIf(FOREIGN.asMatchPredicate());
    return builder;
  }

  /** The process id alone proves nothing: it may have been given to another process since. */
  private boolean runs(String name, String mark) {
    Path file = path.resolve("pids").resolve(name);
    try {
      List<String> known = Files.isRegularFile(file) ? Files.readAllLines(file) : List.of();
      return !known.isEmpty()
          && ProcessHandle.of(Long.parseLong(known.get(0)))
              .filter(ProcessHandle::isAlive)
              .flatMap(process -> process.info().commandLine())
              .filter(words -> words.contains(mark))
              .isPresent();
    } catch (IOException | NumberFormatException ended) {
      return false;
    }
  }

  /** Tells the guard about a container before it is started. */
  void registerContainer(Path docker, String container) {
    try {
      Files.writeString(
          path.resolve("containers"),
          docker + " " + container + "\n",
          StandardOpenOption.CREATE,
          StandardOpenOption.APPEND);
    } catch (IOException failure) {
      throw new LocalStackException("Cannot register the container " + container, failure);
    }
  }

  /** What a server wrote to its standard output and standard error. */
  Path log(String name) {
    return path.resolve("logs").resolve(name + ".log");
  }

  /** The last lines of a server's log, for messages. */
  String lastWords(String name) {
    try {
      List<String> lines =
          Files.readString(log(name), StandardCharsets.ISO_8859_1).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - 20), lines.size()));
    } catch (IOException nothingWritten) {
      return "";
    }
  }

  /**
   * Ends all servers and deletes the folder: the same way, by the guard, whether in order or after
   * a crash.
   */
  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
      if (!guard.waitFor(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS)) {
        Progress.say("the servers of " + path + " are still being ended");
      }
    } catch (IOException alreadyClosed) {
      // Then the guard is at work or has finished.
    } catch (InterruptedException interruption) {
      // The guard goes on by itself.
      Thread.currentThread().interrupt();
    }
  }

  private static String readGuard() {
    try (InputStream script = StackFolder.class.getResourceAsStream("guard.sh")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException unreadable) {
      throw new LocalStackException("guard.sh cannot be read", unreadable);
    }
  }
}
