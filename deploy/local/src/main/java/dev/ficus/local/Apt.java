package dev.ficus.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Asks and fetches packages with the tools of Debian and Ubuntu, without rights and without
 * changing the system.
 */
final class Apt {
  private static final Duration QUESTION_LIMIT = Duration.ofSeconds(60);
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
  private static final Pattern CANDIDATE = Pattern.compile("(?m)^\\s*Candidate: (\\S+)$");
  private static final Pattern DEPENDENCY = Pattern.compile("^ ([ |])Depends: ([^<\\s]\\S*)$");

  private final Machine machine;
  private final List<String> options;

  private Apt(Machine machine, List<String> options) {
    this.machine = machine;
    this.options = options;
  }

  /**
   * With the system's package lists or, where these do not know the package (images of containers
   * come without any), with lists of its own.
   */
  static Apt withPackageLists(Machine machine, Path ownLists, String name) {
    Apt system = new Apt(machine, List.of());
    if (!system.version(name).isEmpty()) {
      return system;
    }
    Apt own = withOwnLists(machine, ownLists);
    if (own.version(name).isEmpty()) {
      throw new LocalStackException("The package sources of this system have no " + name + ".");
    }
    return own;
  }

  private static Apt withOwnLists(Machine machine, Path folder) {
    try {
      Files.createDirectories(folder.resolve("lists/partial"));
      Files.createDirectories(folder.resolve("archives/partial"));
    } catch (IOException failure) {
      throw new LocalStackException("Cannot create " + folder, failure);
    }
    Apt own =
        new Apt(
            machine,
            List.of(
                "-o", "Dir::State::Lists=" + folder.resolve("lists"),
                "-o", "Dir::Cache=" + folder,
                // As root apt would change to a user who cannot write to these folders.
                "-o", "APT::Sandbox::User=root"));
    Command update =
        Progress.during(
            "fetching package lists with apt-get",
            () -> own.run(DOWNLOAD_LIMIT, "apt-get", null, "update"));
    if (!update.succeeded()) {
      throw new LocalStackException("`apt-get update` failed: " + update.output());
    }
    return own;
  }

  /** The version that would be installed, or an empty text when the package is unknown. */
  String version(String name) {
    Matcher candidate = CANDIDATE.matcher(ask("policy", List.of(name)).output());
    return candidate.find() && !candidate.group(1).equals("(none)") ? candidate.group(1) : "";
  }

  /** What the packages depend on directly; of alternatives the first, and no virtual packages. */
  Set<String> dependencies(Collection<String> names) {
    Set<String> dependencies = new LinkedHashSet<>();
    boolean alternativeTaken = false;
    for (String line : ask("depends", names).output().lines().toList()) {
      Matcher dependency = DEPENDENCY.matcher(line);
      if (dependency.matches()) {
        if (!alternativeTaken) {
          dependencies.add(dependency.group(2));
        }
        alternativeTaken = dependency.group(1).equals("|");
      }
    }
    return dependencies;
  }

  /** Fetches packages into a folder. */
  void download(Collection<String> names, Path folder) {
    List<String> arguments = new ArrayList<>(List.of("download"));
    arguments.addAll(names);
    Command download = run(DOWNLOAD_LIMIT, "apt-get", folder, arguments.toArray(String[]::new));
    if (!download.succeeded()) {
      throw new LocalStackException("`apt-get download` failed: " + download.output());
    }
  }

  private Command ask(String question, Collection<String> names) {
    List<String> arguments = new ArrayList<>(List.of(question));
    arguments.addAll(names);
    return run(QUESTION_LIMIT, "apt-cache", null, arguments.toArray(String[]::new));
  }

  private Command run(Duration limit, String tool, Path folder, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(machine.program(tool).orElseThrow().toString());
    command.addAll(options);
    command.addAll(List.of(arguments));
    return Command.run(
        limit, command, folder, Map.of("LC_ALL", "C", "DEBIAN_FRONTEND", "noninteractive"));
  }
}
