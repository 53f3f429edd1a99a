package dev.ficus.journeys;

import dev.ficus.local.ChildProcesses;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Prepares processes that end with this, and at the latest with the process that made it. */
public final class Launcher implements AutoCloseable {
  private final ChildProcesses children = ChildProcesses.create();
  private final Path logs;

  /**
   * @param logs the folder for what the processes write, a file each
   */
  public Launcher(Path logs) {
    this.logs = logs;
  }

  /** The file for what a process of this name writes. */
  public Path log(String name) {
    return logs.resolve(name + ".log");
  }

  /**
   * What starts a program, which may run once at a time under this name. The mark of its parent
   * comes right behind the program, where both Java and a native executable take it.
   */
  public ProcessBuilder builder(String name, List<String> command) {
    List<String> marked = new ArrayList<>(command);
    marked.add(1, "-Dficus.parent=" + mark());
    return marked(name, marked);
  }

  /**
   * The same for a program that takes no such option: {@link #mark()} is in its command already.
   */
  ProcessBuilder marked(String name, List<String> command) {
    return children.builder(name, command);
  }

  /** The mark that is in the command of each process. */
  String mark() {
    return children.mark();
  }

  /** Ends all of them; returns when they have ended. */
  @Override
  public void close() {
    children.close();
  }
}
