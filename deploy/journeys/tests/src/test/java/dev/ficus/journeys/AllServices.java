package dev.ficus.journeys;

import static dev.ficus.local.Waiting.CLOCK_LIMIT;
import static dev.ficus.local.Waiting.LIMIT;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.ficus.local.Database;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import dev.ficus.local.Waiting;
import dev.ficus.oldworld.wire.XmlRpc;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** The three services, and what purchasing, an old shop and shoppers ask of them. */
final class AllServices implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Launcher launcher;
  private final Map<Service, Database> databases = new EnumMap<>(Service.class);
  private final VirtualHost broker;
  private final PackagedService allocation;
  private final PackagedService availability;
  private final PackagedService adapter;

  /**
   * Starts them on the build's servers; returns when all of them are ready.
   *
   * @param logs the folder for their logs
   * @param ofAvailability more environment variables of availability-service
   */
  AllServices(Path logs, Map<String, String> ofAvailability) throws IOException {
    this(logs, ofAvailability, services -> Map.of());
  }

  /**
   * The same.
   *
   * @param ofAdapter more environment variables of the adapter; the services have their addresses
   *     by then
   */
  AllServices(
      Path logs,
      Map<String, String> ofAvailability,
      Function<AllServices, Map<String, String>> ofAdapter)
      throws IOException {
    LocalStack servers = LocalStack.shared();
    launcher = new Launcher(logs);
    broker = servers.createVirtualHost("all");
    for (Service service : Service.values()) {
      databases.put(
          service, servers.createDatabase("all-" + service.name().toLowerCase(Locale.ROOT)));
    }
    allocation = small(Service.ALLOCATION).start();
    availability =
        small(Service.AVAILABILITY)
            .with(Map.of("FICUS_AVAILABILITY_ALLOCATION_URL", allocation.url("").toString()))
            .with(ofAvailability)
            .start();
    adapter = small(Service.LEGACY);
    adapter.with(ofAdapter.apply(this)).start();
    services().forEach(PackagedService::awaitReady);
  }

  private PackagedService small(Service service) {
    return PackagedService.small(launcher, service.name().toLowerCase(Locale.ROOT), service)
        .with(database(service), broker)
        // On a busy machine a first connection may take longer than a call should wait for one.
        .with(Map.of("QUARKUS_DATASOURCE_JDBC_ACQUISITION_TIMEOUT", "60s"));
  }

  List<PackagedService> services() {
    return List.of(adapter, availability, allocation);
  }

  PackagedService allocation() {
    return allocation;
  }

  PackagedService availability() {
    return availability;
  }

  PackagedService adapter() {
    return adapter;
  }

  /** The one of allocation-service, as it was started. */
  Database orders() {
    return database(Service.ALLOCATION);
  }

  Database database(Service service) {
    return databases.get(service);
  }

  Launcher launcher() {
    return launcher;
  }

  VirtualHost broker() {
    return broker;
  }

  /** Purchasing has a batch in the warehouse. */
  void purchase(String batchref, String sku, int qty) throws IOException {
    post(allocation.url("/batches"), Map.of("batchref", batchref, "sku", sku, "qty", qty), 201);
  }

  /** The old shop sends an order of one line. */
  void order(String number, String sku, int qty) throws IOException {
    Map<String, Object> item = Map.of("item_id", "1", "sku", sku, "qty_ordered", qty + ".0000");
    byte[] call =
        XmlRpc.call("sales_order.create", Map.of("increment_id", number, "items", List.of(item)));
    Http.Response answer =
        Http.post(
            adapter.url("/api/xmlrpc"),
            "text/xml",
            new String(call, StandardCharsets.UTF_8),
            LIMIT);
    assertEquals(200, answer.status(), answer.body());
    assertTrue(!answer.body().contains("<fault>"), answer.body());
  }

  /** Returns when the line of the shop's order is allocated with these units. */
  void awaitLine(String number, int qty) {
    awaitAnswer(
        allocation.url("/allocations/shop:" + number),
        answer -> {
          JsonNode line = json(answer).path(0);
          return line.path("state").asText().equals("allocated") && line.path("qty").asInt() == qty;
        });
  }

  /** Returns when shoppers are shown so many in stock. */
  void awaitInStock(String sku, int units) {
    awaitAnswer(
        availability.url("/availability/" + sku),
        answer -> answer.status() == 200 && json(answer).path("in_stock").asInt() == units);
  }

  static void awaitAnswer(URI address, Predicate<Http.Response> expected) {
    assertTrue(
        Waiting.until(
            () -> {
              try {
                return expected.test(ask(address));
              } catch (IOException notYet) {
                return false;
              }
            },
            LIMIT),
        () -> address + " does not come to that");
  }

  static Http.Response ask(URI address) throws IOException {
    return Http.get(address, CLOCK_LIMIT);
  }

  static JsonNode post(URI address, Map<String, Object> body, int status) throws IOException {
    Http.Response answer =
        Http.post(address, "application/json", JSON.writeValueAsString(body), CLOCK_LIMIT);
    assertEquals(status, answer.status(), answer.body());
    return json(answer);
  }

  static JsonNode json(Http.Response answer) {
    try {
      return JSON.readTree(answer.body());
    } catch (IOException broken) {
      throw new AssertionError(answer.body(), broken);
    }
  }

  @Override
  public void close() {
    // Nobody needs their orderly end.
    services().forEach(PackagedService::close);
    launcher.close();
  }
}
