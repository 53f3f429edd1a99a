package dev.ficus.local;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The services share no code, so what guards all three of them is written in each. A fault that is
 * mended in one is mended in all: apart from its package, each of these files is the same in each.
 */
class SameCodeTest {
  private static final Path ROOT = Path.of("../../..");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "access/AccessSettings",
        "access/AskedAccess",
        "access/OpenAccess",
        "wires/FileAuthorities",
        "wires/PemFiles",
        "wires/Reloaded",
        "wires/WireRules",
        "wires/WireSettings"
      })
  void each_service_has_the_same(String type) throws IOException {
    String adapters = source("legacy-adapter", "legacy", type);
    assertEquals(adapters, source("allocation-service", "allocation", type));
    assertEquals(adapters, source("availability-service", "availability", type));
  }

  private static String source(String module, String name, String type) throws IOException {
    Path file = ROOT.resolve("%s/src/main/java/dev/ficus/%s/%s.java".formatted(module, name, type));
    return Files.readString(file).replace("dev.ficus.%s.".formatted(name), "dev.ficus.SERVICE.");
  }
}
