package dev.ficus.legacy.whole;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.ficus.oldworld.monolith.Monolith;
import dev.ficus.oldworld.wire.WebServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** A monolith with a list of its stock, and somebody who answers as allocation-service does. */
public final class OpeningStockResource implements QuarkusTestResourceLifecycleManager {

  private final Allocation allocation = new Allocation();
  private WebServer monolith;

  /** The monolith's address behind the counter. */
  record Counter(int port) {}

  /** Answers the products that the test has set, some to a page. */
  static final class Allocation {

    private static final int PAGE = 100;

    private final NavigableMap<String, Map<String, String>> products =
        new ConcurrentSkipListMap<>();
    private HttpServer server;

    private void start() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.createContext("/products", this::answer);
      server.start();
    }

    /** It has this batch. */
    void has(String sku, String batchref, int quantity, String eta) {
      String day = eta == null ? "" : ",\"eta\":\"%s\"".formatted(eta);
      products
          .computeIfAbsent(sku, any -> new ConcurrentSkipListMap<>())
          .put(
              batchref,
              "{\"batchref\":\"%s\",\"qty\":%d,\"allocated\":0,\"available\":%2$d%s}"
                  .formatted(batchref, quantity, day));
    }

    void hasNothing() {
      products.clear();
    }

    private void answer(HttpExchange exchange) throws IOException {
      String after =
          URLDecoder.decode(
              exchange.getRequestURI().getRawQuery().replace("after=", ""), StandardCharsets.UTF_8);
      NavigableMap<String, Map<String, String>> rest = products.tailMap(after, false);
      String page =
          rest.entrySet().stream()
              .limit(PAGE)
              .map(
                  product ->
                      "{\"sku\":\"%s\",\"sequence\":1,\"batches\":[%s]}"
                          .formatted(
                              product.getKey(), String.join(",", product.getValue().values())))
              .collect(Collectors.joining(","));
      String next =
          rest.keySet().stream()
              .skip(PAGE - 1)
              .findFirst()
              .map(",\"next\":\"%s\""::formatted)
              .orElse("");
      byte[] body = "{\"products\":[%s]%s}".formatted(page, next).getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.sendResponseHeaders(200, body.length);
      exchange.getResponseBody().write(body);
      exchange.close();
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      allocation.start();
      monolith =
          Monolith.open(
              "--orders",
              InterceptedShopResource.ORDER_FILE,
              "--today",
              "2010-12-01",
              "--basic",
              "adapter:secret");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new HashMap<>();
    monolith(settings, "lager", monolith.port());
    monolith(settings, "away", 1);
    settings.put(
        "ficus.legacy.allocation.url",
        "http://localhost:%d/".formatted(allocation.server.getAddress().getPort()));
    return settings;
  }

  private static void monolith(Map<String, String> settings, String name, int port) {
    String keys = "ficus.legacy.opening.monoliths." + name;
    settings.put(keys + ".url", "http://127.0.0.1:" + port + "/xmlrpc");
    settings.put(keys + ".shop", "shop");
    settings.put(keys + ".method", "stock.list");
    settings.put(keys + ".user", "adapter");
    settings.put(keys + ".password", "secret");
    settings.put(keys + ".batchref", "reference");
    settings.put(keys + ".sku", "sku");
    settings.put(keys + ".quantity", "qty");
    settings.put(keys + ".eta", "eta");
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(allocation, new TestInjector.MatchesType(Allocation.class));
    injector.injectIntoFields(
        new Counter(monolith.port()), new TestInjector.MatchesType(Counter.class));
  }

  @Override
  public void stop() {
    monolith.close();
    allocation.server.stop(0);
  }
}
