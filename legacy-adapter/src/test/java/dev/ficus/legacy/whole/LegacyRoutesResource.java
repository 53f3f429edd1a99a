package dev.ficus.legacy.whole;

import dev.ficus.legacy.routing.GateRules;
import dev.ficus.legacy.routing.StockGateRules;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A migration at its beginning: everything is the monolith's. */
public final class LegacyRoutesResource implements QuarkusTestResourceLifecycleManager {

  /** By the shop's clock. */
  static final String IN_FRONT_SINCE = "2026-11-01T00:00:00";

  private FakeAllocation allocation;

  @Override
  public Map<String, String> start() {
    try {
      allocation = new FakeAllocation();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Map<String, String> settings = new HashMap<>();
    settings.put("ficus.legacy.routing.default-route", "legacy");
    for (String feed : List.of("behind", "nobody", "named")) {
      settings.put("ficus.legacy.feeds." + feed + ".in-front-since", IN_FRONT_SINCE);
    }
    settings.putAll(feed("sums", Map.of("our-lines", "cancel", "forward-charges", "true")));
    settings.putAll(feed("asks", Map.of("dialect", "magento-stock", "monolith-pulls", "true")));
    // A shop that is sent comments by us as well, but not while the tests run.
    settings.putAll(feed("commented", Map.of("shop", "commented")));
    settings.putAll(feed("comments", Map.of("shop", "commented", "dialect", "magento-stock")));
    settings.put("ficus.legacy.shops.commented.line-ids", "item-id");
    settings.put("ficus.legacy.pushing.shops.commented.url", "http://127.0.0.1:1/");
    settings.put("ficus.legacy.pushing.shops.commented.user", "adapter");
    settings.put("ficus.legacy.pushing.shops.commented.key", "secret");
    settings.put("ficus.legacy.pushing.shops.commented.window", "24h");
    // Routes wait for the end of a round that is under way.
    settings.put("ficus.legacy.pushing.shops.commented.first-pause", "5ms");
    settings.put("ficus.legacy.pulling.feeds.showing.in-front-since", IN_FRONT_SINCE);
    settings.put("ficus.legacy.allocation.url", allocation.address().toString());
    String list = "ficus.legacy.opening.monoliths.figures.";
    settings.put(list + "url", "${ficus.legacy.feeds.behind.upstream}");
    settings.put(list + "shop", "shop");
    settings.put(list + "method", "stock.list");
    settings.put(list + "sku", "sku");
    settings.put(list + "quantity", "qty");
    String telling = "ficus.legacy.set-aside.shop.";
    settings.put(telling + "url", "${ficus.legacy.feeds.behind.upstream}");
    settings.put(telling + "method", "stock.set_aside");
    settings.put(telling + "timeout", "2s");
    settings.put("ficus.legacy.switching.look-every", "100ms");
    settings.put("ficus.legacy.switching.second-look", "300ms");
    settings.put("ficus.legacy.switching.compare-every", "200ms");
    settings.put("ficus.legacy.sources.shop.decides-within", "0s");
    settings.put("ficus.legacy.reconciliation.second-look", "0s");
    settings.put("ficus.legacy.leaks.look-every", "100ms");
    settings.put("ficus.legacy.leaks.shows-within", "0s");
    // Nothing is in shadow but what a test says, so of the gate nothing else is asked for.
    settings.put(
        "ficus.legacy.gate.off",
        Stream.concat(GateRules.NAMES.stream(), StockGateRules.NAMES.stream())
            .filter(check -> !check.equals("worse"))
            .collect(Collectors.joining(",")));
    settings.put("ficus.legacy.figures.read-every", "1s");
    settings.put("ficus.legacy.figures.count-every", "1s");
    return settings;
  }

  /** One more way to whom the feed {@code behind} leads. */
  private static Map<String, String> feed(String name, Map<String, String> settings) {
    Map<String, String> feed = new HashMap<>(settings);
    feed.put("path", "/" + name);
    feed.putIfAbsent("shop", "shop");
    feed.put("upstream", "${ficus.legacy.feeds.behind.upstream}");
    feed.put("in-front-since", IN_FRONT_SINCE);
    return feed.entrySet().stream()
        .collect(
            Collectors.toMap(
                each -> "ficus.legacy.feeds." + name + "." + each.getKey(), Map.Entry::getValue));
  }

  @Override
  public void inject(TestInjector injector) {
    injector.injectIntoFields(allocation, new TestInjector.MatchesType(FakeAllocation.class));
  }

  @Override
  public void stop() {
    allocation.close();
  }
}
