package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;

import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** One packaged service, which may be killed, or ended as an operator ends it. */
final class RunningService implements AutoCloseable {
  private final String name;
  private final Path log;
  private final PortClaim port;
  private final boolean ownsPort;
  private final Process process;

  /**
   * Starts it.
   *
   * @param name what it is called among the launcher's processes
   * @param settings more environment variables
   */
  RunningService(
      Service service,
      String name,
      Launcher launcher,
      Database database,
      VirtualHost broker,
      Map<String, String> settings)
      throws IOException {
    this(
        service, name, launcher, PortClaim.claim(service.port()), true, database, broker, settings);
  }

  /**
   * Starts it at a port that is kept for it when it ends, so that it can be started there again.
   *
   * @param name what it is called among the launcher's processes
   * @param settings more environment variables
   */
  RunningService(
      Service service,
      String name,
      Launcher launcher,
      PortClaim port,
      Database database,
      VirtualHost broker,
      Map<String, String> settings)
      throws IOException {
    this(service, name, launcher, port, false, database, broker, settings);
  }

  private RunningService(
      Service service,
      String name,
      Launcher launcher,
      PortClaim port,
      boolean ownsPort,
      Database database,
      VirtualHost broker,
      Map<String, String> settings)
      throws IOException {
    this.name = name;
    this.log = launcher.log(name);
    this.port = port;
    this.ownsPort = ownsPort;
    ProcessBuilder builder =
        launcher.service(name, Project.here().command(service), port.port(), database, broker);
    builder.environment().putAll(settings);
    this.process = builder.start();
  }

  URI url(String path) {
    return URI.create("http://127.0.0.1:" + port.port() + path);
  }

  /** Returns when it is alive and ready. */
  void awaitWell() {
    if (!Waiting.until(() -> !process.isAlive() || isWell(), LIMIT) || !process.isAlive()) {
      throw new AssertionError(name + " does not start:\n" + said());
    }
  }

  private boolean isWell() {
    try {
      return Http.get(url("/q/health"), LIMIT).status() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private String said() {
    try {
      return Files.readString(log, StandardCharsets.ISO_8859_1);
    } catch (IOException nothing) {
      return "";
    }
  }

  /** As kill -9 does: it has no time to say goodbye. */
  void kill() throws InterruptedException {
    process.destroyForcibly();
    process.waitFor();
    close();
  }

  /** As an operator ends it; it finishes what it has in hand. */
  void end() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)) {
      throw new AssertionError(name + " does not end:\n" + said());
    }
    close();
  }

  @Override
  public void close() {
    process.destroyForcibly();
    if (ownsPort) {
      port.close();
    }
  }
}
