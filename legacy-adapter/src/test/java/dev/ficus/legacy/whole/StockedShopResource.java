package dev.ficus.legacy.whole;

import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.WebServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Map;

/** An old shop that is sent its stock, and fails in many ways; it counts by itself too. */
public final class StockedShopResource implements QuarkusTestResourceLifecycleManager {

  private static final String ORDER_FILE =
      "../deploy/oldworld/data/online-retail-2010-12-01-to-02.csv";

  private WebServer shop;
  private FakeAvailability availability;
  private FakeAllocation allocation;

  /** Where the shop is. */
  record StockedShopAddress(URI root) {

    /** The body of what the shop answers to this call of its control. */
    String control(String method, String path) {
      try {
        return HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(root.resolve("/control/" + path))
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build(),
                BodyHandlers.ofString())
            .body();
      } catch (IOException e) {
        throw new AssertionError(e);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new AssertionError(e);
      }
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      availability = new FakeAvailability();
      allocation = new FakeAllocation();
      shop =
          ShopServer.open(
              "--orders",
              ORDER_FILE,
              "--count",
              "5",
              "--count-stock",
              "yes",
              "--calls-per-session",
              "9",
              "--mischief",
              "http-500=20,cut=20,truncated=20,fault-1=20,duplicates=9",
              "--seed",
              "7");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    String keys = "ficus.legacy.pushing.shops.stocked";
    return Map.ofEntries(
        Map.entry("ficus.legacy.shops.stocked.line-ids", "item-id"),
        Map.entry("ficus.legacy.feeds.stocked.path", "/stocked"),
        Map.entry("ficus.legacy.feeds.stocked.shop", "stocked"),
        // The monolith asks the shop for its orders, and sends it comments on them.
        Map.entry("ficus.legacy.feeds.stocked-monolith.path", "/stocked-monolith"),
        Map.entry("ficus.legacy.feeds.stocked-monolith.shop", "stocked"),
        Map.entry("ficus.legacy.feeds.stocked-monolith.dialect", "magento-stock"),
        Map.entry("ficus.legacy.feeds.stocked-monolith.monolith-pulls", "true"),
        Map.entry("ficus.legacy.feeds.stocked-monolith.upstream", address().root() + "api/xmlrpc"),
        Map.entry("ficus.legacy.allocation.url", allocation.address().toString()),
        Map.entry("ficus.legacy.placements.look-every", "200ms"),
        Map.entry("ficus.legacy.pushing.availability", availability.address().toString()),
        Map.entry(keys + ".url", address().root() + "api/xmlrpc"),
        Map.entry(keys + ".user", "adapter"),
        Map.entry(keys + ".key", "secret"),
        Map.entry(keys + ".margin", "2"),
        Map.entry(keys + ".window", "100ms"),
        Map.entry(keys + ".first-pause", "5ms"),
        Map.entry(keys + ".refused-again", "100ms"),
        Map.entry(keys + ".updates-per-call", "7"),
        Map.entry(keys + ".statuses.despatched", "complete"));
  }

  private StockedShopAddress address() {
    return new StockedShopAddress(URI.create("http://127.0.0.1:" + shop.port() + "/"));
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(address(), new TestInjector.MatchesType(StockedShopAddress.class));
    injector.injectIntoFields(availability, new TestInjector.MatchesType(FakeAvailability.class));
    injector.injectIntoFields(allocation, new TestInjector.MatchesType(FakeAllocation.class));
  }

  @Override
  public void stop() {
    shop.close();
    availability.close();
    allocation.close();
  }
}
