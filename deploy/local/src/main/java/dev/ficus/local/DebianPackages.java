package dev.ficus.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * RabbitMQ from the packages of Debian or Ubuntu, unpacked into the cache folder. Nothing is
 * installed and no rights are needed: {@code apt-get download} fetches, {@code dpkg -x} unpacks.
 */
final class DebianPackages {
  private static final Duration QUESTION_LIMIT = Duration.ofSeconds(60);
  private static final Duration DOWNLOAD_LIMIT = Duration.ofMinutes(10);
  private static final String WANTED = "rabbitmq-server";

  private final Machine machine;
  private final Path cache;

  private DebianPackages(Machine machine) {
    this.machine = machine;
    this.cache = machine.cacheFolder().resolve("rabbitmq");
  }

  /**
   * The unpacked RabbitMQ, downloaded if need be.
   *
   * @return empty on a system without these package tools
   * @throws LocalStackException when the tools are there but do not deliver
   */
  static Optional<RabbitInstallation> unpacked(Machine machine) {
    boolean debian =
        Stream.of("apt-get", "apt-cache", "dpkg", "dpkg-query")
            .allMatch(tool -> machine.program(tool).isPresent());
    return debian ? Optional.of(new DebianPackages(machine).installation()) : Optional.empty();
  }

  private RabbitInstallation installation() {
    Path folder = cache.resolve(release());
    CachedFolder.fill(
        folder,
        fresh ->
            Progress.during(
                "downloading RabbitMQ and Erlang with apt-get, once",
                () -> {
                  download(fresh);
                  return fresh;
                }));
    return installation(folder);
  }

  /** System, release and architecture: what is unpacked for one of them may not run on another. */
  private String release() {
    Map<String, String> system;
    try (Stream<String> lines = Files.lines(Path.of("/etc/os-release"))) {
      system =
          lines
              .filter(line -> line.contains("="))
              .collect(
                  Collectors.toMap(
                      line -> line.substring(0, line.indexOf('=')),
                      line -> line.substring(line.indexOf('=') + 1).replace("\"", ""),
                      (first, second) -> second));
    } catch (IOException unnamed) {
      system = Map.of();
    }
    return "%s-%s-%s"
        .formatted(
            system.getOrDefault("ID", "unknown"),
            system.getOrDefault("VERSION_ID", "unknown"),
            System.getProperty("os.arch"));
  }

  private void download(Path target) {
    Apt apt = Apt.withPackageLists(machine, target.resolveSibling("apt"), WANTED);
    Path packages = create(target.resolveSibling("packages"));
    apt.download(needed(apt), packages);
    try (Stream<Path> archives = Files.list(packages)) {
      for (Path archive : archives.filter(file -> file.toString().endsWith(".deb")).toList()) {
        unpack(archive, target);
      }
      makeRelocatable(target.resolve("usr/lib/erlang/bin/erl"));
      RabbitPlugins.keepOnly(
          server(target).resolveSibling("../plugins").normalize(),
          Set.of("rabbit", "rabbitmq_prelaunch", "rabbitmq_management"));
    } catch (IOException failure) {
      throw new LocalStackException("Cannot unpack RabbitMQ to " + target, failure);
    }
  }

  private void unpack(Path archive, Path target) {
    String dpkg = machine.program("dpkg").orElseThrow().toString();
    Command unpacking =
        Command.run(DOWNLOAD_LIMIT, List.of(dpkg, "-x", archive.toString(), target.toString()));
    if (!unpacking.succeeded()) {
      throw new LocalStackException("Cannot unpack " + archive + ": " + unpacking.output());
    }
  }

  /**
   * RabbitMQ, the parts of Erlang it names, and those libraries they name that this system lacks.
   * What else the package names (users, log rotation, init scripts) serves an installed server.
   */
  private Set<String> needed(Apt apt) {
    Set<String> needed = new LinkedHashSet<>();
    Set<String> open = Set.of(WANTED);
    while (!open.isEmpty()) {
      needed.addAll(open);
      Set<String> next = new LinkedHashSet<>();
      Set<String> libraries = new LinkedHashSet<>();
      for (String dependency : apt.dependencies(open)) {
        if (dependency.startsWith("erlang-")) {
          next.add(dependency);
        } else if (dependency.startsWith("lib") || dependency.startsWith("zlib")) {
          libraries.add(dependency);
        }
      }
      libraries.removeAll(installed(libraries));
      next.addAll(libraries);
      next.removeAll(needed);
      open = next;
    }
    return needed;
  }

  /** Those of the packages that are installed on this system. */
  private Set<String> installed(Set<String> names) {
    List<String> command = new ArrayList<>();
    command.add(machine.program("dpkg-query").orElseThrow().toString());
    command.addAll(List.of("--show", "--showformat=${db:Status-Status} ${Package}\n"));
    command.addAll(names);
    return Command.run(QUESTION_LIMIT, command)
        .output()
        .lines()
        .filter(line -> line.startsWith("installed "))
        .map(line -> line.substring("installed ".length()))
        .collect(Collectors.toSet());
  }

  /** The script names the folder the package is installed to; here it has to find its own. */
  private static void makeRelocatable(Path erl) throws IOException {
    String script = Files.readString(erl, StandardCharsets.UTF_8);
    String patched =
        script.replaceAll(
            "(?m)^(\\s*)ROOTDIR=.*$",
            "$1ROOTDIR=\"\\$(cd \"\\$(dirname \"\\$0\")/..\" && pwd -P)\"");
    Files.writeString(erl, patched, StandardCharsets.UTF_8);
    Files.setPosixFilePermissions(erl, PosixFilePermissions.fromString("rwxr-xr-x"));
  }

  private static RabbitInstallation installation(Path folder) {
    Path erlang = folder.resolve("usr/lib/erlang/bin");
    return new RabbitInstallation(
        server(folder), erlang.resolve("epmd"), erlang, libraries(folder));
  }

  private static Path server(Path folder) {
    try (Stream<Path> versions = Files.list(folder.resolve("usr/lib/rabbitmq/lib"))) {
      return versions
          .map(version -> version.resolve("sbin/rabbitmq-server"))
          .filter(Files::isExecutable)
          .findFirst()
          .orElseThrow(() -> new IOException("no rabbitmq-server"));
    } catch (IOException failure) {
      throw new LocalStackException(
          "The unpacked RabbitMQ in %s is not usable. Remove that folder and try again."
              .formatted(folder),
          failure);
    }
  }

  /** The folders with libraries the system lacks. */
  private static String libraries(Path folder) {
    List<String> folders = new ArrayList<>();
    for (String parent : List.of("lib", "usr/lib")) {
      try (Stream<Path> architectures = Files.list(folder.resolve(parent))) {
        architectures
            .filter(path -> path.getFileName().toString().contains("-linux-gnu"))
            .forEach(path -> folders.add(path.toString()));
      } catch (IOException none) {
        // Nothing was unpacked there.
      }
    }
    return String.join(":", folders);
  }

  private static Path create(Path folder) {
    try {
      return Files.createDirectories(folder);
    } catch (IOException failure) {
      throw new LocalStackException("Cannot create " + folder, failure);
    }
  }
}
