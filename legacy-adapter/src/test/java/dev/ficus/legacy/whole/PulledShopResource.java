package dev.ficus.legacy.whole;

import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.WebServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** An old shop that fails in many ways, and feeds that ask it; one of them with a wrong key. */
public final class PulledShopResource implements QuarkusTestResourceLifecycleManager {

  private static final int ORDERS = 40;
  private static final String ORDER_FILE =
      "../deploy/oldworld/data/online-retail-2010-12-01-to-02.csv";

  private WebServer shop;
  private Path captures;

  /** Where the shop is. */
  record PulledShopAddress(URI root, Path captures) {
    URI control(String path) {
      return root.resolve("/control/" + path);
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      shop =
          ShopServer.open(
              "--orders",
              ORDER_FILE,
              "--count",
              "" + ORDERS,
              "--leave-out",
              "POST,DOT,D,M,S,C2",
              "--calls-per-session",
              "9",
              "--mischief",
              "http-500=25,cut=25,truncated=25,fault-1=25,charset=4,duplicates=3",
              "--seed",
              "4");
      captures = Files.createTempDirectory(Path.of("target"), "captures");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("ficus.legacy.shops.pulled.line-ids", "item-id");
    feed(settings, "old", "secret", "200ms");
    // A few lists reach from the beginning to now.
    settings.put("ficus.legacy.pulling.feeds.old.window", "3650d");
    settings.put("ficus.legacy.pulling.feeds.old.orders-per-call", "7");
    // The tests put the shop's clock forward.
    settings.put("ficus.legacy.pulling.feeds.old.clock-ahead", "1d");
    settings.put("ficus.legacy.capture.feeds", "old");
    settings.put("ficus.legacy.capture.protection", "masked");
    settings.put("ficus.legacy.capture.directory", captures.toString());
    feed(settings, "locked", "wrong", "1h");
    return settings;
  }

  private void feed(Map<String, String> settings, String name, String key, String every) {
    String keys = "ficus.legacy.pulling.feeds." + name;
    settings.put(keys + ".url", address().root() + "api/xmlrpc");
    settings.put(keys + ".user", "adapter");
    settings.put(keys + ".key", key);
    settings.put(keys + ".shop", "pulled");
    settings.put(keys + ".every", every);
    settings.put(keys + ".first-pause", "5ms");
  }

  private PulledShopAddress address() {
    return new PulledShopAddress(URI.create("http://127.0.0.1:" + shop.port() + "/"), captures);
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(address(), new TestInjector.MatchesType(PulledShopAddress.class));
  }

  @Override
  public void stop() {
    shop.close();
  }
}
