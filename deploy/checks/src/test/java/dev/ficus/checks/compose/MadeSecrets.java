package dev.ficus.checks.compose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/** What the script "secrets" makes, in a folder of its own. */
record MadeSecrets(Path folder) {
  private static final String PASSWORD = "of-a-test";

  /** The files of the teams that are given passwords. */
  static final Path TEAMS = ComposeFile.HOME.resolve("../rabbitmq/teams");

  /** Runs a copy of the script in this folder, with these options. */
  static MadeSecrets in(Path folder, String... options) throws IOException, InterruptedException {
    assumeTrue(
        "true".equals(System.getenv("CI")) || hasOpenssl(),
        "openssl is not here: the script that makes passwords is not run");
    for (String script : List.of("secrets", "certificates")) {
      Files.copy(
          ComposeFile.HOME.resolve(script),
          folder.resolve(script),
          StandardCopyOption.REPLACE_EXISTING,
          StandardCopyOption.COPY_ATTRIBUTES);
    }
    MadeSecrets made = new MadeSecrets(folder.resolve("secret"));
    made.run(
        Stream.concat(Stream.of("bash", folder.resolve("secrets").toString()), Stream.of(options))
            .toArray(String[]::new));
    return made;
  }

  /** Runs a program, which has to succeed; what it says. */
  String run(String... command) throws IOException, InterruptedException {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TEAMS", TEAMS.toString());
    Process process = builder.start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor(), output);
    return output;
  }

  /** TLS of a server with the certificate that was made for it. */
  SSLContext tls(String server) throws Exception {
    Path store = folder.resolve(server + ".p12");
    run(
        "openssl",
        "pkcs12",
        "-export",
        "-in",
        file(server + ".pem").toString(),
        "-inkey",
        file(server + ".key").toString(),
        "-passout",
        "pass:" + PASSWORD,
        "-out",
        store.toString());
    KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray()), PASSWORD.toCharArray());
    Files.delete(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
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
      for (Path file : files.filter(Files::isRegularFile).toList()) {
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
