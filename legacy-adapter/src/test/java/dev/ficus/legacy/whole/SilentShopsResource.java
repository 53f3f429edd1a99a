package dev.ficus.legacy.whole;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Shops that take every call and never answer one, a pool with hardly any connections, and a shop
 * that is late. Tests of what is stored that leave behind what others would meet name this too, so
 * that the adapter is started once for all of them.
 */
public final class SilentShopsResource implements QuarkusTestResourceLifecycleManager {

  static final int SHOPS = 7;

  private final List<SilentShop> shops = new CopyOnWriteArrayList<>();
  private FakeAvailability availability;
  private LateShop late;

  /** What came to the shops. */
  record SilentShops(List<SilentShop> shops) {

    /** Whether each shop has so many calls that it does not answer. */
    boolean each(int calls) {
      return shops.stream().allMatch(shop -> shop.calls.size() >= calls);
    }
  }

  private static final class SilentShop {

    private final ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final List<Socket> calls = new CopyOnWriteArrayList<>();

    SilentShop() throws IOException {
      Thread thread = new Thread(this::accept, "silent shop");
      thread.setDaemon(true);
      thread.start();
    }

    private void accept() {
      try {
        while (true) {
          calls.add(server.accept());
        }
      } catch (IOException closed) {
        // The end of the test.
      }
    }
  }

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>();
    settings.put("quarkus.datasource.jdbc.max-size", "3");
    try {
      availability = new FakeAvailability();
      settings.put("ficus.legacy.pushing.availability", availability.address().toString());
      late = new LateShop();
      settings.put("ficus.legacy.shops.late.line-ids", "item-id");
      String lateKeys = "ficus.legacy.pushing.shops.late";
      settings.put(lateKeys + ".url", "http://127.0.0.1:" + late.port() + "/api");
      settings.put(lateKeys + ".user", "adapter");
      settings.put(lateKeys + ".key", "secret");
      settings.put(lateKeys + ".window", "100ms");
      settings.put(lateKeys + ".first-pause", "5ms");
      settings.put(lateKeys + ".exchange-timeout", "500ms");
      for (int i = 0; i < SHOPS; i++) {
        SilentShop shop = new SilentShop();
        shops.add(shop);
        String name = "silent" + i;
        settings.put("ficus.legacy.shops." + name + ".line-ids", "item-id");
        for (String keys :
            List.of("ficus.legacy.pushing.shops." + name, "ficus.legacy.pulling.feeds." + name)) {
          settings.put(keys + ".url", "http://127.0.0.1:" + shop.server.getLocalPort() + "/api");
          settings.put(keys + ".user", "adapter");
          settings.put(keys + ".key", "secret");
          settings.put(keys + ".timeout", "1h");
        }
        settings.put("ficus.legacy.pulling.feeds." + name + ".shop", name);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return settings;
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        new SilentShops(shops), new TestInjector.MatchesType(SilentShops.class));
    injector.injectIntoFields(late, new TestInjector.MatchesType(LateShop.class));
    injector.injectIntoFields(availability, new TestInjector.MatchesType(FakeAvailability.class));
  }

  @Override
  public void stop() {
    try {
      for (SilentShop shop : shops) {
        shop.server.close();
        for (Socket call : shop.calls) {
          call.close();
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    late.close();
    availability.close();
  }
}
