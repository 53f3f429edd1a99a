package dev.ficus.local;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A PostgreSQL of this stack's own, from the embedded binaries, or from the programs that {@code
 * FICUS_POSTGRES_PROGRAMS} names (15 or newer). It does not wait for the disk ({@code fsync} is
 * off): right for tests and demonstrations, wrong for claims about durability and for measuring
 * writes.
 */
final class PrivatePostgres implements Server {
  private static final int ATTEMPTS = 5;
  private static final String SUPERUSER = "postgres";

  static final String PROGRAMS = "FICUS_POSTGRES_PROGRAMS";

  private final StackFolder folder;
  private final Path programs;
  private final PostgresUser user;
  private final Path data;
  private final String password = Names.secret();
  private int port = FreePorts.next();
  private ServerProcess process;

  private PrivatePostgres(StackFolder folder, Path programs, PostgresUser user) {
    this.folder = folder;
    this.programs = programs;
    this.user = user;
    this.data = folder.path().resolve("postgres").resolve("data");
  }

  /** Creates the database cluster in the stack's folder and starts the server on a free port. */
  static PrivatePostgres create(Machine machine, StackFolder folder) {
    Path binaries =
        machine
            .setting(PROGRAMS)
            .map(PrivatePostgres::above)
            .orElseGet(() -> PostgresBinaries.unpacked(machine));
    PostgresUser user = PostgresUser.choose(machine, binaries, folder);
    PrivatePostgres postgres = new PrivatePostgres(folder, user.binaries(), user);
    Progress.during(
        "starting PostgreSQL",
        () -> {
          postgres.initialise();
          postgres.startOnSomePort();
          return postgres;
        });
    return postgres;
  }

  /** Of {@code …/bin}, where the programs are, the folder that has it. */
  private static Path above(String programs) {
    Path bin = Path.of(programs).toAbsolutePath().normalize();
    if (!bin.endsWith("bin") || !Files.isExecutable(bin.resolve("initdb"))) {
      throw new LocalStackException(
          PROGRAMS + " is no folder called bin with initdb and postgres: " + programs);
    }
    return bin.getParent();
  }

  /** A command as the user that the server runs as: its programs refuse root. */
  List<String> asItsUser(List<String> command) {
    List<String> whole = user.command(Path.of(command.get(0)));
    whole.addAll(command.subList(1, command.size()));
    return whole;
  }

  /** Gives a file or folder to that user. */
  void give(Path file) {
    try {
      user.own(file);
    } catch (IOException failure) {
      throw new LocalStackException("Cannot give away " + file, failure);
    }
  }

  /** The address for the superuser. */
  String url() {
    return "jdbc:postgresql://127.0.0.1:"
        + port
        + "/postgres?user="
        + SUPERUSER
        + "&password="
        + password;
  }

  private void initialise() {
    Path home = folder.folder("postgres");
    Path passwordFile = home.resolve("password");
    try {
      Files.writeString(passwordFile, password + "\n");
      Files.setPosixFilePermissions(passwordFile, PosixFilePermissions.fromString("rw-------"));
      user.own(home);
      user.own(passwordFile);
      List<String> command = user.command(programs.resolve("bin/initdb"));
      command.addAll(
          List.of(
              "--pgdata=" + data,
              "--username=" + SUPERUSER,
              "--pwfile=" + passwordFile,
              "--auth=scram-sha-256",
              "--encoding=UTF8",
              "--locale=C",
              // Servers elsewhere sort by language. A schema that needs the order of code points
              // must say so, and would not be caught forgetting it if that were the order here.
              "--locale-provider=icu",
              "--icu-locale=en-US",
              "--no-sync",
              "--no-instructions"));
      Process initdb = folder.spawn("initdb", "KILL", data.toString(), command, environment());
      if (!initdb.waitFor(Waiting.LIMIT.toSeconds(), TimeUnit.SECONDS) || initdb.exitValue() != 0) {
        initdb.destroyForcibly();
        throw new LocalStackException("PostgreSQL's initdb failed:\n" + folder.lastWords("initdb"));
      }
      Files.delete(passwordFile);
    } catch (IOException failure) {
      throw new LocalStackException("Cannot prepare PostgreSQL's folder " + home, failure);
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
      throw new LocalStackException("Interrupted while preparing PostgreSQL", interruption);
    }
  }

  /** Another process may take the port before it is bound here; then the next one is tried. */
  private void startOnSomePort() {
    for (int attempt = 1; ; attempt++) {
      try {
        start();
        return;
      } catch (LocalStackException failure) {
        if (attempt == ATTEMPTS || FreePorts.isFree(port)) {
          throw failure;
        }
        port = FreePorts.next();
      }
    }
  }

  @Override
  public synchronized void start() {
    if (process != null && process.isAlive()) {
      return;
    }
    List<String> command = user.command(programs.resolve("bin/postgres"));
    command.addAll(List.of("-D", data.toString(), "-p", String.valueOf(port)));
    settings().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    process =
        new ServerProcess(
            "PostgreSQL",
            folder.spawn("postgres", "QUIT", data.toString(), command, environment()));
    Waiting.until(() -> isReady() || !process.isAlive(), Waiting.LIMIT);
    if (!isReady()) {
      process.kill();
      throw new LocalStackException("PostgreSQL did not start:\n" + folder.lastWords("postgres"));
    }
  }

  private static Map<String, String> settings() {
    return Map.ofEntries(
        Map.entry("listen_addresses", "127.0.0.1"),
        Map.entry("unix_socket_directories", ""),
        Map.entry("max_connections", "300"),
        // Survives a killed server, since the system has what was written, but not a crash of the
        // system. Commits are still written before they are answered: synchronous_commit stays on.
        Map.entry("fsync", "off"),
        Map.entry("full_page_writes", "off"),
        // Files in the stack's folder instead of /dev/shm, which is small in containers.
        Map.entry("dynamic_shared_memory_type", "mmap"),
        Map.entry("timezone", "UTC"),
        Map.entry("log_timezone", "UTC"));
  }

  private static Map<String, String> environment() {
    // A language for the messages this class reads.
    return Map.of("LC_ALL", "C");
  }

  /** Looks where pg_ctl looks: the status line of the process file, once that is this process's. */
  private boolean isReady() {
    try {
      List<String> lines =
          Files.readString(data.resolve("postmaster.pid"), StandardCharsets.ISO_8859_1)
              .lines()
              .toList();
      return lines.size() >= 8
          && lines.get(0).strip().equals(String.valueOf(process.pid()))
          && lines.get(7).strip().equals("ready");
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public synchronized void stop() {
    if (process != null) {
      process.stop("INT");
    }
  }

  @Override
  public synchronized void kill() {
    if (process != null) {
      process.kill();
    }
  }
}
