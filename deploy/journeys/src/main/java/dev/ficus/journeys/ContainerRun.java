package dev.ficus.journeys;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A service in a container that may do as little as a cluster would let it: it cannot write, has no
 * capabilities, cannot get any, has a limit of memory, and runs as a user that its image does not
 * know. It shares this machine's network, where its servers are.
 */
final class ContainerRun implements ServiceRun {
  /** Not the one that the images name: whoever runs them may choose. */
  private static final String USER = "20017:20017";

  private static final AtomicInteger STARTS = new AtomicInteger();

  private final ContainerTool tool;
  private final String image;
  private final int megabytes;
  private volatile String container = "";
  private volatile long pid;

  /**
   * @param image its name and tag
   * @param megabytes all the memory it may have
   */
  ContainerRun(ContainerTool tool, String image, int megabytes) {
    this.tool = tool;
    this.image = image;
    this.megabytes = megabytes;
  }

  @Override
  public ProcessBuilder builder(Launcher launcher, String name, Set<String> variables) {
    // One that was killed may still be about to be removed.
    container =
        "ficus-%s-%d-%d".formatted(name, ProcessHandle.current().pid(), STARTS.incrementAndGet());
    pid = 0;
    List<String> command = new ArrayList<>(List.of(tool.program(), "run", "--rm"));
    command.addAll(List.of("--name", container, "--label", "ficus.parent=" + launcher.mark()));
    command.addAll(List.of("--network", "host", "--user", USER));
    command.addAll(tool.readOnly());
    command.addAll(List.of("--tmpfs", "/tmp:rw,noexec,nosuid,nodev,size=16m"));
    command.addAll(List.of("--cap-drop", "ALL", "--security-opt", "no-new-privileges"));
    command.addAll(List.of("--memory", megabytes + "m", "--memory-swap", megabytes + "m"));
    command.addAll(List.of("--pids-limit", "200"));
    variables.stream().sorted().forEach(each -> command.addAll(List.of("--env", each)));
    command.add(image);
    return launcher.marked(name, command);
  }

  @Override
  public long pid(Process started) {
    if (pid == 0) {
      pid = Long.parseLong(tool.ask("inspect", "--format", "{{.State.Pid}}", container));
    }
    return pid;
  }

  @Override
  public void kill(Process started) {
    // It may have ended by itself meanwhile.
    tool.run("kill", "--signal", "KILL", container);
  }
}
