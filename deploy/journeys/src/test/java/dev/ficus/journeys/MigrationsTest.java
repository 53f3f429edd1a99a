package dev.ficus.journeys;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Migrations are never edited: installations have run them, and upgrades start from there. */
class MigrationsTest {
  private static final Path ROOT = Path.of("../..");
  private static final Path CHECKSUMS = Path.of("src/test/resources/migrations.sha256");
  private static final List<String> SERVICES =
      List.of("allocation-service", "availability-service", "legacy-adapter");

  @Test
  void every_migration_is_as_it_was_when_it_was_listed() throws Exception {
    assertEquals(listed(), present(), "a change of the schema is a new file, see CONTRIBUTING.md");
  }

  private static SortedMap<String, String> listed() throws IOException {
    SortedMap<String, String> sums = new TreeMap<>();
    for (String line : Files.readAllLines(CHECKSUMS)) {
      String[] sumAndFile = line.split(" +");
      sums.put(sumAndFile[1], sumAndFile[0]);
    }
    return sums;
  }

  private static SortedMap<String, String> present() throws Exception {
    SortedMap<String, String> sums = new TreeMap<>();
    for (String service : SERVICES) {
      Path folder = ROOT.resolve(service).resolve("src/main/resources/db/migration");
      try (Stream<Path> files = Files.list(folder)) {
        for (Path file : files.toList()) {
          byte[] digest = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
          sums.put(ROOT.relativize(file).toString(), HexFormat.of().formatHex(digest));
        }
      }
    }
    return sums;
  }
}
