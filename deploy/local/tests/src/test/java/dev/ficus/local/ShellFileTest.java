package dev.ficus.local;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShellFileTest {
  @TempDir Path folder;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "jdbc:postgresql://127.0.0.1:5432/stock?user=a&password=b",
        "two words",
        "$HOME `id` $(id) \\ \" ! # ; | > <",
        "it's 'quoted'",
        "größe",
        ""
      })
  void a_shell_that_sources_it_has_the_values_as_they_are(String value) throws IOException {
    Path file = folder.resolve("variables");
    ShellFile.write(file, Map.of("FIRST", value, "SECOND", value));
    String asked = "set -eu; . \"$0\"; printf '%s|%s.' \"$FIRST\" \"$SECOND\"";
    Command shell =
        Command.run(LIMIT, List.of("/bin/sh", "-c", asked, file.toString()), null, Map.of());
    // A command's output is read byte by byte.
    String said = new String(shell.output().getBytes("ISO-8859-1"), "UTF-8");
    assertEquals(value + "|" + value + ".", said);
    assertEquals(0, shell.status());
  }

  @Test
  void it_replaces_the_one_before_and_is_for_its_owner_only() throws IOException {
    Path file = Files.writeString(folder.resolve("variables"), "OLD='1'\n");
    ShellFile.write(file, Map.of("NEW", "2"));
    assertEquals("NEW='2'\n", Files.readString(file));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void where_it_cannot_be_written_nothing_is_left() throws IOException {
    Path taken = Files.createDirectories(folder.resolve("variables/below")).getParent();
    assertThrows(IOException.class, () -> ShellFile.write(taken, Map.of("A", "1")));
    assertThrows(
        NoSuchFileException.class,
        () -> ShellFile.write(folder.resolve("nowhere/variables"), Map.of("A", "1")));
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(List.of(taken), left.toList());
    }
  }
}
