package dev.ficus.bench;

import dev.ficus.local.ChildProcesses;
import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A packaged service that runs. */
final class Service implements AutoCloseable {
  /** Options of their Java, or of the executable. */
  static final List<String> JAVA_OPTIONS = List.of("-Xmx512m");

  /** In which form a service runs. */
  enum Form {
    /** The jar of its last build, with the Java that runs this. */
    JAR,
    /** The executable of its last native build. */
    NATIVE
  }

  private static final String READY = "/q/health/ready";
  private static final Duration START_LIMIT = Duration.ofMinutes(2);

  private final String name;
  private final String module;
  private final String readyPath;
  private final Form form;
  private final List<String> javaOptions;
  private final int port;
  private final Path log;
  private final ChildProcesses children = ChildProcesses.create();
  private Process process;
  private Duration readyAfter;

  /**
   * @param name what its log is called
   * @param module its folder in the project
   * @param readyPath a path that answers 200 when it is ready
   */
  Service(String name, String module, String readyPath, List<String> javaOptions)
      throws IOException {
    this(name, module, readyPath, Form.JAR, javaOptions);
  }

  private Service(String name, String module, String readyPath, Form form, List<String> javaOptions)
      throws IOException {
    this.name = name;
    this.module = module;
    this.readyPath = readyPath;
    this.form = form;
    this.javaOptions = javaOptions;
    this.port = DurablePostgres.freePort();
    Path logs = Files.createDirectories(project().resolve("deploy/bench/target/logs"));
    this.log = logs.resolve(name + ".log");
  }

  /** One of ours, in this form. */
  static Service of(String module, Form form) throws IOException {
    return new Service(module, module, READY, form, JAVA_OPTIONS);
  }

  /** One of ours, of which there may be several. */
  static Service packaged(String name, String module, List<String> javaOptions) throws IOException {
    return new Service(name, module, READY, javaOptions);
  }

  /** Starts it and returns when it is ready. */
  void start(Database database, VirtualHost broker, Map<String, String> settings)
      throws IOException {
    Map<String, String> environment = new HashMap<>();
    environment.putAll(
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
            "QUARKUS_DATASOURCE_USERNAME", database.username(),
            "QUARKUS_DATASOURCE_PASSWORD", database.password(),
            "RABBITMQ_HOST", broker.host(),
            "RABBITMQ_PORT", String.valueOf(broker.port()),
            "RABBITMQ_USERNAME", broker.username(),
            "RABBITMQ_PASSWORD", broker.password(),
            "RABBITMQ_VIRTUAL_HOST", broker.name()));
    environment.putAll(settings);
    start(environment);
  }

  /** Starts it and returns when it is ready. */
  void start(Map<String, String> settings) throws IOException {
    ProcessBuilder builder =
        children.builder(name, command()).redirectErrorStream(true).redirectOutput(log.toFile());
    Map<String, String> environment = builder.environment();
    environment.putAll(
        Map.of("QUARKUS_HTTP_HOST", "127.0.0.1", "QUARKUS_HTTP_PORT", String.valueOf(port)));
    environment.putAll(settings);
    long begin = System.nanoTime();
    process = builder.start();
    if (!Waiting.until(() -> !process.isAlive() || isReady(), START_LIMIT) || !process.isAlive()) {
      throw new IllegalStateException(name + " did not start; see " + log);
    }
    readyAfter = Duration.ofNanos(System.nanoTime() - begin);
  }

  private List<String> command() throws IOException {
    Path target = project().resolve(module).resolve("target");
    List<String> command = new ArrayList<>();
    command.add(form == Form.JAR ? javaProgram("java") : executable(target).toString());
    command.addAll(javaOptions);
    command.add("-Dficus.bench=" + children.mark());
    if (form == Form.JAR) {
      command.addAll(List.of("-jar", target.resolve("quarkus-app/quarkus-run.jar").toString()));
    }
    return command;
  }

  private static Path executable(Path target) throws IOException {
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> file.toString().endsWith("-runner"))
          .findFirst()
          .orElseThrow(
              () ->
                  new NoSuchFileException(
                      target + " has no executable; make one with mvn package -Dnative"));
    }
  }

  /** Of the Java that runs this. */
  static String javaProgram(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }

  String name() {
    return name;
  }

  /** From the start of the process until it said so, which is asked every 25 ms. */
  Duration readyAfter() {
    return readyAfter;
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
          (HttpURLConnection) URI.create(url() + readyPath).toURL().openConnection();
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
