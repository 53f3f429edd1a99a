package dev.ficus.journeys;

import dev.ficus.local.ChildProcesses;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A whole Ficus on this machine: a PostgreSQL and a RabbitMQ of its own and the three services. All
 * of it ends when this is closed, and at the latest with this process, however it ends.
 */
final class Ficus implements AutoCloseable {
  private final Project project;
  private final Path logs;
  private final Terminal terminal;
  private final LocalStack servers;
  private final ChildProcesses children = ChildProcesses.create();
  private final VirtualHost virtualHost;
  private final Map<Service, Database> databases = new EnumMap<>(Service.class);
  private final Map<Service, PortClaim> ports = new EnumMap<>(Service.class);
  private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);

  /**
   * Starts the servers; no service runs yet.
   *
   * @param logs the folder for the services' logs
   */
  Ficus(Project project, Path logs, Terminal terminal) {
    this.project = project;
    this.logs = logs;
    this.terminal = terminal;
    this.servers = LocalStack.start();
    this.virtualHost = servers.createVirtualHost("ficus");
    for (Service service : Service.values()) {
      databases.put(service, servers.createDatabase(service.name().toLowerCase(Locale.ROOT)));
      ports.put(service, PortClaim.claim(service.port()));
    }
  }

  /**
   * Starts the services and waits until all of them are ready.
   *
   * @throws DemoException when one of them does not become so
   */
  void startServices(boolean nativeExecutables) {
    for (Service service : Service.values()) {
      List<String> command =
          nativeExecutables ? project.nativeCommand(service) : project.command(service);
      Path log = logs.resolve(service.module() + ".log");
      ProcessBuilder builder =
          children
              .builder(service.module(), marked(command))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()));
      configure(builder.environment(), service);
      services.put(service, new ServiceProcess(service, url(service), builder, log, terminal));
    }
    services.values().forEach(ServiceProcess::start);
    for (ServiceProcess service : services.values()) {
      service.awaitReady();
      terminal.say("  " + service.introduction());
    }
  }

  /** Starts a Java program that ends with this. Its output can be read, its errors are logged. */
  Process startJava(String mainClass, List<String> arguments) throws IOException {
    List<String> command =
        new ArrayList<>(List.of(Project.java(), "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
    command.addAll(arguments);
    Path log = logs.resolve(mainClass.substring(mainClass.lastIndexOf('.') + 1) + ".log");
    return children
        .builder(mainClass, marked(command))
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  URI url(Service service) {
    return URI.create("http://127.0.0.1:" + ports.get(service).port());
  }

  Database database(Service service) {
    return databases.get(service);
  }

  VirtualHost virtualHost() {
    return virtualHost;
  }

  /** The mark comes right behind the program, where both Java and a native executable take it. */
  private List<String> marked(List<String> command) {
    List<String> marked = new ArrayList<>(command);
    marked.add(1, "-Dficus.demo=" + children.mark());
    return marked;
  }

  private void configure(Map<String, String> environment, Service service) {
    // The feed is read by the rules the adapter ships with, also by the recount.
    environment.keySet().removeIf(name -> name.startsWith("FICUS_LEGACY_"));
    Database database = database(service);
    environment.putAll(
        Map.of(
            "QUARKUS_HTTP_HOST", "127.0.0.1",
            "QUARKUS_HTTP_PORT", String.valueOf(ports.get(service).port()),
            "QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl(),
            "QUARKUS_DATASOURCE_USERNAME", database.username(),
            "QUARKUS_DATASOURCE_PASSWORD", database.password(),
            // People read these logs.
            "QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false"));
    environment.putAll(
        Map.of(
            "RABBITMQ_HOST", virtualHost.host(),
            "RABBITMQ_PORT", String.valueOf(virtualHost.port()),
            "RABBITMQ_USERNAME", virtualHost.username(),
            "RABBITMQ_PASSWORD", virtualHost.password(),
            "RABBITMQ_VIRTUAL_HOST", virtualHost.name()));
    environment.put("FICUS_AVAILABILITY_ALLOCATION_URL", url(Service.ALLOCATION).toString());
  }

  /** Ends the services, then the servers. */
  @Override
  public void close() {
    services.values().forEach(ServiceProcess::leaveAlone);
    children.close();
    servers.close();
    ports.values().forEach(PortClaim::close);
  }
}
