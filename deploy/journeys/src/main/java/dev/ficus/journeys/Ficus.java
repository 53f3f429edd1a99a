package dev.ficus.journeys;

import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.Server;
import dev.ficus.local.VirtualHost;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
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

  private final Terminal terminal;
  private final LocalStack servers;
  private final Path logs;
  private final Launcher launcher;
  private final List<Launcher> others = new ArrayList<>();
  private final VirtualHost virtualHost;
  private final Map<Service, Database> databases = new EnumMap<>(Service.class);
  private final Map<Service, PackagedService> services = new EnumMap<>(Service.class);
  private final Map<Service, SupervisedService> supervised = new EnumMap<>(Service.class);
  private final Maker maker;
  private final List<PackagedService> shadows = new ArrayList<>();
  private final List<SupervisedService> supervisedShadows = new ArrayList<>();
  private final PortClaim shopPort = PortClaim.claim(SHOP_PORT);
  private final ShopPage shop = new ShopPage(shopPort.port());

  /**
   * Starts the servers; no service runs yet.
   *
   * @param form in which the services will run
   * @param logs the folder for the services' logs
   * @throws DemoException when a service has not been built
   */
  Ficus(Form form, Path logs, Terminal terminal) {
    this(
        (launcher, service) -> PackagedService.small(launcher, service.module(), service, form),
        logs,
        terminal);
  }

  /** Prepares one of the three services, under the name of its module. */
  interface Maker {
    PackagedService make(Launcher launcher, Service service);
  }

  /**
   * The same with services of any form.
   *
   * @param logs the folder for the services' logs
   */
  Ficus(Maker maker, Path logs, Terminal terminal) {
    this.terminal = terminal;
    this.logs = logs;
    this.launcher = new Launcher(logs);
    this.maker = maker;
    for (Service service : Service.values()) {
      services.put(service, maker.make(launcher, service));
    }
    this.servers = LocalStack.start();
    this.virtualHost = servers.createVirtualHost("ficus");
    services.forEach(
        (service, process) -> {
          databases.put(service, servers.createDatabase(service.name().toLowerCase(Locale.ROOT)));
          process.with(database(service), virtualHost);
        });
    shop.ask(url(Service.AVAILABILITY));
  }

  /**
   * Starts the services and waits until all of them are ready.
   *
   * @param ofAdapter environment variables of the adapter, beside those it is shipped with
   * @throws DemoException when one of them does not become so
   */
  void startServices(Map<String, String> ofAdapter) {
    String allocation = url(Service.ALLOCATION).toString();
    services
        .get(Service.AVAILABILITY)
        .with(
            Map.of(
                "FICUS_AVAILABILITY_ALLOCATION_URL",
                allocation,
                "AVAILABILITY_CORS_ORIGINS",
                shop.origin().toString()));
    services
        .get(Service.LEGACY)
        .with(Map.of("FICUS_LEGACY_ALLOCATION_URL", allocation))
        .with(ofAdapter);
    services.forEach(
        (service, process) -> supervised.put(service, new SupervisedService(process, terminal)));
    supervised.values().forEach(SupervisedService::start);
    for (SupervisedService service : supervised.values()) {
      service.awaitReady();
      terminal.say("  " + service.introduction());
    }
  }

  /**
   * Starts a shadow: a second allocation-service, with a database and a virtual host of its own;
   * returns when it is ready.
   *
   * @return the environment variables by which the adapter feeds it
   * @throws DemoException when it does not become so
   */
  Map<String, String> startShadow() {
    VirtualHost broker = servers.createVirtualHost("shadow");
    PackagedService shadow =
        maker
            .make(launcher("shadow"), Service.ALLOCATION)
            .with(servers.createDatabase("shadow"), broker);
    shadows.add(shadow);
    SupervisedService supervisedShadow = new SupervisedService(shadow, terminal);
    supervisedShadows.add(supervisedShadow);
    supervisedShadow.start();
    supervisedShadow.awaitReady();
    return new Shadow(broker, shadow.url("")).settings();
  }

  /** As kill -9 does. It is started again. */
  void kill(Service service) throws InterruptedException {
    services.get(service).kill();
  }

  /** One of the three, as it runs; what ends is started again. */
  PackagedService service(Service service) {
    return services.get(service);
  }

  /** Ends a service as an operator does. It is not started again. */
  void endForGood(Service service) throws InterruptedException {
    supervised.get(service).leaveAlone();
    services.get(service).end();
  }

  /** The broker, to be killed and started. */
  Server rabbit() {
    return servers.rabbit();
  }

  Launcher launcher() {
    return launcher;
  }

  /** One more, for programs that run more than once at a time; it ends with the others. */
  synchronized Launcher launcher(String name) {
    try {
      Launcher other = new Launcher(Files.createDirectories(logs.resolve(name)));
      others.add(other);
      return other;
    } catch (IOException failure) {
      throw new DemoException("cannot create %s in %s".formatted(name, logs), failure);
    }
  }

  URI url(Service service) {
    return services.get(service).url("");
  }

  /** Where a service has health and metrics. */
  URI managementUrl(Service service) {
    return services.get(service).managementUrl("");
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

  /** Ends the services, then the servers. */
  @Override
  public void close() {
    supervised.values().forEach(SupervisedService::leaveAlone);
    supervisedShadows.forEach(SupervisedService::leaveAlone);
    launcher.close();
    closeOthers();
    servers.close();
    services.values().forEach(PackagedService::close);
    shadows.forEach(PackagedService::close);
    shop.close();
    shopPort.close();
  }

  private synchronized void closeOthers() {
    others.forEach(Launcher::close);
  }
}
