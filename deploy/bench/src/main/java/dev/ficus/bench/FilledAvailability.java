package dev.ficus.bench;

import dev.ficus.journeys.PackagedService;
import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.journeys.Project;
import dev.ficus.journeys.Service;
import dev.ficus.local.Database;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** An availability-service that started over a database with many views, and has compared them. */
final class FilledAvailability implements AutoCloseable {
  static final List<String> JAVA_OPTIONS = List.of("-Xmx1g");
  private static final Duration COMPARING_LIMIT = Duration.ofMinutes(15);

  private final int skus;
  private final MadeUpProducts products;
  private final PackagedService service;
  private final Duration comparedAfter;

  FilledAvailability(Installation installation, int skus)
      throws IOException, SQLException, InterruptedException {
    this.skus = skus;
    String name = "availability_" + skus;
    Database database = installation.postgres().createDatabase(name);
    VirtualHost broker = installation.createVirtualHost("bench-" + skus);
    // Its first start makes the tables.
    List<String> command =
        Project.here().command(Service.AVAILABILITY.module(), Form.JAR, JAVA_OPTIONS);
    service =
        new PackagedService(installation.launcher(), name, Service.AVAILABILITY, command)
            .with(database, broker);
    try (MadeUpProducts none = new MadeUpProducts(0)) {
      service.with(settings(none)).start().awaitReady().end();
    }
    products = new MadeUpProducts(skus);
    try (Connection views = installation.postgres().connect(name)) {
      products.fill(views);
    }
    service.with(settings(products)).start().awaitReady();
    long ready = System.nanoTime();
    if (!Waiting.until(this::hasCompared, COMPARING_LIMIT)) {
      throw new IllegalStateException(name + " has not compared its views");
    }
    comparedAfter = Duration.ofNanos(System.nanoTime() - ready);
  }

  // One comparison, at the start; another would fall into some measurements and not into others.
  private static Map<String, String> settings(MadeUpProducts products) {
    return Map.of(
        "FICUS_AVAILABILITY_ALLOCATION_URL",
        products.url(),
        "FICUS_AVAILABILITY_REBUILDING_COMPARE_EVERY",
        "24h");
  }

  private boolean hasCompared() {
    try {
      return Metrics.of(service).hasCompared();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  PackagedService service() {
    return service;
  }

  Questions questions() {
    return new Questions("/availability/" + MadeUpProducts.PREFIX, MadeUpProducts.FIRST, skus);
  }

  /** How long it took to compare all views with the snapshot, beside whatever it answers. */
  Duration comparedAfter() {
    return comparedAfter;
  }

  /** Compares the answers about some of the SKUs. */
  void check(Agreement agreement, int sample) throws IOException {
    agreement.check(
        service.port(),
        products.port(),
        questions().sample(sample).stream().map(number -> MadeUpProducts.PREFIX + number).toList());
  }

  @Override
  public void close() {
    service.close();
    products.close();
  }
}
