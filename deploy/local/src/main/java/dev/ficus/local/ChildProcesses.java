package dev.ficus.local;

import java.util.List;

/**
 * Processes that never outlive the one that started them: when it closes this, or dies, however it
 * dies, each of them is asked to end (SIGTERM), and killed if it still runs after five seconds.
 */
public final class ChildProcesses implements AutoCloseable {
  private final StackFolder folder;

  private ChildProcesses(StackFolder folder) {
    this.folder = folder;
  }

  /**
   * For the children of this process; there are none yet.
   *
   * @throws LocalStackException when the temporary folder cannot be used
   */
  public static ChildProcesses create() {
    return new ChildProcesses(StackFolder.create(Machine.here()));
  }

  /**
   * A text that is in the command line of every child and of no other process. A process id alone
   * would not do to know a child by: the system gives it to others later.
   */
  public String mark() {
    return folder.path().toString();
  }

  /**
   * What starts one child. It runs in a session of its own, so that Ctrl-C in a terminal does not
   * reach it, and reads nothing. Where its output goes and what else is in its environment is the
   * caller's choice; a process started with it is the child itself, with the child's id.
   *
   * @param name what it is called among the children; it may run once at a time
   * @param command the program and its arguments, one of which contains {@link #mark()}
   * @throws IllegalStateException when one of this name runs
   */
  public ProcessBuilder builder(String name, List<String> command) {
    if (command.stream().noneMatch(argument -> argument.contains(mark()))) {
      throw new IllegalArgumentException("The mark is missing in " + command);
    }
    return folder.builder(name, "TERM", mark(), command);
  }

  /** Ends all children; returns when they have ended. */
  @Override
  public void close() {
    folder.close();
  }
}
