package dev.ficus.journeys;

import dev.ficus.local.LocalStackException;
import dev.ficus.local.VirtualHost;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** The demo: everything on this machine, the orders through it, and whether the figures add up. */
public final class Demo {
  private static final int FAILED = 1;

  private final DemoOptions options;
  private final Project project;
  private final Terminal terminal;

  /** What fails from now on fails because everything is being ended. */
  private volatile boolean ending;

  Demo(DemoOptions options, Project project, Terminal terminal) {
    this.options = options;
    this.project = project;
    this.terminal = terminal;
  }

  /**
   * Ends with status 0 when all went well, 1 when the figures do not add up or something cannot be
   * started, 2 when an option is wrong; by Ctrl-C as any program.
   */
  public static void main(String[] arguments) {
    // What is running is ended by the shutdown hook, whichever way the end comes.
    System.exit(new DemoOptions().commandLine().execute(arguments));
  }

  /** Returns the status with which it ends. */
  int run() {
    try {
      ShopRules rules = ShopRules.read(project.adapterConfiguration());
      Path logs = project.newLogs("deploy/journeys/target/demo");
      return run(course(rules, logs), rules, logs);
    } catch (DemoException | LocalStackException failure) {
      if (!ending) {
        terminal.done();
        System.err.println("demo: " + failure.getMessage());
      }
      return FAILED;
    }
  }

  private Optional<DemoCourse> course(ShopRules rules, Path logs) {
    Path orders = options.orders().orElse(project.orders());
    if (options.noOrders()) {
      return Optional.empty();
    }
    return Optional.of(
        options.strangling()
            ? new StranglingCourse(orders, rules, logs, terminal)
            : new Journey(orders, rules, options.broken(), terminal));
  }

  private int run(Optional<DemoCourse> course, ShopRules rules, Path logs) {
    Optional<Addresses> addresses = options.addresses().map(Addresses::new);
    terminal.say("Starting PostgreSQL, RabbitMQ and the three services; logs in " + logs);
    long begin = System.nanoTime();
    Ficus ficus = new Ficus(options.form(), logs, terminal);
    Runtime.getRuntime().addShutdownHook(new Thread(() -> end(ficus), "ficus-close"));
    ficus.startServices(course.map(each -> each.prepare(ficus)).orElse(Map.of()));
    terminal.say("Ready after " + Terminal.seconds(begin));
    addresses.ifPresent(file -> file.write(ficus));
    boolean addsUp = course.isEmpty() || course.get().make(ficus);
    if (addsUp && !options.once()) {
      printWhere(ficus, rules, logs);
      awaitInterrupt();
    }
    return addsUp ? 0 : FAILED;
  }

  private void end(Ficus ficus) {
    ending = true;
    ficus.close();
  }

  private void printWhere(Ficus ficus, ShopRules rules, Path logs) {
    VirtualHost broker = ficus.virtualHost();
    StringBuilder text = new StringBuilder("Where to look:\n");
    for (Service service : Service.values()) {
      String url = ficus.url(service).toString();
      text.append("  %-22s %s/q/swagger-ui%n".formatted(service.module(), url));
      String management = ficus.managementUrl(service).toString();
      text.append("  %-22s %s/q/health  %s/q/metrics%n".formatted("", management, management));
    }
    text.append("  %-22s %s%n".formatted("the desk", ficus.url(Service.LEGACY).resolve("/desk")));
    text.append("  %-22s %s%n".formatted("a shop's page", Questions.page(ficus)));
    String xmlRpc = ficus.url(Service.LEGACY).resolve(rules.path()).toString();
    text.append("  %-22s %s%n".formatted("XML-RPC", xmlRpc));
    text.append(
        "  %-22s %s  (user %s, password %s, virtual host %s)%n"
            .formatted(
                "RabbitMQ",
                broker.managementUrl(),
                broker.username(),
                broker.password(),
                broker.name()));
    for (Service service : Service.values()) {
      text.append(
          "  %-22s %s%n"
              .formatted(
                  "database " + service.name().toLowerCase(Locale.ROOT),
                  ficus.database(service).jdbcUrlWithCredentials()));
    }
    text.append("  %-22s %s%n".formatted("logs", logs));
    text.append("Ctrl-C ends it all.");
    terminal.say(text.toString());
  }

  private static void awaitInterrupt() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException interruption) {
      Thread.currentThread().interrupt();
    }
  }
}
