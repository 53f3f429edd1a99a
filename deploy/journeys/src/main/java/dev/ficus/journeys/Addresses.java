package dev.ficus.journeys;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The file that tells other programs where everything is. */
final class Addresses {
  private final Path file;

  /**
   * None are written yet; those of an earlier run are deleted, so that nobody takes them for new.
   */
  Addresses(Path file) {
    this.file = file.toAbsolutePath();
    try {
      Files.deleteIfExists(this.file);
      if (!Files.isWritable(this.file.getParent())) {
        throw new DemoException("cannot write " + file + ": its folder cannot be written");
      }
    } catch (IOException failure) {
      throw new DemoException("cannot write %s: %s".formatted(file, failure), failure);
    }
  }

  /** Writes them. Whoever waits for the file finds it complete; it is for its owner only. */
  void write(Ficus ficus) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (Service service : Service.values()) {
      addresses.put(service.name() + "_URL", ficus.url(service).toString());
    }
    addresses.put("AMQP_URL", ficus.virtualHost().amqpUrl());
    for (Service service : Service.values()) {
      addresses.put(service.name() + "_JDBC_URL", ficus.database(service).jdbcUrlWithCredentials());
    }
    String text =
        addresses.entrySet().stream()
            .map(address -> address.getKey() + "=" + address.getValue() + "\n")
            .collect(Collectors.joining());
    try {
      Path fresh =
          Files.createTempFile(
              file.getParent(),
              ".addresses",
              "",
              PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(fresh, text);
      Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException failure) {
      throw new DemoException("cannot write %s: %s".formatted(file, failure), failure);
    }
  }
}
