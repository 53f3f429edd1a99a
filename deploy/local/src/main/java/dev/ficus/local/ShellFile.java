package dev.ficus.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.stream.Collectors;

/** A file of variables, {@code NAME='value'} in each line, that a shell can source. */
public final class ShellFile {
  private ShellFile() {}

  /**
   * Writes it, in the map's order. Whoever waits for the file finds it complete. It may hold
   * passwords, so it is for its owner only.
   *
   * @throws IOException when it cannot be written; then there is none, or the one before
   */
  public static void write(Path file, Map<String, String> variables) throws IOException {
    String text =
        variables.entrySet().stream()
            .map(variable -> line(variable.getKey(), variable.getValue()) + "\n")
            .collect(Collectors.joining());
    Path fresh =
        Files.createTempFile(
            file.toAbsolutePath().getParent(),
            ".variables",
            "",
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try {
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(fresh);
    }
  }

  /** To a shell the ampersands between the parameters of a URL mean something else. */
  static String line(String name, String value) {
    return name + "='" + value.replace("'", "'\\''") + "'";
  }
}
