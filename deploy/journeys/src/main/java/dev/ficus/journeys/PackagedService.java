package dev.ficus.journeys;

import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A packaged application, jar or native executable, as a process at ports of its own: one for
 * calls, one for health and metrics. When it has ended it may be started again, at the same ports
 * and with the same log. It ends with its launcher at the latest.
 */
public final class PackagedService implements AutoCloseable {
  /** What the compiler has just written need not be verified: a seventh of what a start costs. */
  private static final List<String> SMALL =
      List.of(
          "-Xmx384m",
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:-BytecodeVerificationRemote");

  /** Everything it can say of itself: started, alive, ready, and not missing anything. */
  private static final String HEALTH = "/q/health";

  private static final String ASKED = "ficus.services";
  private static final int READ_MILLIS = 5_000;
  private static final int LOG_LINES = 30;

  /** In which form an application was packaged. */
  public enum Form {
    /** The jar of its last build, with the Java that runs this. */
    JAR,
    /** The executable of its last native build. */
    NATIVE;

    /** What {@code -Dficus.services=jar|native} asks for; jar when nothing does. */
    static Form asked() {
      return valueOf(System.getProperty(ASKED, JAR.name()).toUpperCase(Locale.ROOT));
    }
  }

  private final Launcher launcher;
  private final String name;
  private final ServiceRun run;
  private final PortClaim port;
  private final PortClaim managementPort;
  private final URI health;
  private final Map<String, String> settings = new HashMap<>();
  private volatile Process process;
  private volatile long begun;
  private volatile Duration readyAfter;

  /**
   * One of the three services, at its usual ports or ones like them. It does not run yet.
   *
   * @param name what it is called among the launcher's processes, and its log
   * @param command what runs it, see {@link Project#command}
   */
  public PackagedService(Launcher launcher, String name, Service service, List<String> command) {
    this(launcher, name, new CommandRun(command), service);
  }

  /**
   * One of the three services, at its usual ports or ones like them. It does not run yet.
   *
   * @param name what it is called among the launcher's processes, and its log
   */
  PackagedService(Launcher launcher, String name, ServiceRun run, Service service) {
    this.launcher = launcher;
    this.name = name;
    this.run = run;
    this.port = PortClaim.claim(service.port());
    this.managementPort = PortClaim.claim(service.managementPort());
    this.health = managementUrl(HEALTH);
  }

  /**
   * Any application, at any free ports. It does not run yet.
   *
   * @param name what it is called among the launcher's processes, and its log
   * @param command what runs it
   * @param readyPath a path of its port for calls that answers 200 when it is ready
   */
  public PackagedService(Launcher launcher, String name, List<String> command, String readyPath) {
    this.launcher = launcher;
    this.name = name;
    this.run = new CommandRun(command);
    this.port = PortClaim.any();
    this.managementPort = PortClaim.any();
    this.health = url(readyPath);
  }

  /**
   * One of the three services, as small as it can be: it shares the machine with the others, two
   * servers and a shop. It does not run yet.
   *
   * @throws DemoException when it has not been built
   */
  public static PackagedService small(Launcher launcher, String name, Service service, Form form) {
    List<String> options = form == Form.JAR ? SMALL : List.of();
    List<String> command = Project.here().command(service.module(), form, options);
    return new PackagedService(launcher, name, service, command);
  }

  /**
   * The same, in the form that is asked for.
   *
   * @throws DemoException when it has not been built
   */
  static PackagedService small(Launcher launcher, String name, Service service) {
    return small(launcher, name, service, Form.asked());
  }

  /** Adds environment variables for the next start. */
  public PackagedService with(Map<String, String> more) {
    settings.putAll(more);
    return this;
  }

  /** Gives it these servers from the next start on. */
  public PackagedService with(Database database, VirtualHost broker) {
    return with(
        Map.of(
            "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
            "QUARKUS_DATASOURCE_USERNAME", database.username(),
            "QUARKUS_DATASOURCE_PASSWORD", database.password(),
            "RABBITMQ_HOST", broker.host(),
            "RABBITMQ_PORT", String.valueOf(broker.port()),
            "RABBITMQ_USERNAME", broker.username(),
            "RABBITMQ_PASSWORD", broker.password(),
            "RABBITMQ_VIRTUAL_HOST", broker.name()));
  }

  /** Starts it; returns before it is ready. */
  public PackagedService start() throws IOException {
    Map<String, String> variables = new HashMap<>();
    variables.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    variables.put("QUARKUS_HTTP_PORT", String.valueOf(port()));
    variables.put("QUARKUS_MANAGEMENT_HOST", "127.0.0.1");
    variables.put("QUARKUS_MANAGEMENT_PORT", String.valueOf(managementPort.port()));
    // Who asks for what access takes says so; others call it from this machine, and are not asked.
    variables.put("QUARKUS_PROFILE", "prod,loopback");
    // Nobody else is sent its calls, so nobody has to be waited for.
    variables.put("QUARKUS_SHUTDOWN_DELAY", "0s");
    // People read these logs.
    variables.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
    variables.putAll(settings);
    ProcessBuilder builder =
        run.builder(launcher, name, variables.keySet())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()));
    Map<String, String> environment = builder.environment();
    // Feeds and shops are named here or not at all, whatever the caller's environment has.
    environment.keySet().removeIf(variable -> variable.startsWith("FICUS_LEGACY_"));
    environment.putAll(variables);
    begun = System.nanoTime();
    process = builder.start();
    return this;
  }

  /**
   * Returns when it is ready.
   *
   * @throws DemoException when it does not become so; the message has the end of its log
   */
  public PackagedService awaitReady() {
    if (!becomesReady(Waiting.LIMIT)) {
      throw failure("does not start");
    }
    return this;
  }

  /** Waits until it is ready; false when it has ended before, or when it takes longer. */
  boolean becomesReady(Duration limit) {
    boolean answered = Waiting.until(() -> !process.isAlive() || answers(health), limit);
    readyAfter = Duration.ofNanos(System.nanoTime() - begun);
    return answered && process.isAlive();
  }

  /** Whether it runs and is ready now. */
  boolean isReady() {
    return process.isAlive() && answers(health);
  }

  /** Whether it answers 200 at this address of its now. */
  boolean answers(URI address) {
    try {
      HttpURLConnection question = (HttpURLConnection) address.toURL().openConnection();
      question.setReadTimeout(READ_MILLIS);
      return question.getResponseCode() == 200;
    } catch (IOException notYet) {
      return false;
    }
  }

  /** Returns the status with which it ends, when it has ended. */
  int awaitEnd() throws InterruptedException {
    return process.waitFor();
  }

  /** Ends it as kill -9 does, without time to finish anything; returns when it has ended. */
  public void kill() throws InterruptedException {
    // Another one may take its place as soon as it has ended.
    Process victim = process;
    run.kill(victim);
    victim.waitFor();
  }

  /** Ends it as an operator does (SIGTERM): it finishes what it is doing. */
  public void end() throws InterruptedException {
    beginEnd();
    if (!Waiting.ended(process)) {
      throw failure("does not end");
    }
  }

  /** The same; it goes on for a while when this returns. */
  void beginEnd() {
    process.destroy();
  }

  boolean isAlive() {
    return process.isAlive();
  }

  public String name() {
    return name;
  }

  public int port() {
    return port.port();
  }

  /** The address of a path; of the whole service, when the path is empty. */
  public URI url(String path) {
    return local(port, path);
  }

  /** The address of a path at its port for health and metrics; of all of it, when it is empty. */
  public URI managementUrl(String path) {
    return local(managementPort, path);
  }

  private static URI local(PortClaim claim, String path) {
    return URI.create("http://127.0.0.1:" + claim.port() + path);
  }

  public long pid() {
    return run.pid(process);
  }

  /** From the last start of its process until it was seen to be ready, to 25 ms. */
  public Duration readyAfter() {
    return readyAfter;
  }

  /** An exception about it, with the end of its log. */
  DemoException failure(String what) {
    return new DemoException("%s %s. The end of %s:%n%s".formatted(name, what, log(), endOfLog()));
  }

  private Path log() {
    return launcher.log(name);
  }

  private String endOfLog() {
    try {
      List<String> lines = Files.readString(log(), StandardCharsets.ISO_8859_1).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - LOG_LINES), lines.size()));
    } catch (IOException nothingWritten) {
      return "";
    }
  }

  /** Kills it, if it runs, and gives its ports back. */
  @Override
  public void close() {
    if (process != null && process.isAlive()) {
      run.kill(process);
    }
    port.close();
    managementPort.close();
  }
}
