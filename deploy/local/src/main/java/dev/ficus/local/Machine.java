package dev.ficus.local;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The machine as far as the local stack asks about it: environment variables, programs, folders.
 *
 * @param environment the environment variables
 * @param temporaryFolder where the data of a stack lives while it runs
 * @param wellKnownFolders where programs may be besides the folders that {@code PATH} names
 */
record Machine(Map<String, String> environment, Path temporaryFolder, List<Path> wellKnownFolders) {

  /** This machine. */
  static Machine here() {
    return new Machine(
        System.getenv(),
        Path.of(System.getProperty("java.io.tmpdir")),
        List.of(
            // Debian's package puts a script first on PATH that changes to another user; this is
            // the real one.
            Path.of("/usr/lib/rabbitmq/bin"),
            Path.of("/opt/rabbitmq/sbin"),
            Path.of("/opt/homebrew/opt/rabbitmq/sbin"),
            Path.of("/usr/local/opt/rabbitmq/sbin"),
            Path.of("/opt/homebrew/bin"),
            Path.of("/usr/local/bin"),
            Path.of("/usr/sbin"),
            Path.of("/sbin")));
  }

  /** The same with another environment variable. */
  Machine with(String name, String value) {
    Map<String, String> more = new HashMap<>(environment);
    more.put(name, value);
    return new Machine(Map.copyOf(more), temporaryFolder, wellKnownFolders);
  }

  /** The value of an environment variable, unless it is missing or blank. */
  Optional<String> setting(String name) {
    return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
  }

  /** The first program of this name on {@code PATH} or in a well-known folder. */
  Optional<Path> program(String name) {
    return programs(name).stream().findFirst();
  }

  /** All programs of this name, those on {@code PATH} first. */
  List<Path> programs(String name) {
    List<Path> found = new ArrayList<>();
    for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator)) {
      if (!folder.isEmpty()) {
        found.add(Path.of(folder, name));
      }
    }
    wellKnownFolders.forEach(folder -> found.add(folder.resolve(name)));
    found.removeIf(file -> !Files.isExecutable(file) || Files.isDirectory(file));
    return found;
  }

  /**
   * A folder that outlives the stack, for what was downloaded or unpacked; in the home folder, or
   * among the temporary files when there is no home folder that can be written.
   */
  Path cacheFolder() {
    Optional<Path> cache =
        setting("XDG_CACHE_HOME")
            .map(Path::of)
            .filter(Path::isAbsolute)
            .or(() -> setting("HOME").map(home -> Path.of(home, ".cache")));
    if (cache.isPresent()) {
      try {
        Path folder = Files.createDirectories(cache.get().resolve("ficus"));
        if (Files.isWritable(folder)) {
          return folder;
        }
      } catch (IOException unwritable) {
        // Falls through to the temporary folder: a service account's home need not exist.
      }
    }
    return ownFolder("cache");
  }

  /**
   * A folder among the temporary files that belongs to this user alone and is the same for all of
   * the user's processes. Other users must not be able to put anything there: what is found in it
   * is executed and trusted.
   */
  Path ownFolder(String name) {
    String user = System.getProperty("user.name", "unknown").replaceAll("[^A-Za-z0-9._-]", "_");
    Path mine = temporaryFolder.resolve("ficus-" + user);
    try {
      if (!Files.isDirectory(mine)) {
        try {
          Files.createDirectory(
              mine,
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        } catch (java.nio.file.FileAlreadyExistsException anotherProcessWasFaster) {
          // The check below decides.
        }
      }
      Path probe = Files.createTempFile(temporaryFolder, "ficus-", ".owner");
      boolean owned = Files.getOwner(mine).equals(Files.getOwner(probe));
      Files.delete(probe);
      if (!owned || Files.isSymbolicLink(mine)) {
        throw new LocalStackException(
            "The folder %s belongs to somebody else. Remove it, or set TMPDIR to another folder."
                .formatted(mine));
      }
      return Files.createDirectories(mine.resolve(name));
    } catch (IOException failure) {
      throw new LocalStackException("Cannot use the folder " + mine, failure);
    }
  }
}
