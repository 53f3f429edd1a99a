package dev.ficus.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: a stack with the databases and the virtual host of the three services. */
@Command(
    name = "deploy/local/run",
    description = {
      "Starts a PostgreSQL and a RabbitMQ on this machine, prints where they are, and stays until"
          + " Ctrl-C.",
      ""
    })
public final class Main implements Callable<Integer> {
  @Option(
      names = "--addresses",
      paramLabel = "FILE",
      description = "also write the addresses to FILE, as name='value' lines a shell can read")
  private Path addresses;

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "show this")
  private boolean help;

  private Main() {}

  /** Runs until interrupted; ends with status 1 when the stack cannot be had, 2 when misused. */
  public static void main(String[] arguments) {
    System.exit(new CommandLine(new Main()).execute(arguments));
  }

  @Override
  public Integer call() throws InterruptedException {
    run(addresses == null ? null : addresses.toAbsolutePath());
    return CommandLine.ExitCode.OK;
  }

  private static void run(Path file) throws InterruptedException {
    LocalStack stack;
    try {
      stack = LocalStack.start();
      Runtime.getRuntime().addShutdownHook(new Thread(() -> end(stack, file), "ficus-close"));
      Map<String, String> addresses = addresses(stack);
      if (file != null) {
        write(file, addresses);
      }
      addresses.forEach((name, value) -> System.out.println(ShellFile.line(name, value)));
      System.out.println("# The local stack is ready. Ctrl-C ends it and deletes its data.");
    } catch (LocalStackException failure) {
      System.err.println("ficus: " + failure.getMessage());
      System.exit(1);
    }
    new CountDownLatch(1).await();
  }

  /** Also called when the start is interrupted half way; the file then need not be there. */
  private static void end(LocalStack stack, Path file) {
    try {
      if (file != null) {
        Files.deleteIfExists(file);
      }
    } catch (IOException kept) {
      Progress.say("cannot delete " + file + ", whose addresses are no longer valid");
    }
    stack.close();
  }

  private static void write(Path file, Map<String, String> addresses) {
    try {
      ShellFile.write(file, addresses);
    } catch (IOException failure) {
      throw new LocalStackException("Cannot write the addresses to " + file, failure);
    }
  }

  private static Map<String, String> addresses(LocalStack stack) {
    Map<String, String> addresses = new LinkedHashMap<>();
    for (String service : new String[] {"allocation", "availability", "legacy"}) {
      addresses.put(
          service.toUpperCase(java.util.Locale.ROOT) + "_JDBC_URL",
          stack.createDatabase(service).jdbcUrlWithCredentials());
    }
    VirtualHost virtualHost = stack.createVirtualHost("ficus");
    addresses.put("AMQP_URL", virtualHost.amqpUrl());
    addresses.put("RABBITMQ_HOST", virtualHost.host());
    addresses.put("RABBITMQ_PORT", String.valueOf(virtualHost.port()));
    addresses.put("RABBITMQ_USERNAME", virtualHost.username());
    addresses.put("RABBITMQ_PASSWORD", virtualHost.password());
    addresses.put("RABBITMQ_VIRTUAL_HOST", virtualHost.name());
    addresses.put("RABBITMQ_MANAGEMENT_URL", virtualHost.managementUrl());
    // With these in its environment another command uses this stack's servers instead of its own.
    addresses.put(Addresses.POSTGRES_URL, stack.addresses().postgresUrl());
    addresses.put(Addresses.RABBITMQ_URL, stack.addresses().rabbit().amqpUrl());
    addresses.put(Addresses.RABBITMQ_MANAGEMENT_URL, stack.addresses().rabbit().managementUrl());
    return addresses;
  }
}
