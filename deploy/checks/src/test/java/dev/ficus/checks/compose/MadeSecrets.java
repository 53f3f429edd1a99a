package dev.ficus.checks.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** What the script "secrets" makes, in a folder of its own. */
record MadeSecrets(Path folder) {
  /** The files of the teams that are given passwords. */
  static final Path TEAMS = ComposeFile.HOME.resolve("../rabbitmq/teams");

  /** Runs a copy of the script in this folder. */
  static MadeSecrets in(Path folder) throws IOException, InterruptedException {
    assumeTrue(
        "true".equals(System.getenv("CI")) || hasOpenssl(),
        "openssl is not here: the script that makes passwords is not run");
    Path script = folder.resolve("secrets");
    if (!Files.exists(script)) {
      Files.copy(ComposeFile.HOME.resolve("secrets"), script);
    }
    ProcessBuilder builder =
        new ProcessBuilder("bash", script.toString()).redirectErrorStream(true);
    builder.environment().put("TEAMS", TEAMS.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return new MadeSecrets(folder.resolve("secret"));
  }

  /** The content of one. */
  String of(String name) throws IOException {
    return Files.readString(file(name));
  }

  Path file(String name) {
    return folder.resolve(name);
  }

  /** The contents of all, by their names. */
  Map<String, String> all() throws IOException {
    Map<String, String> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        all.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return all;
  }

  private static boolean hasOpenssl() throws InterruptedException {
    try {
      return new ProcessBuilder("openssl", "version").start().waitFor() == 0;
    } catch (IOException missing) {
      return false;
    }
  }
}
