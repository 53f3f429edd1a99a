package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What the pages for operators are typed into: bash, curl, jq, and PostgreSQL with the programs of
 * its backups, of {@code FICUS_POSTGRES_PROGRAMS} or as Debian installs them.
 */
final class RunbookPrograms {
  private static final String VARIABLE = "FICUS_POSTGRES_PROGRAMS";
  private static final Path DEBIANS = Path.of("/usr/lib/postgresql");

  /** The first version whose initdb knows how to sort by ICU. */
  private static final int OLDEST = 15;

  private static final List<String> OF_POSTGRES =
      List.of(
          "initdb",
          "postgres",
          "psql",
          "pg_ctl",
          "pg_controldata",
          "pg_dump",
          "pg_dumpall",
          "pg_restore",
          "pg_basebackup",
          "pg_verifybackup");

  private RunbookPrograms() {}

  /**
   * Where there is one of them missing the test is skipped; a build that decides (variable {@code
   * CI}) fails.
   */
  static void require() {
    requireAll(List.of("bash", "curl", "jq"));
    if (find().isEmpty()) {
      missing("postgresql");
    }
  }

  /** The same of what pages need that have nothing to do with PostgreSQL. */
  static void requireShell() {
    requireAll(List.of("bash", "curl", "jq", "openssl"));
  }

  private static void requireAll(List<String> programs) {
    for (String program : programs) {
      if (onPath(program).isEmpty()) {
        missing(program);
      }
    }
  }

  /** The folder of PostgreSQL's. */
  static Path postgres() {
    return find().orElseThrow();
  }

  private static void missing(String program) {
    String message =
        "%s is missing; install it with: sudo apt-get install -y --no-install-recommends %s"
            .formatted(program, program);
    if (System.getenv().getOrDefault("CI", "").isBlank()) {
      abort(message);
    }
    fail(message);
  }

  private static Optional<Path> onPath(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator))
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static Optional<Path> find() {
    String named = System.getenv().getOrDefault(VARIABLE, "");
    if (!named.isBlank()) {
      return Optional.of(Path.of(named)).filter(RunbookPrograms::isWhole);
    }
    if (!Files.isDirectory(DEBIANS)) {
      return Optional.empty();
    }
    try (Stream<Path> versions = Files.list(DEBIANS)) {
      return versions
          .filter(version -> version(version) >= OLDEST)
          .map(version -> version.resolve("bin"))
          .filter(RunbookPrograms::isWhole)
          .findFirst();
    } catch (IOException unreadable) {
      return Optional.empty();
    }
  }

  private static int version(Path folder) {
    String name = folder.getFileName().toString();
    return name.matches("\\d+") ? Integer.parseInt(name) : 0;
  }

  private static boolean isWhole(Path folder) {
    return OF_POSTGRES.stream().map(folder::resolve).allMatch(Files::isExecutable);
  }
}
