package dev.ficus.bench;

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
  private final Service service;
  private final Duration comparedAfter;

  FilledAvailability(Installation installation, int skus) throws IOException, SQLException {
    this.skus = skus;
    String name = "availability_" + skus;
    Database database = installation.postgres().createDatabase(name);
    VirtualHost broker = installation.createVirtualHost("bench-" + skus);
    // Its first start makes the tables.
    try (MadeUpProducts none = new MadeUpProducts(0);
        Service first = Service.packaged(name + "-empty", "availability-service", JAVA_OPTIONS)) {
      first.start(database, broker, settings(none));
    }
    products = new MadeUpProducts(skus);
    try (Connection views = installation.postgres().connect(name)) {
      products.fill(views);
    }
    service = Service.packaged(name, "availability-service", JAVA_OPTIONS);
    service.start(database, broker, settings(products));
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

  Service service() {
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
