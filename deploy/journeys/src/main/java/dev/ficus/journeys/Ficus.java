package dev.ficus.journeys;

import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.Server;
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
 * A whole Ficus on this machine: a PostgreSQL and a RabbitMQ of its own, the three services, and
 * the page of a shop. All of it ends when this is closed, and at the latest with this process,
 * however it ends.
 */
final class Ficus implements AutoCloseable {
  private static final int SHOP_PORT = 8080;

  private final Project project;
  private final Terminal terminal;
  private final LocalStack servers;
  private final Launcher launcher;
  private final VirtualHost virtualHost;
  private final Map<Service, Database> databases = new EnumMap<>(Service.class);
  private final Map<Service, PortClaim> ports = new EnumMap<>(Service.class);
  private final Map<Service, ServiceProcess> services = new EnumMap<>(Service.class);
  private final PortClaim shopPort = PortClaim.claim(SHOP_PORT);
  private final ShopPage shop = new ShopPage(shopPort.port());

  /**
   * Starts the servers; no service runs yet.
   *
   * @param logs the folder for the services' logs
   */
  Ficus(Project project, Path logs, Terminal terminal) {
    this.project = project;
    this.terminal = terminal;
    this.launcher = new Launcher(logs);
    this.servers = LocalStack.start();
    this.virtualHost = servers.createVirtualHost("ficus");
    for (Service service : Service.values()) {
      databases.put(service, servers.createDatabase(service.name().toLowerCase(Locale.ROOT)));
      ports.put(service, PortClaim.claim(service.port()));
    }
    shop.ask(url(Service.AVAILABILITY));
  }

  /**
   * Starts the services and waits until all of them are ready.
   *
   * @throws DemoException when one of them does not become so
   */
  void startServices(boolean nativeExecutables) {
    startServices(nativeExecutables, Map.of());
  }

  /**
   * Starts the services and waits until all of them are ready.
   *
   * @param ofAdapter environment variables of the adapter, beside those it is shipped with
   * @throws DemoException when one of them does not become so
   */
  void startServices(boolean nativeExecutables, Map<String, String> ofAdapter) {
    for (Service service : Service.values()) {
      List<String> command =
          nativeExecutables ? project.nativeCommand(service) : project.command(service);
      ProcessBuilder builder =
          launcher.service(
              service.module(), command, ports.get(service).port(), database(service), virtualHost);
      configure(builder.environment());
      if (service == Service.LEGACY) {
        builder.environment().putAll(ofAdapter);
      }
      Path log = launcher.log(service.module());
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
    Path log = launcher.log(mainClass.substring(mainClass.lastIndexOf('.') + 1));
    return launcher
        .builder(mainClass, command)
        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** As kill -9 does. It is started again. */
  void kill(Service service) {
    services.get(service).kill();
  }

  /** The broker, to be killed and started. */
  Server rabbit() {
    return servers.rabbit();
  }

  Launcher launcher() {
    return launcher;
  }

  URI url(Service service) {
    return URI.create("http://127.0.0.1:" + ports.get(service).port());
  }

  /** The page of a shop that may ask availability-service. */
  ShopPage shop() {
    return shop;
  }

  Database database(Service service) {
    return databases.get(service);
  }

  VirtualHost virtualHost() {
    return virtualHost;
  }

  private void configure(Map<String, String> environment) {
    // The feed is read by the rules the adapter ships with, also by the recount.
    environment.keySet().removeIf(name -> name.startsWith("FICUS_LEGACY_"));
    environment.put("FICUS_AVAILABILITY_ALLOCATION_URL", url(Service.ALLOCATION).toString());
    environment.put("FICUS_LEGACY_ALLOCATION_URL", url(Service.ALLOCATION).toString());
    environment.put("AVAILABILITY_CORS_ORIGINS", shop.origin().toString());
  }

  /** Ends the services, then the servers. */
  @Override
  public void close() {
    services.values().forEach(ServiceProcess::leaveAlone);
    launcher.close();
    servers.close();
    ports.values().forEach(PortClaim::close);
    shop.close();
    shopPort.close();
  }
}
