package dev.ficus.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The processes of the stacks whose folders are in a temporary folder. */
final class StackProcesses {
  private StackProcesses() {}

  /** The folders of the stacks. */
  static List<Path> folders(Path temporaryFolder) throws IOException {
    try (Stream<Path> files = Files.list(temporaryFolder)) {
      return files.filter(file -> Files.exists(file.resolve("pids"))).toList();
    }
  }

  /** The servers of the stacks, with all their children. */
  static List<ProcessIdentity> running(Path temporaryFolder) throws IOException {
    List<ProcessIdentity> processes = new ArrayList<>();
    for (Path folder : folders(temporaryFolder)) {
      try (Stream<Path> files = Files.list(folder.resolve("pids"))) {
        for (Path file : files.toList()) {
          // Who is just being started has a file, and writes into it before it starts anything.
          Files.readAllLines(file).stream()
              .limit(1)
              .map(Long::parseLong)
              .flatMap(pid -> ProcessHandle.of(pid).stream())
              .forEach(
                  server ->
                      Stream.concat(Stream.of(server), server.descendants())
                          .map(ProcessIdentity::of)
                          .filter(ProcessIdentity::isAlive)
                          .forEach(processes::add));
        }
      }
    }
    return processes;
  }
}
