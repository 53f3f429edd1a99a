package dev.ficus.checks.observability;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/** Prometheus and promtool on this machine: installed, or fetched by {@code fetch-prometheus}. */
final class PrometheusPrograms {
  private PrometheusPrograms() {}

  /** The program; a test that needs one that is missing is skipped, and fails with CI=true. */
  static Path program(String name) {
    Optional<Path> found =
        Stream.concat(onPath(), fetched())
            .map(folder -> folder.resolve(name))
            .filter(Files::isExecutable)
            .findFirst();
    String missing =
        "There is no %s: deploy/observability/fetch-prometheus gets it".formatted(name);
    assertFalse(found.isEmpty() && "true".equals(System.getenv("CI")), missing);
    assumeTrue(found.isPresent(), missing);
    return found.orElseThrow();
  }

  private static Stream<Path> onPath() {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(Path::of);
  }

  private static Stream<Path> fetched() {
    String cache =
        Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
            .filter(folder -> !folder.isEmpty())
            .orElse(System.getenv("HOME") + "/.cache");
    String architecture =
        switch (System.getProperty("os.arch")) {
          case "aarch64" -> "arm64";
          default -> System.getProperty("os.arch");
        };
    return Stream.of(Path.of(cache, "ficus", "prometheus-" + architecture, "usr/bin"));
  }
}
