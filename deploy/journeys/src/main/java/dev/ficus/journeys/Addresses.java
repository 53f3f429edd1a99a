package dev.ficus.journeys;

import dev.ficus.local.ShellFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The file of addresses, for other programs. */
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

  /** Writes them, for a shell to source. */
  void write(Ficus ficus) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (Service service : Service.values()) {
      addresses.put(service.name() + "_URL", ficus.url(service).toString());
      addresses.put(service.name() + "_MANAGEMENT_URL", ficus.managementUrl(service).toString());
    }
    addresses.put("AMQP_URL", ficus.virtualHost().amqpUrl());
    for (Service service : Service.values()) {
      addresses.put(service.name() + "_JDBC_URL", ficus.database(service).jdbcUrlWithCredentials());
    }
    try {
      ShellFile.write(file, addresses);
    } catch (IOException failure) {
      throw new DemoException("cannot write %s: %s".formatted(file, failure), failure);
    }
  }
}
