package dev.ficus.local;

import java.util.List;

/** The process of a server, and what it takes to end it. */
final class ServerProcess {
  private final String name;
  private final Process process;

  ServerProcess(String name, Process process) {
    this.name = name;
    this.process = process;
  }

  boolean isAlive() {
    return process.isAlive();
  }

  long pid() {
    return process.pid();
  }

  /** Asks the server by a signal to end, and waits until it has. */
  void stop(String signal) {
    if (isAlive()) {
      List<String> command = List.of("/bin/sh", "-c", "kill -" + signal + " " + pid());
      Command.run(Waiting.LIMIT, command);
      awaitEnd(List.of());
    }
  }

  /** Ends the server with all its children, which might otherwise take a while to notice. */
  void kill() {
    if (isAlive()) {
      List<ProcessHandle> children = process.descendants().toList();
      process.destroyForcibly();
      children.forEach(ProcessHandle::destroyForcibly);
      awaitEnd(children);
    }
  }

  private void awaitEnd(List<ProcessHandle> children) {
    boolean ended =
        Waiting.until(
            () -> !isAlive() && children.stream().noneMatch(ProcessHandle::isAlive), Waiting.LIMIT);
    if (!ended) {
      throw new LocalStackException(
          "%s did not end within %d s".formatted(name, Waiting.LIMIT.toSeconds()));
    }
  }
}
