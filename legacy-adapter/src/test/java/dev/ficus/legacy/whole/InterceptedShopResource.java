package dev.ficus.legacy.whole;

import dev.ficus.oldworld.shop.ShopServer;
import dev.ficus.oldworld.wire.Recording;
import dev.ficus.oldworld.wire.WebServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Old shops with feeds in front of them, by which the monolith sends them its stock: one for the
 * monolith alone, one for whoever else calls.
 */
public final class InterceptedShopResource implements QuarkusTestResourceLifecycleManager {

  static final String ORDER_FILE = "../deploy/oldworld/data/online-retail-2010-12-01-to-02.csv";

  private InterceptedShop monoliths;
  private InterceptedShop others;

  /** The shops, by who calls them. */
  record InterceptedShops(InterceptedShop monoliths, InterceptedShop others) {}

  /** A shop that remembers every byte. */
  static final class InterceptedShop {
    private final WebServer server;
    private final Path recording;

    private InterceptedShop() throws IOException {
      recording = Files.createTempFile("shop", ".recording");
      recording.toFile().deleteOnExit();
      server =
          ShopServer.open("--orders", ORDER_FILE, "--count", "5", "--record", recording.toString());
    }

    List<Recording.Exchange> exchanges() throws IOException {
      return Recording.read(recording);
    }
  }

  @Override
  public Map<String, String> start() {
    try {
      monoliths = new InterceptedShop();
      others = new InterceptedShop();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new HashMap<>();
    feed(settings, "from-monolith", "magento-stock");
    upstream(settings, "from-monolith", monoliths.server.port());
    feed(settings, "to-shop", "magento-stock");
    upstream(settings, "to-shop", others.server.port());
    feed(settings, "to-nobody", "magento-stock");
    upstream(settings, "to-nobody", 1);
    feed(settings, "to-pushed", "magento-stock");
    upstream(settings, "to-pushed", others.server.port());
    // Whose stock the shop sells books the goods that leave for our lines too.
    settings.put("ficus.legacy.sources.shop.books-our-despatches", "true");
    settings.put("ficus.legacy.placements.look-every", "200ms");
    // It is sent figures by us as well, but not while the tests run.
    settings.put("ficus.legacy.feeds.to-pushed.shop", "pushed");
    settings.put("ficus.legacy.shops.pushed.line-ids", "item-id");
    settings.put("ficus.legacy.pushing.shops.pushed.url", "http://127.0.0.1:1/");
    settings.put("ficus.legacy.pushing.shops.pushed.user", "adapter");
    settings.put("ficus.legacy.pushing.shops.pushed.key", "secret");
    settings.put("ficus.legacy.pushing.shops.pushed.window", "24h");
    feed(settings, "wms", "wms");
    BATCH_METHODS.forEach(
        (key, value) -> settings.put("ficus.legacy.dialects.magento-stock.calls." + key, value));
    WMS.forEach((key, value) -> settings.put("ficus.legacy.dialects.wms.calls." + key, value));
    return settings;
  }

  private static void feed(Map<String, String> settings, String name, String dialect) {
    settings.put("ficus.legacy.feeds." + name + ".path", "/" + name);
    settings.put("ficus.legacy.feeds." + name + ".shop", "shop");
    settings.put("ficus.legacy.feeds." + name + ".dialect", dialect);
  }

  private static void upstream(Map<String, String> settings, String feed, int port) {
    settings.put(
        "ficus.legacy.feeds." + feed + ".upstream", "http://127.0.0.1:" + port + "/api/xmlrpc");
  }

  /** The simulated monolith's own methods, beside those that every Magento has. */
  private static final Map<String, String> BATCH_METHODS =
      Map.ofEntries(
          Map.entry("receive.method", "stock.receive"),
          Map.entry("receive.means", "batch-created"),
          Map.entry("receive.batchref", "0"),
          Map.entry("receive.sku", "1"),
          Map.entry("receive.quantity", "2"),
          Map.entry("receive.eta", "3"),
          Map.entry("adjust.method", "stock.adjust"),
          Map.entry("adjust.means", "batch-quantity"),
          Map.entry("adjust.batchref", "0"),
          Map.entry("adjust.sku", "1"),
          Map.entry("adjust.quantity", "2"),
          Map.entry("delay.method", "stock.delay"),
          Map.entry("delay.means", "batch-eta"),
          Map.entry("delay.batchref", "0"),
          Map.entry("delay.sku", "1"),
          Map.entry("delay.eta", "2"));

  /** Made up: one method for everything, in words and at places of its own, with no shop behind. */
  private static final Map<String, String> WMS =
      Map.ofEntries(
          Map.entry("in.method", "wms.note"),
          Map.entry("in.where.0", "goods in"),
          Map.entry("in.means", "batch-created"),
          Map.entry("in.batchref", "1.pallet.no"),
          Map.entry("in.sku", "1.article"),
          Map.entry("in.quantity", "1.pallet.pieces"),
          Map.entry("in.eta", "1.ship.due,1.due"),
          Map.entry("count.method", "wms.note"),
          Map.entry("count.where.0", "counted"),
          Map.entry("count.means", "batch-quantity"),
          Map.entry("count.batchref", "1.pallet"),
          Map.entry("count.quantity", "1.pieces"),
          Map.entry("late.method", "wms.note"),
          Map.entry("late.where.0", "late"),
          Map.entry("late.means", "batch-eta"),
          Map.entry("late.batchref", "1"),
          Map.entry("late.eta", "2"),
          Map.entry("all.method", "wms.all"),
          Map.entry("all.means", "calls"));

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(
        new InterceptedShops(monoliths, others),
        new TestInjector.MatchesType(InterceptedShops.class));
  }

  @Override
  public void stop() {
    monoliths.server.close();
    others.server.close();
  }
}
