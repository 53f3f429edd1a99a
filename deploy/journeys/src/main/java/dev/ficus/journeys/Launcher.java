package dev.ficus.journeys;

import dev.ficus.local.ChildProcesses;
import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Prepares processes that end with this, and at the latest with the process that made it. */
public final class Launcher implements AutoCloseable {
  private final ChildProcesses children = ChildProcesses.create();
  private final Path logs;

  /**
   * @param logs the folder for what the processes write, a file each
   */
  public Launcher(Path logs) {
    this.logs = logs;
  }

  /** The file for what a process of this name writes. */
  public Path log(String name) {
    return logs.resolve(name + ".log");
  }

  /**
   * What starts a program, which may run once at a time under this name. The mark of its parent
   * comes right behind the program, where both Java and a native executable take it.
   */
  public ProcessBuilder builder(String name, List<String> command) {
    List<String> marked = new ArrayList<>(command);
    marked.add(1, "-Dficus.parent=" + children.mark());
    return children.builder(name, marked);
  }

  /**
   * What starts a service. More may be put into its environment.
   *
   * @param port where it will answer
   */
  ProcessBuilder service(
      String name, List<String> command, int port, Database database, VirtualHost broker) {
    ProcessBuilder builder =
        builder(name, command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log(name).toFile()));
    Map<String, String> environment = builder.environment();
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", String.valueOf(port));
    environment.put("QUARKUS_DATASOURCE_JDBC_URL", database.jdbcUrl());
    environment.put("QUARKUS_DATASOURCE_USERNAME", database.username());
    environment.put("QUARKUS_DATASOURCE_PASSWORD", database.password());
    environment.put("RABBITMQ_HOST", broker.host());
    environment.put("RABBITMQ_PORT", String.valueOf(broker.port()));
    environment.put("RABBITMQ_USERNAME", broker.username());
    environment.put("RABBITMQ_PASSWORD", broker.password());
    environment.put("RABBITMQ_VIRTUAL_HOST", broker.name());
    // People read these logs.
    environment.put("QUARKUS_LOG_CONSOLE_JSON_ENABLED", "false");
    return builder;
  }

  /** Ends all of them; returns when they have ended. */
  @Override
  public void close() {
    children.close();
  }
}
