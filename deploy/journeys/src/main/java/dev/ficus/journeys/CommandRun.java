package dev.ficus.journeys;

import java.util.List;
import java.util.Set;

/** A service that is a process of this machine. */
final class CommandRun implements ServiceRun {
  private final List<String> command;

  /**
   * @param command what runs it, see {@link Project#command}
   */
  CommandRun(List<String> command) {
    this.command = command;
  }

  @Override
  public ProcessBuilder builder(Launcher launcher, String name, Set<String> variables) {
    return launcher.builder(name, command);
  }

  @Override
  public long pid(Process started) {
    return started.pid();
  }

  @Override
  public void kill(Process started) {
    started.destroyForcibly();
  }
}
