package dev.ficus.checks.observability;

import dev.ficus.journeys.Launcher;
import dev.ficus.journeys.PackagedService;
import dev.ficus.journeys.PackagedService.Form;
import dev.ficus.journeys.Service;
import dev.ficus.local.LocalStack;
import dev.ficus.local.VirtualHost;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The three services with some orders: as the demo starts them, and with a shop that is asked for
 * its orders and sent its stock. That shop, and allocation-service for the adapter, do not answer.
 */
final class WatchedServices implements AutoCloseable {
  /** In the names of all orders and products: no metric may have it. */
  static final String MARK = "zzwatched";

  private static final String NOBODY = "http://127.0.0.1:1";
  private static final String WAVE = "/strangling/waves/" + MARK;

  private final LocalStack servers;
  private final Launcher launcher;
  private final Map<Service, PackagedService> services = new EnumMap<>(Service.class);
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /**
   * Starts them and waits until they are ready.
   *
   * @param logs the folder for their logs, and for what is captured
   */
  WatchedServices(Path logs) throws IOException {
    launcher = new Launcher(logs);
    servers = LocalStack.shared();
    VirtualHost broker = servers.createVirtualHost("ficus");
    for (Service service : Service.values()) {
      services.put(
          service,
          PackagedService.small(launcher, service.module(), service, Form.JAR)
              .with(servers.createDatabase(service.name().toLowerCase(Locale.ROOT)), broker));
    }
    services
        .get(Service.AVAILABILITY)
        .with(
            Map.of(
                "FICUS_AVAILABILITY_ALLOCATION_URL",
                services.get(Service.ALLOCATION).url("").toString()));
    services
        .get(Service.LEGACY)
        .with(
            Map.ofEntries(
                Map.entry("FICUS_LEGACY_ALLOCATION_URL", NOBODY),
                Map.entry(
                    "FICUS_LEGACY_PUSHING_AVAILABILITY",
                    services.get(Service.AVAILABILITY).url("").toString()),
                Map.entry("FICUS_LEGACY_PULLING_FEEDS_PULL_URL", NOBODY),
                Map.entry("FICUS_LEGACY_PULLING_FEEDS_PULL_USER", "ficus"),
                Map.entry("FICUS_LEGACY_PULLING_FEEDS_PULL_KEY", "key"),
                Map.entry("FICUS_LEGACY_PULLING_FEEDS_PULL_SHOP", "shop"),
                Map.entry("FICUS_LEGACY_PUSHING_SHOPS_SHOP_URL", NOBODY),
                Map.entry("FICUS_LEGACY_PUSHING_SHOPS_SHOP_USER", "ficus"),
                Map.entry("FICUS_LEGACY_PUSHING_SHOPS_SHOP_KEY", "key"),
                Map.entry("FICUS_LEGACY_CAPTURE_FEEDS", "serve"),
                Map.entry("FICUS_LEGACY_CAPTURE_PROTECTION", "masked"),
                Map.entry("FICUS_LEGACY_CAPTURE_DIRECTORY", logs.resolve("captured").toString()),
                Map.entry("FICUS_LEGACY_FIGURES_READ_EVERY", "1s"),
                Map.entry("FICUS_LEGACY_FIGURES_COUNT_EVERY", "1s")));
    for (PackagedService service : services.values()) {
      service.start();
    }
    services.values().forEach(PackagedService::awaitReady);
  }

  /** Where each gives its metrics. */
  Map<String, URI> metrics() {
    return services.entrySet().stream()
        .collect(
            Collectors.toMap(
                service -> service.getKey().module(),
                service -> service.getValue().managementUrl("/q/metrics")));
  }

  /**
   * Who is asked here, {@code host:port}, by the port that the pages have.
   *
   * @param prometheus where that is
   */
  Map<String, String> addresses(String prometheus) {
    Map<String, String> addresses = new HashMap<>(Map.of("9090", prometheus));
    for (Service service : Service.values()) {
      PackagedService here = services.get(service);
      addresses.put(String.valueOf(service.port()), here.url("").getAuthority());
      addresses.put(
          String.valueOf(service.managementPort()), here.managementUrl("").getAuthority());
    }
    return addresses;
  }

  /** The metrics of a service, as it gives them. */
  String metrics(Service service) throws IOException, InterruptedException {
    return get(metrics().get(service.module())).body();
  }

  /** Some orders by both entrances, questions about them, and calls that cannot be answered. */
  void sell() throws IOException, InterruptedException {
    String sku = MARK + "-rug";
    send(
        Service.ALLOCATION,
        "POST",
        "/batches",
        "application/json",
        "{\"batchref\": \"%s-1\", \"sku\": \"%s\", \"qty\": 10}".formatted(MARK, sku));
    for (int order = 0; order < 5; order++) {
      send(
          Service.ALLOCATION,
          "POST",
          "/allocations",
          "application/json",
          "{\"orderid\": \"%s-%d\", \"sku\": \"%s\", \"qty\": 1}".formatted(MARK, order, sku));
      send(Service.LEGACY, "POST", "/api/xmlrpc", "text/xml", order(MARK + order, sku));
      get(services.get(Service.ALLOCATION).url("/allocations/%s-%d".formatted(MARK, order)));
      get(services.get(Service.LEGACY).url("/orders/shop/" + MARK + order));
      get(services.get(Service.AVAILABILITY).url("/availability/%s-%d".formatted(sku, order)));
      get(services.get(Service.AVAILABILITY).url("/%s/%d".formatted(MARK, order)));
    }
    get(services.get(Service.AVAILABILITY).url("/availability/" + sku + "?qty=1&to=GB"));
    send(Service.LEGACY, "PUT", WAVE, "application/json", "[\"%s\"]".formatted(sku));
  }

  /**
   * Asks for what needs allocation-service.
   *
   * @return the status of the answer
   */
  int askInVain() {
    try {
      return get(services.get(Service.LEGACY).url(WAVE + "/readiness")).statusCode();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopping) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopping);
    }
  }

  private static String order(String number, String sku) {
    return """
        <?xml version="1.0"?>
        <methodCall><methodName>sales_order.create</methodName><params><param><value><struct>
          <member><name>increment_id</name><value>%s</value></member>
          <member><name>items</name><value><array><data><value><struct>
            <member><name>item_id</name><value>7</value></member>
            <member><name>sku</name><value>%s</value></member>
            <member><name>qty_ordered</name><value>1.0000</value></member>
          </struct></value></data></array></value></member>
        </struct></value></param></params></methodCall>
        """
        .formatted(number, sku);
  }

  private HttpResponse<String> get(URI address) throws IOException, InterruptedException {
    return http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
  }

  private void send(Service service, String method, String path, String type, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(services.get(service).url(path))
            .method(method, BodyPublishers.ofString(body))
            .header("Content-Type", type)
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() >= 300 || answer.body().contains("<fault>")) {
      throw new IllegalStateException(
          "%s %s: %d %s".formatted(method, path, answer.statusCode(), answer.body()));
    }
  }

  @Override
  public void close() {
    launcher.close();
    servers.close();
    services.values().forEach(PackagedService::close);
  }
}
