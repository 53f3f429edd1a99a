package dev.ficus.bench;

import dev.ficus.local.ChildProcesses;
import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A packaged service that runs. */
final class Service implements AutoCloseable {
  static final List<String> JAVA_OPTIONS = List.of("-Xmx512m");
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final String module;
  private final int port;
  private final Path log;
  private final ChildProcesses children = ChildProcesses.create();
  private Process process;

  /**
   * @param module its folder in the project, which is also its name
   */
  Service(String module) throws IOException {
    this.module = module;
    this.port = DurablePostgres.freePort();
    Path logs = Files.createDirectories(project().resolve("deploy/bench/target/logs"));
    this.log = logs.resolve(module + ".log");
  }

  /** Starts it and returns when it is ready. */
  void start(Database database, VirtualHost broker, Map<String, String> settings)
      throws IOException {
    Path jar = project().resolve(module).resolve("target/quarkus-app/quarkus-run.jar");
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JAVA_OPTIONS);
    command.addAll(List.of("-Dficus.bench=" + children.mark(), "-jar", jar.toString()));
    ProcessBuilder builder =
        children.builder(module, command).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(
        Map.of(
            "QUARKUS_HTTP_HOST", "127.0.0.1",
            "QUARKUS_HTTP_PORT", String.valueOf(port),
            "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
            "QUARKUS_DATASOURCE_USERNAME", database.username(),
            "QUARKUS_DATASOURCE_PASSWORD", database.password(),
            "RABBITMQ_HOST", broker.host(),
            "RABBITMQ_PORT", String.valueOf(broker.port()),
            "RABBITMQ_USERNAME", broker.username(),
            "RABBITMQ_PASSWORD", broker.password(),
            "RABBITMQ_VIRTUAL_HOST", broker.name()));
    environment.putAll(settings);
    process = builder.start();
    if (!Waiting.until(() -> !process.isAlive() || isReady(), START_LIMIT) || !process.isAlive()) {
      throw new IllegalStateException(module + " did not start; see " + log);
    }
  }

  int port() {
    return port;
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  long pid() {
    return process.pid();
  }

  private boolean isReady() {
    try {
      HttpURLConnection question =
          (HttpURLConnection) URI.create(url() + "/q/health/ready").toURL().openConnection();
      question.setReadTimeout(5_000);
      return question.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  private static Path project() {
    return Path.of(System.getProperty("ficus.project"));
  }

  @Override
  public void close() {
    children.close();
  }
}
