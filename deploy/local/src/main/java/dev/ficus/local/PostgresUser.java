package dev.ficus.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * As whom PostgreSQL's programs run. They refuse to run as root, so root starts them in a user
 * namespace, where it is nobody in particular, or, where namespaces are forbidden, as the user
 * {@code nobody}.
 *
 * @param prefix what a command starts with
 * @param owner the numeric user whom the data folder must belong to, if not this process's
 * @param binaries the programs, where that user can read them
 */
record PostgresUser(List<String> prefix, Optional<Integer> owner, Path binaries) {
  private static final int NOBODY = 65_534;

  static PostgresUser choose(Machine machine, Path binaries, StackFolder folder) {
    if (!isRoot(folder.path())) {
      return new PostgresUser(List.of(), Optional.empty(), binaries);
    }
    Optional<PostgresUser> namespace =
        machine
            .program("unshare")
            .map(
                unshare ->
                    new PostgresUser(
                        List.of(unshare.toString(), "-U"), Optional.empty(), binaries));
    if (namespace.isPresent() && namespace.get().works()) {
      return namespace.get();
    }
    Optional<Path> setpriv = machine.program("setpriv");
    if (setpriv.isPresent()) {
      List<String> prefix =
          List.of(
              setpriv.get().toString(), "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups");
      PostgresUser nobody = new PostgresUser(prefix, Optional.of(NOBODY), binaries);
      // Root's home, and with it the cache, is usually closed to others.
      PostgresUser able =
          nobody.works()
              ? nobody
              : new PostgresUser(prefix, nobody.owner(), copy(binaries, folder));
      if (able.works()) {
        return able;
      }
    }
    throw new LocalStackException(
        "PostgreSQL does not run as root, and neither `unshare -U` nor `setpriv` works here. "
            + "Run as an ordinary user, or set FICUS_POSTGRES_URL to a PostgreSQL that runs.");
  }

  private static boolean isRoot(Path ownFile) {
    try {
      return Files.getAttribute(ownFile, "unix:uid").equals(0);
    } catch (IOException failure) {
      throw new LocalStackException("Cannot find out whose process this is", failure);
    }
  }

  private boolean works() {
    List<String> command = command(binaries.resolve("bin/postgres"));
    command.add("--version");
    return Command.run(Waiting.LIMIT, command).succeeded();
  }

  List<String> command(Path program) {
    List<String> command = new ArrayList<>(prefix);
    command.add(program.toString());
    return command;
  }

  /** Gives a file to the user PostgreSQL runs as. */
  void own(Path file) throws IOException {
    if (owner.isPresent()) {
      Files.setAttribute(file, "unix:uid", owner.get());
      Files.setAttribute(file, "unix:gid", owner.get());
    }
  }

  private static Path copy(Path binaries, StackFolder folder) {
    Path copy = folder.folder("postgresql");
    try (Stream<Path> files = Files.walk(binaries)) {
      for (Path file : files.skip(1).toList()) {
        Files.copy(
            file,
            copy.resolve(binaries.relativize(file).toString()),
            java.nio.file.StandardCopyOption.COPY_ATTRIBUTES,
            java.nio.file.LinkOption.NOFOLLOW_LINKS);
      }
      return copy;
    } catch (IOException failure) {
      throw new LocalStackException("Cannot copy PostgreSQL's programs to " + copy, failure);
    }
  }
}
