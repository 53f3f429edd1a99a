package dev.ficus.bench;

import dev.ficus.local.ChildProcesses;
import dev.ficus.local.Database;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * A PostgreSQL that waits for the disk, from the system's package. Its data are deleted with the
 * folder of the processes it is one of.
 */
final class DurablePostgres {
  private static final Duration LIMIT = Waiting.LIMIT;
  private static final String SUPERUSER = "postgres";

  /** Beside PostgreSQL's own; the first three are its own too, and what this is about. */
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "fsync", "on",
          "synchronous_commit", "on",
          "full_page_writes", "on",
          "shared_buffers", "256MB",
          "max_wal_size", "4GB",
          "checkpoint_timeout", "30min",
          "max_connections", "100");

  private final ChildProcesses children;
  private final Path programs;
  private final Path folder;
  private final Map<String, String> settings = new TreeMap<>(DEFAULTS);
  private final int port;
  private final String password = UUID.randomUUID().toString();
  private final Process process;

  /**
   * @param programs where initdb, postgres and pgbench are
   * @param more settings that this run needs
   */
  DurablePostgres(ChildProcesses children, Path programs, Map<String, String> more)
      throws IOException, InterruptedException {
    settings.putAll(more);
    this.children = children;
    this.programs = programs;
    this.folder = Files.createDirectory(Path.of(children.mark(), "durable"));
    this.port = freePort();
    initialise();
    this.process = start("durable-postgres", serverCommand());
    if (!Waiting.until(() -> !process.isAlive() || answers(), LIMIT) || !process.isAlive()) {
      throw new IllegalStateException("PostgreSQL did not start:\n" + log("durable-postgres"));
    }
  }

  private void initialise() throws IOException, InterruptedException {
    Path secret = Files.writeString(folder.resolve("password"), password + "\n");
    Files.setPosixFilePermissions(secret, PosixFilePermissions.fromString("rw-------"));
    if (isRoot()) {
      UserPrincipal postgres =
          folder.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(SUPERUSER);
      Files.setOwner(folder, postgres);
      Files.setOwner(secret, postgres);
    }
    Process initdb =
        start(
            "initdb",
            List.of(
                "initdb",
                "--pgdata=" + data(),
                "--username=" + SUPERUSER,
                "--pwfile=" + secret,
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C.UTF-8"));
    if (initdb.waitFor() != 0) {
      throw new IllegalStateException("initdb failed:\n" + log("initdb"));
    }
  }

  private List<String> serverCommand() {
    List<String> command = new ArrayList<>(List.of("postgres", "-D", data().toString()));
    command.addAll(List.of("-p", String.valueOf(port), "-c", "listen_addresses=127.0.0.1"));
    command.addAll(List.of("-c", "unix_socket_directories="));
    settings.forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return command;
  }

  private Process start(String name, List<String> command) throws IOException {
    List<String> whole = new ArrayList<>();
    if (isRoot()) {
      // PostgreSQL refuses to run as root; the package has created a user for it.
      whole.addAll(
          List.of("setpriv", "--reuid=" + SUPERUSER, "--regid=" + SUPERUSER, "--clear-groups"));
    }
    whole.add(program(command.get(0)));
    whole.addAll(command.subList(1, command.size()));
    ProcessBuilder builder = children.builder(name, whole);
    builder.environment().put("LC_ALL", "C");
    return builder
        .redirectErrorStream(true)
        .redirectOutput(Path.of(children.mark(), name + ".log").toFile())
        .start();
  }

  String program(String name) {
    return programs.resolve(name).toString();
  }

  long pid() {
    return process.pid();
  }

  int port() {
    return port;
  }

  String password() {
    return password;
  }

  Database createDatabase(String name) throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("create database " + name);
    }
    return new Database(url(name), SUPERUSER, password);
  }

  Connection connect(String database) throws SQLException {
    return DriverManager.getConnection(url(database), SUPERUSER, password);
  }

  /** Begins each measurement with clean buffers, so that none pays for the one before. */
  void checkpoint() throws SQLException {
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      statement.execute("checkpoint");
    }
  }

  /** Its version, settings and disk, for the reader of the table. */
  String description() throws SQLException, IOException {
    StringBuilder text = new StringBuilder("PostgreSQL ");
    try (Connection connection = connect("postgres");
        Statement statement = connection.createStatement()) {
      text.append(show(statement, "server_version"));
      for (String name : settings.keySet()) {
        text.append(", ").append(name).append('=').append(show(statement, name));
      }
    }
    return text.append(", data on ").append(Files.getFileStore(folder).type()).toString();
  }

  private static String show(Statement statement, String setting) throws SQLException {
    try (ResultSet value = statement.executeQuery("show " + setting)) {
      value.next();
      return value.getString(1);
    }
  }

  private boolean answers() {
    try (Connection connection = connect("postgres")) {
      return connection.isValid(1);
    } catch (SQLException notYet) {
      return false;
    }
  }

  private Path data() {
    return folder.resolve("data");
  }

  private String url(String database) {
    return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
  }

  private String log(String name) throws IOException {
    return Files.readString(Path.of(children.mark(), name + ".log"));
  }

  private static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  static int freePort() throws IOException {
    try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return probe.getLocalPort();
    }
  }
}
