package dev.ficus.availability;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ReadmeTest {

  private static final Pattern PACKAGE = Pattern.compile("(?m)^\\| `([a-z]+)` \\|");

  @Test
  void its_table_of_packages_is_what_the_packages_are() throws IOException {
    Set<String> packages;
    try (Stream<Path> folders = Files.list(Path.of("src/main/java/dev/ficus/availability"))) {
      packages =
          folders
              .filter(Files::isDirectory)
              .map(folder -> folder.getFileName().toString())
              .collect(Collectors.toCollection(TreeSet::new));
    }
    Set<String> listed =
        PACKAGE
            .matcher(Files.readString(Path.of("README.md")))
            .results()
            .map(row -> row.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(packages, listed);
  }
}
