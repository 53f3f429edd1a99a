package dev.ficus.journeys;

import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.WebServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The old world and ours, with adapters between them, as processes: the shop's orders go through an
 * adapter to the monolith or to allocation-service, and the monolith's figures through the first
 * adapter to the shop. Everything is the monolith's but the SKUs of waves.
 */
final class BothWorlds implements AutoCloseable {
  private static final List<String> SMALL =
      List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");
  private static final String REPORTS = "/from-the-monolith";

  private final Launcher launcher;
  private final Database orders;
  private final Database ledger;
  private final PackagedService allocation;
  private final List<PackagedService> adapters = new ArrayList<>();
  private final WebServer shop;
  private final OldWorldProcess monolith;

  /** Starts all of it. */
  BothWorlds(String name, int adapterCount) throws IOException {
    Path logs = Files.createDirectories(Project.here().journeyLogs(name));
    LocalStack servers = LocalStack.shared();
    launcher = new Launcher(logs);
    VirtualHost broker = servers.createVirtualHost(name);
    orders = servers.createDatabase(name + "-allocation");
    ledger = servers.createDatabase(name + "-legacy");
    allocation =
        PackagedService.small(launcher, "allocation", Service.ALLOCATION)
            .with(orders, broker)
            .start();
    for (int i = 1; i <= adapterCount; i++) {
      adapters.add(
          PackagedService.small(launcher, "adapter-" + i, Service.LEGACY).with(ledger, broker));
    }
    String known = Project.here().orders().toString();
    shop = ShopServer.open("--orders", known, "--count", "1");
    monolith =
        OldWorldProcess.monolith(
            launcher,
            SMALL,
            List.of(
                "--orders",
                known,
                "--user",
                "adapter",
                "--shop",
                adapters.get(0).url(REPORTS).toString()));
    for (PackagedService adapter : adapters) {
      adapter.with(settings()).start();
    }
    allocation.awaitReady();
    adapters.forEach(PackagedService::awaitReady);
  }

  private Map<String, String> settings() {
    Map<String, String> settings = new HashMap<>();
    settings.put("FICUS_LEGACY_ALLOCATION_URL", allocation.url("").toString());
    // A busy machine may take longer than the default to make a connection.
    settings.put("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "1m");
    settings.put("FICUS_LEGACY_ROUTING_DEFAULT_ROUTE", "legacy");
    settings.put("FICUS_LEGACY_FEEDS_SERVE_UPSTREAM", monolith.api().toString());
    settings.put("FICUS_LEGACY_FEEDS_SERVE_IN_FRONT_SINCE", "2010-01-01T00:00:00");
    settings.put("FICUS_LEGACY_SOURCES_SHOP_BOOKS_OUR_DESPATCHES", "true");
    settings.put("FICUS_LEGACY_SOURCES_SHOP_DECIDES_WITHIN", "0s");
    settings.put("FICUS_LEGACY_SWITCHING_FROZEN_AT_MOST", "1h");
    String list = "FICUS_LEGACY_OPENING_MONOLITHS_LAGER_";
    settings.put(list + "URL", monolith.api().toString());
    settings.put(list + "SHOP", "shop");
    settings.put(list + "METHOD", "stock.figures");
    settings.put(list + "SKU", "sku");
    settings.put(list + "QUANTITY", "figure");
    settings.put("FICUS_LEGACY_SET_ASIDE_SHOP_URL", monolith.api().toString());
    settings.put("FICUS_LEGACY_SET_ASIDE_SHOP_METHOD", "stock.set_aside");
    String reports = "FICUS_LEGACY_FEEDS_REPORTS_";
    settings.put(reports + "PATH", REPORTS);
    settings.put(reports + "SHOP", "shop");
    settings.put(reports + "DIALECT", "magento-stock");
    settings.put(reports + "UPSTREAM", "http://127.0.0.1:%d/api/xmlrpc".formatted(shop.port()));
    return settings;
  }

  OldWorldProcess monolith() {
    return monolith;
  }

  /** The feeds of the adapters for the shop's orders. */
  List<URI> feeds() {
    return adapters.stream().map(adapter -> adapter.url("/api/xmlrpc")).toList();
  }

  URI adapter(String path) {
    return adapters.get(0).url(path);
  }

  URI allocation(String path) {
    return allocation.url(path);
  }

  /** Asks allocation-service's tables. */
  Query orders() throws Exception {
    return new Query(orders);
  }

  /** Asks the adapters' tables. */
  Query ledger() throws Exception {
    return new Query(ledger);
  }

  /** The stock of SKUs whose routes have changed, as each side wrote it down. */
  SwitchedStock switched() throws Exception {
    return SwitchedStock.read(ledger, orders, monolith, "shop");
  }

  /** These SKUs are ours, before anybody has seen them. */
  void putWave(String name, List<String> skus) throws IOException {
    putWave(name, skus, ", \"route\": \"new\"");
  }

  /** These SKUs are the monolith's, until they are cut over. */
  void putWaveOfTheMonolith(String name, List<String> skus) throws IOException {
    putWave(name, skus, "");
  }

  private void putWave(String name, List<String> skus, String route) throws IOException {
    Http.Response answer =
        Http.put(
            adapter("/strangling/waves/" + name),
            "application/json",
            "{\"skus\": [\"%s\"]%s}".formatted(String.join("\", \"", skus), route),
            LIMIT);
    assertEquals(200, answer.status(), answer.body());
  }

  @Override
  public void close() {
    allocation.close();
    adapters.forEach(PackagedService::close);
    launcher.close();
    shop.close();
  }
}
